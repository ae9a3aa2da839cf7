package io.shouyin.kernel.qr;

/// What was scanned is not a code that can be paid by. It never repeats the code.
public final class CodeException extends Exception {

    private final CodeRefusal refusal;

    public CodeException(CodeRefusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public CodeRefusal refusal() {
        return refusal;
    }
}
