package io.shouyin.host.access;

/// What one person cannot do alone. [ProposedAct] carries it out.
public enum ProposalKind {
    /// A new account that may make, or be, a key officer.
    ACCOUNT_CREATE,
    /// Roles for an account, one of those among them.
    ACCOUNT_ROLES,
    /// A new one-time password for such an account.
    ACCOUNT_RESET,
    /// Such an account is let in again.
    ACCOUNT_ENABLE,
    /// Every key is put under the next LMK.
    MASTER_KEY_CHANGE,
    /// The old LMK is retired.
    MASTER_KEY_RETIRE
}
