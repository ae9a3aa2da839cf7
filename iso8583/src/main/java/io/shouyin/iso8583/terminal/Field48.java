package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TraceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Field 48: the totals of a settlement, or the list of a batch upload.
public final class Field48 {

    private static final int NUMBER = 48;

    private Field48() {}

    /// What the host says about a side's totals; the digit is the ordinal.
    public enum Result {
        /// In the request: nobody has compared yet.
        ASKED,
        /// 平
        BALANCED,
        /// 不平
        UNBALANCED,
        ERROR
    }

    /// The totals of the domestic or the foreign cards: 31 digits.
    ///
    /// @param debitCount 0 to 999
    /// @param creditCount 0 to 999
    public record Side(MinorAmount debit, int debitCount, MinorAmount credit, int creditCount, Result result) {

        static final int DIGITS = 31;

        /// No transaction at all.
        public static final Side NOTHING = new Side(MinorAmount.ZERO, 0, MinorAmount.ZERO, 0, Result.ASKED);

        public Side {
            Check.argument(debitCount >= 0 && debitCount <= 999 && creditCount >= 0 && creditCount <= 999,
                    "a settlement counts up to 999 transactions a side");
        }

        /// The same totals with the host's verdict.
        public Side with(Result verdict) {
            return new Side(debit, debitCount, credit, creditCount, verdict);
        }

        /// Whether amounts and counts are equal, whatever the verdicts.
        public boolean sameTotals(Side other) {
            return with(Result.ASKED).equals(other.with(Result.ASKED));
        }

        private String encode() {
            return debit.field4() + zeros(debitCount, 3) + credit.field4() + zeros(creditCount, 3) + result.ordinal();
        }

        private static Side decode(String digits, int at) throws DecodeException {
            int result = digits.charAt(at + DIGITS - 1) - '0';
            if (result >= Result.values().length) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, at + DIGITS - 1);
            }
            return new Side(MinorAmount.ofField4(digits.substring(at, at + 12)), number(digits, at + 12, 3),
                    MinorAmount.ofField4(digits.substring(at + 15, at + 27)), number(digits, at + 27, 3),
                    Result.values()[result]);
        }
    }

    /// The totals of a settlement: 62 digits.
    public record Totals(Side domestic, Side foreign) {

        public static Totals decode(String digits) throws DecodeException {
            Digits.require(digits, NUMBER);
            if (digits.length() != 2 * Side.DIGITS) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
            }
            return new Totals(Side.decode(digits, 0), Side.decode(digits, Side.DIGITS));
        }

        public String encode() {
            return domestic.encode() + foreign.encode();
        }
    }

    /// A transaction of a batch upload: 40 digits.
    ///
    /// @param cardType 2 digits: `00` domestic, others foreign schemes
    /// @param pan empty of a payment by code, on the wire 20 zeros
    public record Uploaded(String cardType, TraceNumber trace, Optional<Pan> pan, MinorAmount amount) {

        static final int DIGITS = 40;
        private static final int PAN_DIGITS = 20;

        public Uploaded(String cardType, TraceNumber trace, Pan pan, MinorAmount amount) {
            this(cardType, trace, Optional.of(pan), amount);
        }

        public Uploaded {
            Check.argument(Digits.are(cardType, 2), "a card type has 2 digits");
        }
    }

    /// The list of a batch upload: a count of 2 digits and up to 8 transactions.
    public record Upload(List<Uploaded> transactions) {

        public static final int TRANSACTIONS_MAX = 8;

        public Upload {
            transactions = List.copyOf(transactions);
            Check.argument(transactions.size() <= TRANSACTIONS_MAX, "a batch upload lists at most 8 transactions");
        }

        public static Upload decode(String digits) throws DecodeException {
            Digits.require(digits, NUMBER);
            if (digits.length() < 2 || digits.length() != 2 + number(digits, 0, 2) * Uploaded.DIGITS
                    || number(digits, 0, 2) > TRANSACTIONS_MAX) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
            }
            var transactions = new ArrayList<Uploaded>();
            for (int at = 2; at < digits.length(); at += Uploaded.DIGITS) {
                int pan = at + 8;
                while (pan < at + 28 && digits.charAt(pan) == '0') {
                    pan++;
                }
                int trace = number(digits, at + 2, 6);
                int panDigits = at + 28 - pan;
                if (trace == 0 || panDigits > 0 && panDigits < Pan.DIGITS_MIN || panDigits > Pan.DIGITS_MAX) {
                    throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, trace == 0 ? at + 2 : at + 8);
                }
                transactions.add(new Uploaded(digits.substring(at, at + 2), new TraceNumber(trace),
                        panDigits == 0 ? Optional.empty() : Optional.of(Pan.of(digits.substring(pan, at + 28))), MinorAmount.ofField4(digits.substring(at + 28, at + 40))));
            }
            return new Upload(transactions);
        }

        /// The digits, card numbers in clear.
        public String encode(CardDataAccess access) {
            var digits = new StringBuilder(zeros(transactions.size(), 2));
            for (Uploaded uploaded : transactions) {
                String pan = uploaded.pan().map(card -> card.reveal(access)).orElse("");
                digits.append(uploaded.cardType()).append(uploaded.trace()).append("0".repeat(Uploaded.PAN_DIGITS - pan.length()))
                        .append(pan).append(uploaded.amount().field4());
            }
            return digits.toString();
        }
    }

    /// The end of a batch upload: how many transactions were sent, 4 digits.
    public static String ofUploadEnd(int transactionCount) {
        Check.argument(transactionCount >= 0 && transactionCount <= 9999, "a batch upload counts up to 9999");
        return zeros(transactionCount, 4);
    }

    /// Reads the end of a batch upload.
    public static int uploadEnd(String digits) throws DecodeException {
        Digits.require(digits, NUMBER);
        if (digits.length() != 4) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
        }
        return number(digits, 0, 4);
    }

    private static int number(String digits, int from, int length) {
        return Integer.parseInt(digits, from, from + length, 10);
    }

    private static String zeros(int value, int length) {
        String digits = Integer.toString(value);
        return "0".repeat(length - digits.length()) + digits;
    }
}
