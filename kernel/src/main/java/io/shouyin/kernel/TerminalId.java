package io.shouyin.kernel;

/// A terminal number 终端编号: 8 letters or digits (ISO 8583 field 41).
public record TerminalId(String value) {

    public TerminalId {
        Check.argument(Check.isAlphanumeric(value, 8), "a terminal number has 8 letters or digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
