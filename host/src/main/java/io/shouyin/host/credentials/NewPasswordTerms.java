package io.shouyin.host.credentials;

import io.shouyin.host.policies.Policies;
import io.shouyin.host.policies.Realm;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordRules;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What the policies in force ask of new passwords, as a terminal learns it, so that it shows and judges what the host will. Names and further
/// words that are forbidden stay here: the host judges all the same.
@Component
public class NewPasswordTerms {

    private final Policies policies;

    NewPasswordTerms(Policies policies) {
        this.policies = policies;
    }

    public NewPasswordRules of(MerchantId merchant) {
        return new NewPasswordRules(Map.of(
                FactorTlv.TRANSACTION_PASSWORD, text(Realm.TRANSACTION_PASSWORD, merchant),
                FactorTlv.CARD_PASSWORD, text(Realm.CARDHOLDER, merchant),
                FactorTlv.OPERATOR_PASSWORD, text(Realm.TERMINAL_OPERATOR, merchant)));
    }

    private PasswordRules.Policy text(Realm realm, MerchantId merchant) {
        return policies.inForce(realm, Optional.of(merchant)).policy().text(true).onKeypad();
    }
}
