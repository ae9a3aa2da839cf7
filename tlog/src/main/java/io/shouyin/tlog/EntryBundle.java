package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Up to 256 entries one after the other, each after its length in two bytes, the high one first: the entries of a tile of level 0.
public final class EntryBundle {

    public static final int ENTRY_BYTES_MAX = 65_535;

    private EntryBundle() {}

    public static byte[] of(List<byte[]> entries) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            Check.argument(entry.length <= ENTRY_BYTES_MAX, "an entry has at most 65535 bytes");
            bundle.write(entry.length >> 8);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
        }
        return bundle.toByteArray();
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#TILE_MALFORMED] if an entry is cut off, or there are more than a tile has
    public static List<byte[]> parse(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        for (int at = 0; at < bundle.length;) {
            TlogRefusal.TILE_MALFORMED.unless(at + 2 <= bundle.length && entries.size() < Tile.WIDTH_MAX);
            int end = at + 2 + ((bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff);
            TlogRefusal.TILE_MALFORMED.unless(end <= bundle.length);
            entries.add(Arrays.copyOfRange(bundle, at + 2, end));
            at = end;
        }
        return entries;
    }
}
