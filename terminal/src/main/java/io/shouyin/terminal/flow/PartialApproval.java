package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.kernel.MinorAmount;
import java.util.Optional;

/// Partial approval 部分批准: of a sale the issuer may approve what the card still has, where 60.6 says that the terminal can show it.
final class PartialApproval {

    static final String WELCOME = "1";

    private PartialApproval() {}

    /// What was approved, if that was asked for and is some of the amount and not all.
    static Optional<MinorAmount> of(Message request, Message answer) {
        return isWelcome(request) && answer.has(4)
                ? Optional.of(MinorAmount.ofField4(answer.text(4))).filter(part -> !part.isZero() && part.compareTo(MinorAmount.ofField4(request.text(4))) < 0)
                : Optional.empty();
    }

    private static boolean isWelcome(Message request) {
        try {
            return Field60.decode(request.text(60)).partialApproval().equals(WELCOME);
        } catch (DecodeException ourOwn) {
            throw new IllegalStateException(ourOwn);
        }
    }
}
