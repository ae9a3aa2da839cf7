package io.shouyin.kernel;

/// The capability to read a clear secret (password, PIN). Whoever asks for it shows up in a search for its name.
public final class SecretAccess {

    private static final SecretAccess GRANTED = new SecretAccess();

    private SecretAccess() {}

    /// Grants access. Call it as close to the use as possible and never keep what it revealed.
    public static SecretAccess granted() {
        return GRANTED;
    }
}
