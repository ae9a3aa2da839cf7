package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.OperatorNumber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Field 63: an operator, a card scheme, or a scheme and three texts for the receipt.
///
/// Its `String` has one character for each byte, so that what was received can be written again as it was.
public final class Field63 {

    private static final int NUMBER = 63;
    private static final Charset GBK = Charset.forName("GBK");
    private static final int SCHEME_BYTES = 3;
    private static final int TEXT_BYTES = 20;

    private Field63() {}

    /// The operator of a sign-in or settlement: 3 characters, `01 `.
    public static String ofOperator(OperatorNumber operator) {
        return operator.value() + " ";
    }

    /// Reads the operator of a sign-in or settlement.
    public static OperatorNumber operator(String field) throws DecodeException {
        if (field.length() != SCHEME_BYTES) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
        }
        if (!Digits.only(field.substring(0, 2)) || field.charAt(2) != ' ') {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, 0);
        }
        return new OperatorNumber(field.substring(0, 2));
    }

    /// What an answer says for the receipt.
    ///
    /// @param scheme the card scheme, 3 letters or digits: `CUP`, `VIS`, `000`
    /// @param issuerText at most 20 bytes in GBK
    /// @param schemeText likewise
    /// @param acquirerText likewise
    public record Reply(String scheme, String issuerText, String schemeText, String acquirerText) {

        public Reply {
            Check.argument(scheme.length() == SCHEME_BYTES, "a card scheme has 3 characters");
            for (String text : new String[] {issuerText, schemeText, acquirerText}) {
                Check.argument(text.getBytes(GBK).length <= TEXT_BYTES, "a text of field 63 has at most 20 bytes in GBK");
                Check.argument(GBK.newEncoder().canEncode(text), "a text of field 63 is in GBK");
            }
        }

        /// Reads the scheme and as many of the texts as are there.
        public static Reply decode(String field) throws DecodeException {
            int length = field.length();
            if (length < SCHEME_BYTES || (length - SCHEME_BYTES) % TEXT_BYTES != 0
                    || length > SCHEME_BYTES + 3 * TEXT_BYTES) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
            }
            return new Reply(field.substring(0, SCHEME_BYTES), text(field, 0), text(field, 1), text(field, 2));
        }

        /// All of it, 63 bytes; or the scheme alone if there is no text.
        public String encode() {
            if (issuerText.isEmpty() && schemeText.isEmpty() && acquirerText.isEmpty()) {
                return scheme;
            }
            return scheme + filled(issuerText) + filled(schemeText) + filled(acquirerText);
        }

        private static String text(String field, int index) throws DecodeException {
            int from = SCHEME_BYTES + index * TEXT_BYTES;
            if (field.length() < from + TEXT_BYTES) {
                return "";
            }
            byte[] bytes = field.substring(from, from + TEXT_BYTES).getBytes(StandardCharsets.ISO_8859_1);
            try {
                return GBK.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().stripTrailing();
            } catch (java.nio.charset.CharacterCodingException notGbk) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, from);
            }
        }

        private static String filled(String text) {
            byte[] bytes = text.getBytes(GBK);
            return new String(bytes, StandardCharsets.ISO_8859_1) + " ".repeat(TEXT_BYTES - bytes.length);
        }
    }
}
