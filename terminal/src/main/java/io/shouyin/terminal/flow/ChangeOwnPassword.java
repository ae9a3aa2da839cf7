package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.Optional;

/// An operator changes the own password: from the menu, or because it still is the initial one.
final class ChangeOwnPassword {

    enum Because { WANTED, INITIAL, EXPIRED }

    private static final Text TITLE = Text.of("command.change_own_password");

    private final Machine machine;

    ChangeOwnPassword(Machine machine) {
        this.machine = machine;
    }

    /// From the menu: the current password is asked first.
    void run() {
        OperatorNumber operator = machine.operator();
        SecretEntry current = machine.dialogue().secret(Dialogue.SecretPrompt.password(
                () -> Screen.of("change.current", TITLE).step(1, 3).line("operator", Text.of("label.operator"), Logon.name(operator)),
                Optional.empty(), Text.of("secret.current")));
        try (current) {
            machine.session().orElseThrow().replacePassword(change(operator, current, Because.WANTED));
        }
    }

    /// Asks for the new password and has it changed. The caller closes what comes back.
    ///
    /// @throws Unwind.Cancelled if it stays as it is, or nobody knows
    SecretEntry change(OperatorNumber operator, SecretEntry current, Because reason) {
        Said said = switch (reason) {
            case WANTED -> Said.NOTHING;
            case INITIAL -> Said.of(new Screen.Message(Tone.WAITING, Text.of(ResponseCode.FACTOR_INITIAL), Optional.empty()));
            case EXPIRED -> Said.of(new Screen.Message(Tone.WAITING, Text.of(ResponseCode.FACTOR_EXPIRED), Optional.empty()));
        };
        while (true) {
            SecretEntry next = new NewSecret(machine, machine.newPasswords().of(FactorTlv.OPERATOR_PASSWORD), Optional.empty(), MultiTap.Mode.DIGITS, 2, 3,
                    (part, step) -> Screen.of("change." + part, TITLE).path(Logon.name(operator))).ask(said);
            boolean keep = false;
            try {
                Outcome outcome = new CredentialService(machine).settle(TransactionKind.OPERATOR_PASSWORD_CHANGE,
                        sealer -> FactorTlv.empty()
                                .with(FactorTlv.OPERATOR, operator.value())
                                .with(FactorTlv.OPERATOR_PASSWORD, sealer.seal(current, FactorTlv.OPERATOR_PASSWORD))
                                .with(FactorTlv.NEW_PASSWORD, sealer.seal(next, FactorTlv.NEW_PASSWORD)),
                        id -> Screen.of(id, TITLE).path(Logon.name(operator)));
                if (outcome instanceof Outcome.Answered answered && answered.is(ResponseCode.SECRET_REFUSED)) {
                    said = CredentialService.rulesBroken(answered, machine.newPasswords().of(FactorTlv.OPERATOR_PASSWORD));
                    continue;
                }
                if (!Saving.tell(machine.dialogue(), "change", TITLE, Password.of(operator), outcome)) {
                    throw new Unwind.Cancelled();
                }
                keep = true;
                return next;
            } finally {
                if (!keep) {
                    next.close();
                }
            }
        }
    }
}
