package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A field in BER-TLV: its values by their tags, in the order of the field. Immutable, and never printed.
public abstract sealed class TlvField<F extends TlvField<F>> permits FactorTlv, Field55 {

    private final LinkedHashMap<Integer, byte[]> values;

    TlvField(LinkedHashMap<Integer, byte[]> values) {
        this.values = values;
    }

    abstract F of(LinkedHashMap<Integer, byte[]> others);

    /// The same and one more value; a value that is there already is replaced.
    public final F with(int tag, byte[] value) {
        Check.argument(BerTlv.isTag(tag), "a tag is one to three bytes by the rules of BER");
        var more = new LinkedHashMap<>(values);
        more.put(tag, value.clone());
        return of(more);
    }

    public final boolean has(int tag) {
        return values.containsKey(tag);
    }

    /// A copy of a value.
    public final Optional<byte[]> find(int tag) {
        return Optional.ofNullable(values.get(tag)).map(byte[]::clone);
    }

    /// The tags in the order of the field.
    public final Set<Integer> tags() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public final boolean isEmpty() {
        return values.isEmpty();
    }

    /// The field's bytes.
    public final byte[] encode() {
        var out = new ByteArrayOutputStream(128);
        values.forEach((tag, value) -> BerTlv.write(out, tag, value));
        return out.toByteArray();
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && Arrays.equals(encode(), ((TlvField<?>) other).encode());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(encode());
    }

    /// `FactorTlv[DF01 (2 bytes) DF02 (93 bytes)]`
    @Override
    public final String toString() {
        var shown = new StringBuilder();
        values.forEach((tag, value) -> shown.append(shown.isEmpty() ? "" : " ")
                .append(Integer.toHexString(tag).toUpperCase(Locale.ROOT)).append(" (").append(value.length).append(" bytes)"));
        return getClass().getSimpleName() + "[" + shown + "]";
    }
}
