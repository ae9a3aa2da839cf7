package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.terminal.state.StateStore;
import java.util.HexFormat;
import java.util.Map;

/// What new passwords are judged by: as the host told it at a log-on or with a refusal, kept over restarts; before that, as the password
/// guide has it. The host judges again.
final class NewPasswords {

    private static final NewPasswordRules GUIDE = new NewPasswordRules(Map.of(
            FactorTlv.TRANSACTION_PASSWORD, Policy.TRANSACTION_PASSWORD,
            FactorTlv.CARD_PASSWORD, Policy.TRANSACTION_PASSWORD,
            FactorTlv.OPERATOR_PASSWORD, Policy.OPERATOR_PASSWORD));

    private final StateStore store;

    NewPasswords(StateStore store) {
        this.store = store;
    }

    /// @param tag of the password, such as [FactorTlv#TRANSACTION_PASSWORD]
    Policy of(int tag) {
        return GUIDE.with(told()).find(tag).orElseThrow().onKeypad();
    }

    /// Keeps what an answer told.
    void learn(Advice advice) {
        NewPasswordRules before = told();
        NewPasswordRules after = before.with(advice.newPasswordRules());
        if (!after.equals(before)) {
            store.update(state -> state.withTerms(state.terms().withNewPasswordRules(HexFormat.of().withUpperCase().formatHex(after.encode()))));
        }
    }

    private NewPasswordRules told() {
        String hex = store.state().terms().newPasswordRulesHex();
        try {
            return hex == null ? NewPasswordRules.NONE : NewPasswordRules.decode(HexFormat.of().parseHex(hex));
        } catch (DecodeException | IllegalArgumentException unreadable) {
            return NewPasswordRules.NONE;
        }
    }
}
