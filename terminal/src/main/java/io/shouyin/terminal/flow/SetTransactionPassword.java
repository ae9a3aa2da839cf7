package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.Optional;

/// Sets the transaction password 交易密码设置: the administrator is logged on (step 1), enters the new password (2), and
/// enters it again and confirms (3). A password of two people is entered in two halves.
///
/// Nothing is half saved: the new password exists in the PIN pad and, sealed, in one request, until the host says that it is
/// set. If the line drops after the confirmation the same request goes out again, see [CredentialService#settle].
final class SetTransactionPassword {

    private static final Text TITLE = Text.of("transactionPassword.title");

    private final Machine machine;

    SetTransactionPassword(Machine machine) {
        this.machine = machine;
    }

    void run() {
        // 1 network is up, storage has room; the administrator is logged on
        new Readiness(machine).require(TITLE);
        Session administrator = machine.session().orElseThrow();
        var newHalves = new NewHalves(machine, FactorTlv.TRANSACTION_PASSWORD, administrator.password(), part -> screen("transactionPassword." + part));
        Said said = Said.NOTHING;
        while (true) {
            // 2 the new password, and 3 the same again
            try (SecretEntry next = machine.stepUpRules().twoHalves() ? newHalves.ask(said) : whole(administrator, said)) {
                // 4 confirmed: the host sets it
                Outcome outcome = new CredentialService(machine).settle(TransactionKind.TRANSACTION_PASSWORD_SET,
                        sealer -> FactorTlv.empty()
                                .with(FactorTlv.OPERATOR, administrator.operator().value())
                                .with(FactorTlv.OPERATOR_PASSWORD, sealer.seal(administrator.password(), FactorTlv.OPERATOR_PASSWORD))
                                .with(FactorTlv.NEW_PASSWORD, sealer.seal(next, FactorTlv.NEW_PASSWORD)),
                        SetTransactionPassword::screen);
                // 5 refused by a rule: say which, and ask again
                if (outcome instanceof Outcome.Answered answered && answered.is(ResponseCode.SECRET_REFUSED)) {
                    said = CredentialService.rulesBroken(answered, machine.newPasswords().of(FactorTlv.TRANSACTION_PASSWORD));
                    continue;
                }
                // 6 saved, not saved, or unknown
                Saving.tell(machine.dialogue(), "transactionPassword", TITLE, Password.of(administrator.operator()), outcome);
                return;
            }
        }
    }

    private SecretEntry whole(Session administrator, Said said) {
        return new NewSecret(machine, machine.newPasswords().of(FactorTlv.TRANSACTION_PASSWORD), Optional.of(administrator.password()),
                MultiTap.Mode.MIXED, 2, 3, (part, step) -> screen("transactionPassword." + part)).ask(said);
    }

    private static Screen.Builder screen(String id) {
        return Screen.of(id, TITLE).path(Text.of("menu.passwords"), Text.of("command.set_transaction_password"));
    }
}
