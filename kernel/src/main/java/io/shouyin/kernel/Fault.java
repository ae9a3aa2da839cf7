package io.shouyin.kernel;

import java.util.Optional;

/// The outside world is broken, or refuses: a code that stays, and what the caller can do about it.
///
/// The message gives rule and bound, never card data or a secret.
public final class Fault extends RuntimeException {

    private final String code;
    private final Recovery recovery;
    private final transient Refusal refusal;

    public Fault(String code, Recovery recovery, String message) {
        this(code, recovery, message, null);
    }

    public Fault(String code, Recovery recovery, String message, Throwable cause) {
        this(code, recovery, message, null, cause);
    }

    /// A refusal that ends the work in hand.
    public Fault(Refusal refusal, Recovery recovery) {
        this(refusal.name(), recovery, refusal.en(), refusal, null);
    }

    private Fault(String code, Recovery recovery, String message, Refusal refusal, Throwable cause) {
        super(message, cause);
        Check.argument(code.matches("[A-Z][A-Z0-9_]*"), "a fault code is UPPER_SNAKE_CASE");
        this.code = code;
        this.recovery = recovery;
        this.refusal = refusal;
    }

    public String code() {
        return code;
    }

    /// The refusal behind it, with its message in both languages, if there is one.
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
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
