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
    private final boolean[] allowed = new boolean[256];

    FieldKind(String notation) {
        this.notation = notation;
        for (int character = 0; character < allowed.length; character++) {
            allowed[character] = belongs(character);
        }
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

    /// Whether a character may stand in a text field of this kind; every byte may in a binary one.
    boolean allows(int character) {
        return character < allowed.length && allowed[character];
    }

    private boolean belongs(int character) {
        return switch (this) {
            case N -> isDigit(character);
            case Z -> isDigit(character) || character >= 'A' && character <= 'F' || character == '=';
            case AN -> isDigit(character) || isLetter(character) || character == ' ';
            case ANS -> character >= ' ' && character <= '~';
            case ANSC -> character >= ' ' && character <= 0xFE && character != 0x7F;
            case B -> true;
        };
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isLetter(int character) {
        return character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }
}
