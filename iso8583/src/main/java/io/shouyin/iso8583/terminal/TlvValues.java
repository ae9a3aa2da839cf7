package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The values of a field in BER-TLV by their tags, in the order of the field. Immutable, and never printed.
final class TlvValues {

    static final TlvValues NONE = new TlvValues(new LinkedHashMap<>());

    private final LinkedHashMap<Integer, byte[]> values;

    private TlvValues(LinkedHashMap<Integer, byte[]> values) {
        this.values = values;
    }

    static TlvValues decode(byte[] content, int field) throws DecodeException {
        return new TlvValues(BerTlv.decode(content, field));
    }

    TlvValues with(int tag, byte[] value) {
        Check.argument(BerTlv.isTag(tag), "a tag is one to three bytes by the rules of BER");
        var more = new LinkedHashMap<>(values);
        more.put(tag, value.clone());
        return new TlvValues(more);
    }

    boolean has(int tag) {
        return values.containsKey(tag);
    }

    Optional<byte[]> find(int tag) {
        return Optional.ofNullable(values.get(tag)).map(byte[]::clone);
    }

    Set<Integer> tags() {
        return Collections.unmodifiableSet(values.keySet());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    byte[] encode() {
        var out = new ByteArrayOutputStream(128);
        for (Map.Entry<Integer, byte[]> entry : values.entrySet()) {
            BerTlv.write(out, entry.getKey(), entry.getValue());
        }
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlvValues that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    /// `[DF01 (2 bytes) DF02 (93 bytes)]`
    @Override
    public String toString() {
        var shown = new StringBuilder("[");
        values.forEach((tag, value) -> shown.append(shown.length() == 1 ? "" : " ")
                .append(Integer.toHexString(tag).toUpperCase(Locale.ROOT)).append(" (").append(value.length).append(" bytes)"));
        return shown.append(']').toString();
    }
}
