package io.shouyin.kernel;

/// A retrieval reference number 交易参考号: 12 letters or digits (ISO 8583 field 37).
public record Rrn(String value) {

    public Rrn {
        Check.argument(Check.isAlphanumeric(value, 12), "a reference number has 12 letters or digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
