package io.shouyin.host.access;

/// What somebody can show to log in.
enum LoginFactor {
    PASSWORD,
    /// A passkey whose authenticator has verified its user.
    WEBAUTHN,
    /// A code of an authenticator application.
    TOTP,
    /// One of ten codes on paper, each once, for when the other second factor is lost.
    RECOVERY_CODE;

    private static final String PREFIX = "FACTOR_";

    /// As Spring Security spells it.
    String authority() {
        return PREFIX + name();
    }

    static LoginFactor ofAuthority(String authority) {
        return valueOf(authority.substring(PREFIX.length()));
    }
}
