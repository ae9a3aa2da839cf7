package io.shouyin.app;

import io.shouyin.host.access.AccessRefusal;
import io.shouyin.host.access.ProposalRefusal;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.keys.CeremonyRefusal;
import io.shouyin.host.keys.KeysRefusal;
import io.shouyin.host.policies.PolicyRefusal;
import io.shouyin.host.web.WebRefusal;
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

    /// `PORT_TAKEN: 端口已被占用 / port 8080 is taken: ...`. A host answers in Chinese, and the English is added.
    static String of(Fault fault) {
        String said = fault.getMessage();
        if (!CHINESE.matcher(said).find()) {
            return fault.code() + ": " + chinese(fault).map(zh -> zh + " / ").orElse("") + said;
        }
        return fault.code() + ": " + said + refusal(fault).map(Refusal::en).filter(en -> !said.contains(en)).map(en -> " / " + en).orElse("");
    }

    private static Optional<String> chinese(Fault fault) {
        return ZH.containsKey(fault.code()) ? Optional.of(ZH.getString(fault.code())) : refusal(fault).map(Refusal::zh);
    }

    private static Optional<Refusal> refusal(Fault fault) {
        return fault.refusal().or(() -> Stream.<Refusal[]>of(VaultRefusal.values(), VaultSocketRefusal.values(), NetworkRefusal.values(),
                TerminalRefusal.values(), AccessRefusal.values(), ProposalRefusal.values(), CeremonyRefusal.values(), KeysRefusal.values(),
                FleetRefusal.values(), PolicyRefusal.values(), WebRefusal.values())
                .flatMap(Arrays::stream).filter(refusal -> refusal.name().equals(fault.code())).findFirst());
    }
}
