package io.shouyin.host.web;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import io.shouyin.kernel.receipt.Code;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A QR code as one SVG path: a unit square a dark module.
///
/// @param size modules a side, without the quiet zone of four
public record QrCode(int size, String path) {

    /// @param text up to some hundred characters
    public static QrCode of(String text) {
        Code drawn = Code.of(modules(text));
        return new QrCode(drawn.size(), drawn.path());
    }

    /// Rows from top to bottom, modules from left to right; true is dark. For what draws it by itself.
    ///
    /// @param text up to some hundred characters
    public static boolean[][] modules(String text) {
        try {
            var matrix = Encoder.encode(text, ErrorCorrectionLevel.M, hints(text)).getMatrix();
            var dark = new boolean[matrix.getHeight()][matrix.getWidth()];
            for (int y = 0; y < dark.length; y++) {
                for (int x = 0; x < dark.length; x++) {
                    dark[y][x] = matrix.get(x, y) == 1;
                }
            }
            return dark;
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("the text is too long for a QR code", tooLong);
        }
    }

    /// What is not ASCII says that it is UTF-8; nothing else has to.
    private static Map<EncodeHintType, Object> hints(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text) ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8);
    }

    /// What it says may be a secret.
    @Override
    public String toString() {
        return "QrCode[" + size + "]";
    }
}
