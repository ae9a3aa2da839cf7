package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.update.UpdateAgent;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/// Settings 设置: language, line test, what this terminal is.
final class SettingsPages {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Machine machine;

    SettingsPages(Machine machine) {
        this.machine = machine;
    }

    void language() {
        Key key = machine.dialogue().await(Screen.of("settings.language", Command.LANGUAGE.text())
                .item("zh", Key.D1, Text.plain("中文")).item("en", Key.D2, Text.plain("English"))
                .softkey(Key.CANCEL, Text.of("key.back")).build(), Set.of(Key.D1, Key.D2));
        Language chosen = key == Key.D1 ? Language.ZH : Language.EN;
        machine.store().update(state -> state.withLanguage(chosen));
        machine.showStatus();
    }

    void echo() {
        Text title = Command.ECHO.text();
        machine.dialogue().busy(Screen.of("echo.working", title).message(Tone.WAITING, Text.of("echo.working")));
        long started = System.nanoTime();
        Optional<TerminalRefusal> trouble = new Readiness(machine).echo();
        long millis = (System.nanoTime() - started) / 1_000_000;
        if (trouble.isPresent()) {
            machine.dialogue().tell("echo.failed", title, Tone.REFUSED, Text.of(trouble.get()));
        } else {
            machine.dialogue().tell("echo.done", title, Tone.DONE, Text.of("echo.done"), Text.of("echo.millis", millis));
        }
    }

    void about() {
        var identity = machine.identity();
        Screen.Builder screen = Screen.of("settings.about", Command.ABOUT.text())
                .line("merchant", Text.of("label.merchant"), Text.plain(identity.merchantName()))
                .line("merchantId", Text.of("label.merchantId"), Text.plain(identity.merchantId()))
                .line("terminalId", Text.of("label.terminalId"), Text.plain(identity.terminalId()))
                .line("serial", Text.of("label.serial"), Text.plain(machine.store().state().serialNumber()))
                .line("model", Text.of("label.model"), Text.plain(machine.settings().model()))
                .line("signatureFrom", Text.of("label.signatureFrom"), Amounts.yuan(machine.signatureFrom()))
                .line("profile", Text.of("label.profile"), Text.plain(machine.pinPad().profile().name()))
                .line("gateway", Text.of("label.gateway"), gateway())
                .line("signatures", Text.of("label.signatures"), Text.plain(String.valueOf(machine.signatures().pending().size())))
                .line("unresolved", Text.of("label.unresolved"), Text.plain(String.valueOf(machine.store().state().unresolved().size())));
        machine.updates().map(UpdateAgent::view).ifPresent(view -> software(screen, view));
        machine.dialogue().tell(screen);
    }

    private void software(Screen.Builder screen, UpdateAgent.View view) {
        screen.line("software", Text.of("label.software"), Text.of(view.onTrial() ? "about.onTrial" : "about.software", view.software().version(), view.slot()));
        if (view.waiting()) {
            screen.line("update", Text.of("label.update"), Text.of("about.waiting"));
        } else if (view.lastAt().isPresent()) {
            screen.line("update", Text.of("label.update"), Text.of("about.updated", view.lastRefusal().map(Text::of).orElseGet(() -> Text.of("about.done")),
                    MINUTE.format(view.lastAt().get().atZone(Machine.ZONE))));
        }
    }

    private Text gateway() {
        return machine.settings().plainGateway().map(plain -> Text.of("about.plain", plain.host() + ":" + plain.port()))
                .orElseGet(() -> Text.of("about.tls", machine.identity().gatewayHost() + ":" + machine.identity().gatewayPort()));
    }
}
