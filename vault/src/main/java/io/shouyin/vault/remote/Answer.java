package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.VaultRefusal;
import java.util.Arrays;

/// How a command ended, as both sides write and read it. A failure is told without its stack trace.
enum Answer {
    /// The value follows.
    RESULT,
    /// Code, recovery and message follow.
    FAULT,
    /// The rule that an argument broke follows.
    ARGUMENT_REFUSED;

    private static final Shape.Text TEXT = new Shape.Text();

    static void writeResult(FrameBuffer out, CommandTable.Command command, Object result) {
        out.begin().put(RESULT.ordinal());
        command.result().write(out, result);
    }

    static void writeFault(FrameBuffer out, Fault fault) {
        out.begin().put(FAULT.ordinal());
        TEXT.write(out, fault.code());
        out.put(fault.recovery().ordinal());
        TEXT.write(out, fault.getMessage());
    }

    static void writeArgumentRefused(FrameBuffer out, String rule) {
        out.begin().put(ARGUMENT_REFUSED.ordinal());
        TEXT.write(out, rule);
    }

    /// The value, if it ended well.
    ///
    /// @throws Fault as it was thrown on the other side
    /// @throws IllegalArgumentException as it was thrown on the other side
    static Object read(FrameBuffer in, CommandTable.Command command) {
        return switch (constant(values(), in)) {
            case RESULT -> {
                Object result = command.result().read(in);
                in.requireEnd();
                yield result;
            }
            case FAULT -> throw fault(TEXT.read(in), constant(Recovery.values(), in), TEXT.read(in));
            case ARGUMENT_REFUSED -> throw new IllegalArgumentException(TEXT.read(in));
        };
    }

    private static <E> E constant(E[] constants, FrameBuffer in) {
        int number = in.get();
        FrameBuffer.require(number < constants.length, "an answer is of a kind that there is");
        return constants[number];
    }

    /// A refusal keeps its text in both languages.
    private static Fault fault(String code, Recovery recovery, String message) {
        return Arrays.stream(VaultRefusal.values()).filter(refusal -> refusal.name().equals(code) && refusal.en().equals(message)).findFirst()
                .map(refusal -> new Fault(refusal, recovery)).orElseGet(() -> new Fault(code, recovery, message));
    }
}
