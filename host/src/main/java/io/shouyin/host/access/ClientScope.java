package io.shouyin.host.access;

/// What an API client may do: read, or what one of the roles may. Accounts, keys, sessions and clients are for people alone.
enum ClientScope {
    /// Lists and details without secrets.
    READ("READER"),
    OPERATIONS("OPERATIONS"),
    RISK("RISK"),
    FINANCE("FINANCE"),
    SERVICE_DESK("SERVICE_DESK"),
    /// Reads the audit log too.
    AUDIT("AUDITOR");

    private final String role;

    ClientScope(String role) {
        this.role = role;
    }

    /// As Spring Security spells it; [io.shouyin.host.web.Allowed] says what it opens.
    String authority() {
        return "ROLE_" + role;
    }
}
