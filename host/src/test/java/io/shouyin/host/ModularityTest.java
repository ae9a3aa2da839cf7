package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The modules, and what they may know of each other: each `package-info.java` lists it, this test holds it.
class ModularityTest {

    private static final ApplicationModules MODULES = ApplicationModules.of(HostApplication.class);

    @Test
    void modules_areTheseAndNoOthers() {
        assertThat(MODULES.stream().map(module -> module.getIdentifier().toString()).collect(Collectors.toSet()))
                .as("a rule that matches nothing passes, so the list is held too")
                .containsExactlyInAnyOrder("platform", "web", "webauthn", "audit", "access", "merchants",
                        "keys", "fleet", "credentials", "channels", "acquiring", "gateway", "notify",
                        "cardholders", "sheets", "policies", "support", "pricing", "ledger", "documents", "receipts", "monitoring");
    }

    @Test
    void modules_keepTheirRules() {
        MODULES.verify();
    }
}
