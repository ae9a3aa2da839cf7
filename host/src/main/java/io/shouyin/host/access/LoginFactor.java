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

    /// As Spring Security spells it.
    String authority() {
        return "FACTOR_" + name();
    }
}
