package io.shouyin.host.access;

import java.util.Set;

/// What a person is there for. [io.shouyin.host.web.Allowed] says what each may do.
public enum Role {
    /// Accounts of the console; also whatever the others but the auditor may change, and the audit log.
    ADMINISTRATOR,
    /// Merchants, terminals, activation codes.
    OPERATIONS,
    /// Cases and their decisions.
    RISK,
    /// Books, payouts, statements.
    FINANCE,
    /// Tickets and resets.
    SERVICE_DESK,
    /// Key ceremonies: proposes, approves, and sees or enters a part alone. An administrator grants it and is not one by that.
    KEY_OFFICER,
    /// Reads everything, the audit log too, and changes nothing.
    AUDITOR;

    /// Those who make key officers, or are some: two people give these roles, and nobody has both.
    static final Set<Role> GUARDED = Set.of(ADMINISTRATOR, KEY_OFFICER);

    /// Whether somebody with these roles is a key officer, or can help to make one.
    static boolean anyGuarded(Set<Role> roles) {
        return roles.stream().anyMatch(GUARDED::contains);
    }

    /// As Spring Security spells it.
    String authority() {
        return "ROLE_" + name();
    }
}
