package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;

/// A reversal that waits to be sent: what of the original it repeats. It carries no card number; the host finds the original by
/// merchant, terminal, batch and trace number.
///
/// @param field61 the original of a void, or empty
/// @param reason field 39: 98 no answer, A0 wrong MAC, 06 another failure after sending
/// @param tries how often it has been sent
/// @param cardSequence field 23 of a chip card, or empty
/// @param field55 what the chip has said, hex, or empty: no card number in it
/// @param authCode what an approval brought, else the field of the original, or empty
public record PendingReversal(int trace, int batch, long amountFen, String processingCode, String entryMode, String condition,
                              String field60, String field61, String cardSequence, String field55, String reason, int tries, String authCode) {

    public static final String NO_ANSWER = "98";
    public static final String MAC_WRONG = "A0";
    public static final String OTHER_FAILURE = "06";

    public PendingReversal {
        field61 = field61 == null ? "" : field61;
        cardSequence = cardSequence == null ? "" : cardSequence;
        field55 = field55 == null ? "" : field55;
        Check.argument(field60.matches("[0-9]{8,17}"), "field 60 has 8 to 17 digits");
    }

    public PendingReversal because(String why) {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, cardSequence, field55, why, tries, authCode);
    }

    public PendingReversal approvedWith(String code) {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, cardSequence, field55, reason, tries, code);
    }

    public PendingReversal withField55(String hex) {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, cardSequence, hex, reason, tries, authCode);
    }

    public PendingReversal triedOnceMore() {
        return new PendingReversal(trace, batch, amountFen, processingCode, entryMode, condition, field60, field61, cardSequence, field55, reason, tries + 1, authCode);
    }
}
