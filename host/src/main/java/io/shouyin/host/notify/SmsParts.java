package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text as one short message or several, in UCS-2 (3GPP TS 23.040, 9.2.3.24.1): up to 70 units in one, else 67 a part after a header of 6 bytes that
/// puts the parts together on the phone.
final class SmsParts {

    private static final int UNITS_IN_A_PART = 67;
    private static final int PARTS_MAX = 255;

    private SmsParts() {}

    /// @param reference 0 to 255, the same in all parts and another one in the next text
    /// @return what goes into `short_message`
    static List<byte[]> of(String text, int reference) {
        if (text.length() <= SmsTexts.UNITS_MAX) {
            return List.of(text.getBytes(StandardCharsets.UTF_16BE));
        }
        List<byte[]> clear = new ArrayList<>();
        for (int at = 0; at < text.length();) {
            String part = SmsTexts.cut(text.substring(at), UNITS_IN_A_PART);
            clear.add(part.getBytes(StandardCharsets.UTF_16BE));
            at += part.length();
        }
        Check.argument(clear.size() <= PARTS_MAX, "a text has 255 parts at most");
        List<byte[]> parts = new ArrayList<>();
        for (byte[] units : clear) {
            byte[] part = new byte[6 + units.length];
            byte[] header = {5, 0, 3, (byte) reference, (byte) clear.size(), (byte) (parts.size() + 1)};
            System.arraycopy(header, 0, part, 0, header.length);
            System.arraycopy(units, 0, part, header.length, units.length);
            parts.add(part);
        }
        return parts;
    }
}
