package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.VaultRefusal;
import java.util.Arrays;
import java.util.List;

/// How a command ended, as both sides write and read it. A failure is told without its stack trace.
enum Answer {
    /// The value follows.
    RESULT,
    /// Code, recovery and message follow.
    FAULT,
    /// The rule that an argument broke follows.
    ARGUMENT_REFUSED;

    /// What the vault refused on the way stands before it.
    static final Shape REFUSED_USES = new Shape.Many(Shapes.of(RefusedUse.class), false);

    private static final Shape.Text TEXT = new Shape.Text();

    static void writeResult(FrameBuffer out, List<RefusedUse> refused, CommandTable.Command command, Object result) {
        RESULT.begin(out, refused);
        command.result().write(out, result);
    }

    static void writeFault(FrameBuffer out, List<RefusedUse> refused, Fault fault) {
        FAULT.begin(out, refused);
        TEXT.write(out, fault.code());
        out.put(fault.recovery().ordinal());
        TEXT.write(out, fault.getMessage());
    }

    static void writeArgumentRefused(FrameBuffer out, List<RefusedUse> refused, String rule) {
        ARGUMENT_REFUSED.begin(out, refused);
        TEXT.write(out, rule);
    }

    private void begin(FrameBuffer out, List<RefusedUse> refused) {
        REFUSED_USES.write(out.begin(), refused);
        out.put(ordinal());
    }

    /// The value, if it ended well.
    ///
    /// @param listener told of what was refused on the way
    /// @throws Fault as it was thrown on the other side
    /// @throws IllegalArgumentException as it was thrown on the other side
    static Object read(FrameBuffer in, CommandTable.Command command, RefusedUse.Listener listener) {
        ((List<?>) REFUSED_USES.read(in)).forEach(use -> listener.refused((RefusedUse) use));
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
