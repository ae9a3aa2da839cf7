package io.shouyin.kernel;

/// The outside world is broken, or refuses: a code that stays, and what the caller can do about it.
///
/// The message gives rule and bound, never card data or a secret.
public final class Fault extends RuntimeException {

    private final String code;
    private final Recovery recovery;

    public Fault(String code, Recovery recovery, String message) {
        this(code, recovery, message, null);
    }

    public Fault(String code, Recovery recovery, String message, Throwable cause) {
        super(message, cause);
        Check.argument(code.matches("[A-Z][A-Z0-9_]*"), "a fault code is UPPER_SNAKE_CASE");
        this.code = code;
        this.recovery = recovery;
    }

    /// A refusal that ends the work in hand.
    public Fault(Refusal refusal, Recovery recovery) {
        this(refusal.name(), recovery, refusal.en());
    }

    public String code() {
        return code;
    }

    public Recovery recovery() {
        return recovery;
    }

    /// What the caller should do.
    public enum Recovery {
        RETRY_LATER,
        FIX_THE_INPUT,
        FIX_THE_SETUP,
        STOP
    }
}
