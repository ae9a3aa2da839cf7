package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.CredentialService.Sealer;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.Optional;
import java.util.Set;

/// What the supervisor 00 does about operators: add, give a new initial password, delete, unlock. The administrator 99 does it
/// for 00. Each request carries the sealed password of whoever is logged on.
final class Operators {

    /// What stands in place of an operator number for the transaction password.
    private static final String TRANSACTION_PASSWORD = "TX";

    private final Machine machine;
    private final Dialogue dialogue;

    Operators(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
    }

    void add() {
        give("operators.add", Command.ADD_OPERATOR.text(), cashier("operators.add", Command.ADD_OPERATOR.text()));
    }

    void reset() {
        give("operators.reset", Command.RESET_OPERATOR.text(), cashier("operators.reset", Command.RESET_OPERATOR.text()));
    }

    void resetSupervisor() {
        give("operators.supervisor", Command.RESET_SUPERVISOR.text(), OperatorNumber.SUPERVISOR);
    }

    void delete() {
        Text title = Command.DELETE_OPERATOR.text();
        OperatorNumber operator = cashier("operators.delete", title);
        dialogue.await(Screen.of("operators.delete.confirm", title).message(Tone.WAITING, Text.of("operators.delete.ask", operator))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, title).build(), Set.of(Key.OK));
        tell("operators", title, settle(TransactionKind.OPERATOR_DELETE, operator.value(), title, Optional.empty()));
    }

    void unlock() {
        Text title = Command.UNLOCK.text();
        Key what = dialogue.await(Screen.of("unlock.what", title)
                .item("operator", Key.D1, Text.of("unlock.operator")).item("transaction", Key.D2, Text.of("unlock.transaction"))
                .softkey(Key.CANCEL, Text.of("key.back")).build(), Set.of(Key.D1, Key.D2));
        String subject = what == Key.D1 ? cashier("unlock.number", title).value() : TRANSACTION_PASSWORD;
        tell("unlock", title, settle(TransactionKind.CREDENTIAL_UNLOCK, subject, title, Optional.empty()));
    }

    private OperatorNumber cashier(String id, Text title) {
        while (true) {
            var number = new OperatorNumber(dialogue.digits(() -> Screen.of(id, title).message(Tone.NEUTRAL, Text.of("operators.ask")),
                    Text.of("label.operator"), 2, 2, Text.of("key.next")));
            if (number.role() == Role.CASHIER) {
                return number;
            }
            dialogue.tell("operators.refused", title, Tone.REFUSED, Text.of("operators.onlyCashiers"));
        }
    }

    private void give(String id, Text title, OperatorNumber operator) {
        Said said = Said.NOTHING;
        while (true) {
            try (SecretEntry next = new NewSecret(machine, machine.newPasswords().of(FactorTlv.OPERATOR_PASSWORD), Optional.empty(), MultiTap.Mode.DIGITS, 2, 3,
                    (part, step) -> Screen.of(id + "." + part, title).path(Logon.name(operator))).ask(said)) {
                Outcome outcome = settle(TransactionKind.OPERATOR_ADD, operator.value(), title, Optional.of(next));
                if (outcome instanceof Outcome.Answered answered && answered.is(ResponseCode.SECRET_REFUSED)) {
                    said = CredentialService.rulesBroken(answered, machine.newPasswords().of(FactorTlv.OPERATOR_PASSWORD));
                    continue;
                }
                tell("operators", title, outcome);
                return;
            }
        }
    }

    /// A wrong password is that of whoever is logged on: it goes with each request.
    private void tell(String id, Text title, Outcome outcome) {
        Saving.tell(dialogue, id, title, Password.of(machine.operator()), outcome);
    }

    private Outcome settle(TransactionKind kind, String subject, Text title, Optional<SecretEntry> initial) {
        Session supervisor = machine.session().orElseThrow();
        return new CredentialService(machine).settle(kind, sealer -> {
            FactorTlv tlv = base(sealer, supervisor, subject);
            return initial.isPresent()
                    ? tlv.with(FactorTlv.NEW_PASSWORD, sealer.seal(initial.get(), FactorTlv.NEW_PASSWORD)) : tlv;
        }, id -> Screen.of(id, title));
    }

    private static FactorTlv base(Sealer sealer, Session supervisor, String subject) {
        return FactorTlv.empty()
                .with(FactorTlv.SUPERVISOR, supervisor.operator().value())
                .with(FactorTlv.SUPERVISOR_PASSWORD, sealer.seal(supervisor.password(), FactorTlv.SUPERVISOR_PASSWORD))
                .with(FactorTlv.SUBJECT, subject);
    }
}
