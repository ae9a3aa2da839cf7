package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Field 62, which is something else in every message: see the nested types. The keys of an 0810 are bytes that only
/// the key holder reads.
public final class Field62 {

    private static final int NUMBER = 62;

    private Field62() {}

    /// The serial number of a sign-in: `Sequence No` + length + vendor + serial, 25 bytes.
    ///
    /// @param vendor 4 letters or digits
    /// @param serial 8 letters or digits
    public record SequenceNumber(String vendor, String serial) {

        private static final String TITLE = "Sequence No";
        private static final int BYTES = 25;

        public SequenceNumber {
            Check.argument(isAlphanumeric(vendor, 4), "a vendor has 4 letters or digits");
            Check.argument(isAlphanumeric(serial, 8), "a serial number has 8 letters or digits");
        }

        /// Reads the field. The length after the title is written in BCD (`0012`) or in ASCII (`12`): both are seen.
        public static SequenceNumber decode(byte[] field) throws DecodeException {
            if (field.length != BYTES) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
            }
            String text = new String(field, StandardCharsets.ISO_8859_1);
            String vendor = text.substring(13, 17);
            String serial = text.substring(17);
            boolean known = text.startsWith(TITLE)
                    && (text.startsWith("12", TITLE.length()) || text.startsWith("\u0000\u0012", TITLE.length()));
            if (!known || !isAlphanumeric(vendor, 4) || !isAlphanumeric(serial, 8)) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, known ? 13 : 0);
            }
            return new SequenceNumber(vendor, serial);
        }

        /// The 25 bytes, the length in ASCII.
        public byte[] encode() {
            return (TITLE + "12" + vendor + serial).getBytes(StandardCharsets.US_ASCII);
        }

        private static boolean isAlphanumeric(String text, int length) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                    return false;
                }
            }
            return text.length() == length;
        }
    }

    /// What a terminal downloads: two digits of tag and a value of the tag's own length, one after the other, each at most once. There are no tips (tags 18, 19), and no
    /// terminal signs out by itself (21).
    ///
    /// @param answerSecondsMax tag 12: how long it waits for an answer
    /// @param dialsMax tag 13: how often it dials
    /// @param cardsTyped tag 20: whether its operators may type a card's number
    /// @param reversalsMax tag 23: how often it sends a reversal before it tells the operator
    public record Parameters(int answerSecondsMax, int dialsMax, boolean cardsTyped, int reversalsMax) {

        private static final Pattern PART = Pattern.compile("(12|19)[0-9]{2}|(13|18|20|21|23|25)[0-9]");

        public Parameters {
            Check.argument(answerSecondsMax >= 1 && answerSecondsMax <= 99, "a terminal waits 1 to 99 seconds");
            Check.argument(dialsMax >= 1 && dialsMax <= 9, "a terminal dials 1 to 9 times");
            Check.argument(reversalsMax >= 1 && reversalsMax <= 9, "a terminal sends a reversal 1 to 9 times");
        }

        /// Reads the field. What no terminal here can be told, such as tips, is passed over.
        ///
        /// @param otherwise what holds where the host says nothing
        public static Parameters decode(byte[] field, Parameters otherwise) throws DecodeException {
            String text = new String(field, StandardCharsets.US_ASCII);
            Map<String, Integer> told = new HashMap<>();
            Matcher part = PART.matcher(text);
            int at = 0;
            do {
                part.region(at, text.length());
                if (!part.lookingAt() || told.put(text.substring(at, at + 2), Integer.parseInt(text.substring(at + 2, part.end()))) != null) {
                    throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, at);
                }
                at = part.end();
            } while (at < text.length());
            try {
                return new Parameters(told.getOrDefault("12", otherwise.answerSecondsMax), told.getOrDefault("13", otherwise.dialsMax),
                        told.getOrDefault("20", otherwise.cardsTyped ? 1 : 0) == 1, told.getOrDefault("23", otherwise.reversalsMax));
            } catch (IllegalArgumentException outOfBounds) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, 0);
            }
        }

        public byte[] encode() {
            return "12%02d13%d180190020%d21023%d".formatted(answerSecondsMax, dialsMax, cardsTyped ? 1 : 0, reversalsMax).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
