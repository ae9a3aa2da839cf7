package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;
import io.shouyin.network.NetworkRefusal;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.vault.VaultRefusal;
import io.shouyin.vault.remote.VaultSocketRefusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A fault as one line for whoever started the program: code, Chinese, English.
final class Sentences {

    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final ResourceBundle ZH = ResourceBundle.getBundle("io.shouyin.app.faults", Locale.CHINESE);

    private Sentences() {}

    /// `PORT_TAKEN: 端口已被占用 / port 8080 is taken: ...`. A message that has both languages stands as it is.
    static String of(Fault fault) {
        String english = fault.getMessage();
        return fault.code() + ": " + chinese(fault).filter(_ -> !CHINESE.matcher(english).find()).map(zh -> zh + " / ").orElse("") + english;
    }

    private static Optional<String> chinese(Fault fault) {
        if (ZH.containsKey(fault.code())) {
            return Optional.of(ZH.getString(fault.code()));
        }
        return fault.refusal().or(() -> Stream.<Refusal[]>of(VaultRefusal.values(), VaultSocketRefusal.values(), NetworkRefusal.values(), TerminalRefusal.values())
                .flatMap(Arrays::stream).filter(refusal -> refusal.name().equals(fault.code())).findFirst()).map(Refusal::zh);
    }
}
