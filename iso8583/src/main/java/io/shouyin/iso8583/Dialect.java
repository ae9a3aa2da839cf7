package io.shouyin.iso8583;

import io.shouyin.kernel.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table of fields and message types, and how they are packed. Data: the behaviour is in [Codec].
public final class Dialect {

    /// How everything in a dialect is packed.
    public enum Packing {
        /// Digits two to a byte, binary as it is, a bitmap of 8 bytes.
        PACKED,
        /// Everything readable: digits and text as ASCII, binary as upper-case hexadecimal, a bitmap of 16 characters,
        /// and 16 more if bit 1 is set.
        ASCII
    }

    private final String name;
    private final Packing packing;
    private final int fieldMax;
    private final FieldSpec[] fields = new FieldSpec[129];
    private final String[] types = new String[100];

    Dialect(String name, Packing packing, int fieldMax, List<String> types, List<FieldSpec> fields) {
        this.name = name;
        this.packing = packing;
        this.fieldMax = fieldMax;
        for (String type : types) {
            Check.argument(type.length() == 4 && type.charAt(0) == '0' && type.charAt(3) == '0',
                    "a message type is 0xx0 in this product");
            this.types[Integer.parseInt(type.substring(1, 3))] = type;
        }
        for (FieldSpec spec : fields) {
            Check.argument(spec.number() <= fieldMax, "a field is in the reach of the bitmap");
            Check.argument(this.fields[spec.number()] == null, "a field stands in the table once");
            this.fields[spec.number()] = spec;
        }
    }

    /// `terminal` or `network`.
    public String name() {
        return name;
    }

    public Packing packing() {
        return packing;
    }

    /// The last field that the bitmap reaches: 64 or 128.
    public int fieldMax() {
        return fieldMax;
    }

    /// The row of a field.
    public Optional<FieldSpec> field(int number) {
        return Optional.ofNullable(number >= 0 && number < fields.length ? fields[number] : null);
    }

    /// All rows by number.
    public List<FieldSpec> fields() {
        var rows = new ArrayList<FieldSpec>();
        for (FieldSpec spec : fields) {
            if (spec != null) {
                rows.add(spec);
            }
        }
        return rows;
    }

    /// All message types, ascending.
    public List<String> types() {
        var known = new ArrayList<String>();
        for (String type : types) {
            if (type != null) {
                known.add(type);
            }
        }
        return known;
    }

    FieldSpec row(int number) {
        return fields[number];
    }

    /// The interned type for its number, or null.
    String type(int number) {
        return number % 10 == 0 && number < 1000 ? types[number / 10] : null;
    }

    boolean hasType(String type) {
        return type.length() == 4 && type.charAt(0) == '0' && type.charAt(3) == '0'
                && type.equals(types[(type.charAt(1) - '0') * 10 + (type.charAt(2) - '0')]);
    }

    @Override
    public String toString() {
        return name;
    }
}
