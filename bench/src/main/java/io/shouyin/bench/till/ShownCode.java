package io.shouyin.bench.till;

import com.google.zxing.ReaderException;
import com.google.zxing.qrcode.decoder.Decoder;
import io.shouyin.kernel.receipt.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a QR code says, as a customer's phone does.
final class ShownCode {

    private static final Pattern MODULE = Pattern.compile("M([0-9]+) ([0-9]+)h1v1h-1z");

    private ShownCode() {}

    static String read(Code code) {
        boolean[][] dark = new boolean[code.size()][code.size()];
        Matcher modules = MODULE.matcher(code.path());
        while (modules.find()) {
            dark[Integer.parseInt(modules.group(2))][Integer.parseInt(modules.group(1))] = true;
        }
        try {
            return new Decoder().decode(dark).getText();
        } catch (ReaderException unreadable) {
            throw new IllegalStateException("the terminal shows a code that nobody can read", unreadable);
        }
    }
}
