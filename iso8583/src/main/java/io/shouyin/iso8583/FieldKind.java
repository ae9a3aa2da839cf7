package io.shouyin.iso8583;

/// What characters a field is made of, in the notation of ISO 8583.
public enum FieldKind {
    /// Decimal digits.
    N("n"),
    /// Track data: digits and separators, hexadecimal digits where the terminal has encrypted a part.
    Z("z"),
    /// Letters, digits and spaces.
    AN("an"),
    /// Printable ASCII.
    ANS("ans"),
    /// Printable ASCII and Chinese in GBK, as bytes: a `String` of such a field has one character for each byte
    /// (ISO 8859-1); [io.shouyin.iso8583.terminal.Field63] makes text of it.
    ANSC("ansc"),
    /// Bytes.
    B("b");

    private final String notation;

    FieldKind(String notation) {
        this.notation = notation;
    }

    public String notation() {
        return notation;
    }

    static FieldKind ofNotation(String notation) {
        for (FieldKind kind : values()) {
            if (kind.notation.equals(notation)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("a field is n, z, an, ans, ansc or b");
    }

    /// Whether a byte may stand in an ASCII field of this kind.
    boolean allows(int character) {
        return switch (this) {
            case N -> character >= '0' && character <= '9';
            case Z -> character >= '0' && character <= '9' || character >= 'A' && character <= 'F' || character == '=';
            case AN -> character >= '0' && character <= '9' || character >= 'A' && character <= 'Z'
                    || character >= 'a' && character <= 'z' || character == ' ';
            case ANS -> character >= ' ' && character <= '~';
            case ANSC -> character >= ' ' && character <= 0xFE && character != 0x7F;
            case B -> true;
        };
    }
}
