package io.shouyin.host.access;

import java.util.Collections;
import java.util.EnumSet;
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

    /// Whoever may propose, prove or approve something that needs two people: two give these roles, or one person could be both.
    static final Set<Role> GUARDED = EnumSet.complementOf(EnumSet.of(FINANCE, AUDITOR));

    /// Those who make key officers, or are some: nobody has both, no case of the service desk resets them, their passwords have a policy of their own.
    static final Set<Role> PLATFORM = Set.of(ADMINISTRATOR, KEY_OFFICER);

    /// Whether two people make an account with these roles, and reset it.
    static boolean anyGuarded(Set<Role> roles) {
        return !Collections.disjoint(roles, GUARDED);
    }

    /// Whether somebody with these roles is a key officer, or can help to make one.
    static boolean anyOfPlatform(Set<Role> roles) {
        return !Collections.disjoint(roles, PLATFORM);
    }

    /// As Spring Security spells it.
    String authority() {
        return "ROLE_" + name();
    }
}
