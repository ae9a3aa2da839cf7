package io.shouyin.release;

/// A release, a file of it or an order is not taken. It repeats nothing of it.
public final class ReleaseException extends Exception {

    private final ReleaseRefusal refusal;

    public ReleaseException(ReleaseRefusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public ReleaseRefusal refusal() {
        return refusal;
    }
}
