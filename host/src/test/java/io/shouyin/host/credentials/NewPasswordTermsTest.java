package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Required;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HostTest
class NewPasswordTermsTest {

    private static final MerchantId MERCHANT = new MerchantId("104110054990021");

    @Autowired
    private NewPasswordTerms terms;
    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;

    @Test
    void terminal_isTold_whatThePoliciesOfItsMerchantAsk() throws Exception {
        assertThat(terms.of(MERCHANT)).isEqualTo(new NewPasswordRules(Map.of(FactorTlv.TRANSACTION_PASSWORD, Policy.TRANSACTION_PASSWORD,
                FactorTlv.CARD_PASSWORD, Policy.TRANSACTION_PASSWORD, FactorTlv.OPERATOR_PASSWORD, Policy.OPERATOR_PASSWORD)));
        merchants.register(new Registration(MERCHANT, "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "051255550100"));
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        int newest = admin.get("/api/v1/policies/CARDHOLDER").expect(200).body().path("newestVersion").intValue();
        admin.post("/api/v1/policies/CARDHOLDER", Map.of("level", "MERCHANT", "merchantId", MERCHANT.value(), "seenVersion", newest,
                "changes", Map.of("length.soleMin", 9, "composition.required", List.of("DIGIT", "LETTER", "SYMBOL")))).expect(201);
        var told = NewPasswordRules.decode(terms.of(MERCHANT).encode());
        assertThat(told.find(FactorTlv.CARD_PASSWORD)).hasValueSatisfying(policy -> {
            assertThat(policy.lengthMin()).isEqualTo(9);
            assertThat(policy.required()).containsExactlyInAnyOrder(Required.values());
        });
        assertThat(told.find(FactorTlv.TRANSACTION_PASSWORD)).contains(Policy.TRANSACTION_PASSWORD);
    }
}
