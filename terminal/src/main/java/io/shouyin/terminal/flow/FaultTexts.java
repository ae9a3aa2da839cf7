package io.shouyin.terminal.flow;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;

/// What the screen says of a fault.
public final class FaultTexts {

    private FaultTexts() {}

    public static Text of(Fault fault) {
        for (TerminalRefusal refusal : TerminalRefusal.values()) {
            if (refusal.name().equals(fault.code())) {
                return Text.of(refusal);
            }
        }
        String key = "activation." + fault.code();
        return Texts.keys(Language.ZH).contains(key) ? Text.of(key) : Text.of("fault.other", fault.code());
    }
}
