/// What the service desk does for people who have forgotten a credential or changed their phone: cases that one person prepares and another
/// one approves, links, codes, and the cooling period after them.
@org.springframework.modulith.ApplicationModule(displayName = "Support",
        allowedDependencies = {"access", "audit", "credentials", "documents", "fleet", "keys", "merchants", "notify", "policies", "web", "webauthn"})
package io.shouyin.host.support;
