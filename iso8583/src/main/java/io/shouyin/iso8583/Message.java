package io.shouyin.iso8583;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import java.util.Arrays;
import java.util.Optional;

/// An ISO 8583 message: its type and its fields, each a text or bytes. Immutable, the same in every dialect.
///
/// A text is the value without its packing: no count, no pad nibble, no spaces that only fill a fixed field. A
/// message does not know whether a value fits a field: [Codec#encode] does. Card data (2, 34, 35, 36, 45, and 48 of
/// a batch upload, which lists card numbers) is read with [CardDataAccess] only, and printing a message shows type,
/// field numbers, trace number, response code and identities, nothing else.
///
/// Track data (35, 36) is kept with `=` for the first separator and `D` for the others, whichever way it is put in:
/// on the wire both are the nibble D, and in the part that a terminal has encrypted D is a digit.
public final class Message {

    private final String type;
    private final long primary;
    private final long secondary;
    private final Object[] values;

    /// @param primary bit 64-f is set for field f; bit 63 is never set
    /// @param values dense, in field order
    Message(String type, long primary, long secondary, Object[] values) {
        this.type = type;
        this.primary = primary;
        this.secondary = secondary;
        this.values = values;
    }

    /// Begins a message of a type such as `0200`.
    public static Builder builder(String type) {
        Check.argument(type.length() == 4 && FieldText.isDigits(type), "a message type has 4 digits");
        return new Builder(type);
    }

    /// Begins the answer to this message: its type plus 10, no fields yet.
    public Builder reply() {
        Check.argument((type.charAt(2) - '0') % 2 == 0, "only a request has an answer");
        return new Builder(type.substring(0, 2) + (char) (type.charAt(2) + 1) + type.charAt(3));
    }

    /// Begins a copy.
    public Builder toBuilder() {
        return new Builder(type).copy(this, fields());
    }

    /// The message type: 4 digits.
    public String type() {
        return type;
    }

    public boolean has(int field) {
        return field >= 2 && field <= 128 && (field <= 64 ? primary << field - 1 < 0 : secondary << field - 65 < 0);
    }

    /// The numbers of the fields that are there, ascending.
    public int[] fields() {
        int[] numbers = new int[values.length];
        int at = 0;
        for (long rest = primary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            numbers[at++] = Long.numberOfLeadingZeros(rest) + 1;
        }
        for (long rest = secondary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            numbers[at++] = Long.numberOfLeadingZeros(rest) + 65;
        }
        return numbers;
    }

    /// The value of a text field that is no card data.
    ///
    /// @throws IllegalArgumentException if it is absent, binary, or card data
    public String text(int field) {
        Check.argument(!isCardData(field), "this field is card data: reading it needs CardDataAccess");
        return textOf(field);
    }

    /// The value of any text field.
    ///
    /// @throws IllegalArgumentException if it is absent or binary
    public String text(int field, CardDataAccess access) {
        Check.argument(access != null, "reading card data needs CardDataAccess");
        return textOf(field);
    }

    /// As [#text(int)], or nothing if the field is absent.
    public Optional<String> find(int field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /// A copy of the bytes of a binary field.
    ///
    /// @throws IllegalArgumentException if it is absent or text
    public byte[] bytes(int field) {
        if (value(field) instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw new IllegalArgumentException("field " + field + " is text");
    }

    /// Whether a value is card data that only [CardDataAccess] opens.
    public boolean isCardData(int field) {
        return switch (field) {
            case 2, 34, 35, 36, 45 -> true;
            case 48 -> type.startsWith("032");
            default -> false;
        };
    }

    private String textOf(int field) {
        if (value(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("field " + field + " is binary");
    }

    Object value(int field) {
        if (!has(field)) {
            throw new IllegalArgumentException("field " + field + " is absent");
        }
        return values[field <= 64
                ? Long.bitCount(primary >>> 65 - field)
                : Long.bitCount(primary) + Long.bitCount(secondary >>> 129 - field)];
    }

    long primary() {
        return primary;
    }

    long secondary() {
        return secondary;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that && type.equals(that.type) && primary == that.primary
                && secondary == that.secondary && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Long.hashCode(primary) + Arrays.deepHashCode(values);
    }

    /// `Message[0210 trace 000002 response 00 rrn 093105000002 terminal 00000001 merchant 104110053110001 fields 2 3 4 ...]`
    @Override
    public String toString() {
        var shown = new StringBuilder("Message[").append(type);
        show(shown, "trace", 11);
        show(shown, "response", 39);
        show(shown, "rrn", 37);
        show(shown, "terminal", 41);
        show(shown, "merchant", 42);
        shown.append(" fields");
        for (int field : fields()) {
            shown.append(' ').append(field);
        }
        return shown.append(']').toString();
    }

    private void show(StringBuilder shown, String name, int field) {
        if (has(field) && value(field) instanceof String text) {
            shown.append(' ').append(name).append(' ').append(text);
        }
    }

    /// Collects the fields of a message.
    public static final class Builder {

        private final String type;
        private final Object[] byNumber = new Object[129];

        private Builder(String type) {
            this.type = type;
        }

        /// Sets a text field.
        public Builder text(int field, String value) {
            Check.argument(value != null, "a field that is set has a value");
            byNumber[checked(field)] = field == 35 || field == 36 ? FieldText.canonicalTrack(value) : value;
            return this;
        }

        /// Sets a binary field; takes a copy.
        public Builder bytes(int field, byte[] value) {
            byNumber[checked(field)] = value.clone();
            return this;
        }

        /// Sets the fields that `from` has among those named, as they are there; skips those it lacks.
        public Builder copy(Message from, int... fields) {
            for (int field : fields) {
                if (from.has(field)) {
                    byNumber[field] = from.value(field);
                }
            }
            return this;
        }

        /// Leaves a field out again.
        public Builder without(int... fields) {
            for (int field : fields) {
                byNumber[checked(field)] = null;
            }
            return this;
        }

        public Message build() {
            long primary = 0;
            long secondary = 0;
            Object[] values = new Object[byNumber.length];
            int count = 0;
            for (int field = 2; field < byNumber.length; field++) {
                if (byNumber[field] != null) {
                    values[count++] = byNumber[field];
                    if (field <= 64) {
                        primary |= 1L << 64 - field;
                    } else {
                        secondary |= 1L << 128 - field;
                    }
                }
            }
            return new Message(type, primary, secondary, Arrays.copyOf(values, count));
        }

        private static int checked(int field) {
            Check.argument(field >= 2 && field <= 128 && field != 65, "a field is 2 to 64 or 66 to 128");
            return field;
        }
    }
}
