package io.shouyin.kernel;

/// A merchant number 商户编号: 15 letters or digits (ISO 8583 field 42).
public record MerchantId(String value) {

    public MerchantId {
        Check.argument(Check.isAlphanumeric(value, 15), "a merchant number has 15 letters or digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
