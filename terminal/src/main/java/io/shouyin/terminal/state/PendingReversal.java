package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;

/// A reversal that waits to be sent: what of the original it repeats. It carries no card number; the host finds the original by
/// merchant, terminal, batch and trace number.
///
/// @param field61 the original of a void, or empty
/// @param reason field 39: 98 no answer, A0 wrong MAC, 06 another failure after sending
/// @param tries how often it has been sent
/// @param authCode what an approval brought, else the field of the original, or empty
public record PendingReversal(int trace, int batch, long amountFen, String processingCode, String entryMode, String condition,
                              String field60, String field61, String reason, int tries, String authCode) {

    public static final String NO_ANSWER = "98";
    public static final String MAC_WRONG = "A0";
    public static final String OTHER_FAILURE = "06";

    public PendingReversal {
        field61 = field61 == null ? "" : field61;
        Check.argument(field60.matches("[0-9]{8,17}"), "field 60 has 8 to 17 digits");
    }

    public PendingReversal because(String why) {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, why, tries, authCode);
    }

    public PendingReversal approvedWith(String code) {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, reason, tries, code);
    }

    public PendingReversal triedOnceMore() {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, reason, tries + 1, authCode);
    }
}
