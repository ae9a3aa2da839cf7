package io.shouyin.kernel;

/// A merchant number 商户编号: 15 letters or digits (ISO 8583 field 42).
public record MerchantId(String value) {

    public MerchantId {
        Check.argument(value.matches("[0-9A-Za-z]{15}"), "a merchant number has 15 letters or digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
