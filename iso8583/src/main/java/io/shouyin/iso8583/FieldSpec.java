package io.shouyin.iso8583;

import io.shouyin.kernel.Check;

/// One row of a dialect's table: what field `number` is, and how it is shown.
///
/// Written in the notation of the standard: `n6` fixed, `n..19` with a two-digit count (LLVAR), `ans...63` with a
/// three-digit count (LLLVAR), `b8`; `n3 left` is a numeric field whose digits are aligned left (field 22 of the
/// terminal dialect).
///
/// @param lengthMax digits or characters of a text field, bytes of a binary one
public record FieldSpec(int number, String format, FieldKind kind, Count count, boolean alignedLeft, int lengthMax,
                        String zh, String en, Disclosure disclosure) {

    /// How the length of a field is known.
    public enum Count {
        /// Always `lengthMax`.
        FIXED(0),
        /// A count of two digits in front.
        LLVAR(2),
        /// A count of three digits in front.
        LLLVAR(3);

        final int digits;

        Count(int digits) {
            this.digits = digits;
        }
    }

    /// What of a value may be shown to people. A mask starts from nothing and adds.
    public enum Disclosure {
        /// The value is no secret.
        SHOWN,
        /// First six and last four digits of a card number.
        CARD_NUMBER,
        /// Only how long it is.
        HIDDEN,
        /// Sub-fields, each with a rule of its own.
        PARTS
    }

    /// Reads `format` as above.
    public static FieldSpec of(int number, String format, String zh, String en, Disclosure disclosure) {
        int at = 0;
        while (Character.isLetter(format.charAt(at))) {
            at++;
        }
        FieldKind kind = FieldKind.ofNotation(format.substring(0, at));
        int dots = at;
        while (format.charAt(dots) == '.') {
            dots++;
        }
        boolean alignedLeft = format.endsWith(" left");
        int end = alignedLeft ? format.length() - " left".length() : format.length();
        Count count = switch (dots - at) {
            case 0 -> Count.FIXED;
            case 2 -> Count.LLVAR;
            case 3 -> Count.LLLVAR;
            default -> throw new IllegalArgumentException("a count has two or three dots");
        };
        return new FieldSpec(number, format, kind, count, alignedLeft, Integer.parseInt(format.substring(dots, end)),
                zh, en, disclosure);
    }

    public FieldSpec {
        Check.argument(number >= 2 && number <= 128 && number != 65, "a field is 2 to 64 or 66 to 128");
        Check.argument(lengthMax >= 1 && lengthMax <= 999, "a field has 1 to 999 digits, characters or bytes");
        Check.argument(count != Count.LLVAR || lengthMax <= 99, "a field with a two-digit count has at most 99");
    }

    /// Whether showing the whole value to people is wrong.
    public boolean sensitive() {
        return disclosure != Disclosure.SHOWN;
    }

    public boolean isBinary() {
        return kind == FieldKind.B;
    }

    /// Whether a count stands in front of the value.
    public boolean isVariable() {
        return count != Count.FIXED;
    }
}
