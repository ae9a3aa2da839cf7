package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.TerminalSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What a merchant's terminal may do: of `terminal`, and of `demo` for its own.
final class TillOptions {

    @Option(names = "--partial-approval", description = "余额不足时可部分批准,由收银员决定 / a part of a sale may be approved, the cashier decides")
    private boolean partialApproval;

    @Option(names = "--offline-floor-fen", paramLabel = "FEN", defaultValue = "0",
            description = "不超过此金额(分)的消费可由芯片脱机批准,随后上送;0 为不允许 / up to so many fen a chip may approve a sale offline, told to the host later; 0: never")
    private long offlineFloorFen;

    @Option(names = "--refund-max-fen", paramLabel = "FEN", defaultValue = "1000000",
            description = "单笔退货限额(分) / the highest amount of one refund, in fen (${DEFAULT-VALUE})")
    private long refundMaxFen;

    /// @throws Fault `OPTION_INVALID`
    void check() {
        if (!isAmount(offlineFloorFen) || !isAmount(refundMaxFen)) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--offline-floor-fen and --refund-max-fen are 0 to " + MinorAmount.FEN_MAX);
        }
    }

    private static boolean isAmount(long fen) {
        return fen >= 0 && fen <= MinorAmount.FEN_MAX;
    }

    TerminalSettings onto(TerminalSettings settings) {
        check();
        return (partialApproval ? settings.withPartialApproval() : settings).withOfflineFloor(new MinorAmount(offlineFloorFen)).withRefundMax(new MinorAmount(refundMaxFen));
    }

    /// As they were given, for another process.
    List<String> arguments() {
        List<String> given = new ArrayList<>(List.of("--offline-floor-fen", "" + offlineFloorFen, "--refund-max-fen", "" + refundMaxFen));
        if (partialApproval) {
            given.add("--partial-approval");
        }
        return given;
    }
}
