package io.shouyin.terminal.flow;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import io.shouyin.kernel.receipt.Code;
import io.shouyin.terminal.device.Screen;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Draws QR codes for the screen.
final class QrCode {

    private static final Map<EncodeHintType, Object> UTF_8 = Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8);

    private QrCode() {}

    /// @param text up to some hundred characters
    static Screen.CodeShown of(String text) {
        try {
            ByteMatrix matrix = Encoder.encode(text, ErrorCorrectionLevel.M, UTF_8).getMatrix();
            boolean[][] dark = new boolean[matrix.getHeight()][matrix.getWidth()];
            for (int y = 0; y < dark.length; y++) {
                for (int x = 0; x < dark.length; x++) {
                    dark[y][x] = matrix.get(x, y) == 1;
                }
            }
            return new Screen.CodeShown(text, Code.of(dark));
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("the text is too long for a QR code", tooLong);
        }
    }
}
