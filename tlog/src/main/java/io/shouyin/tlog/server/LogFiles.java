package io.shouyin.tlog.server;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.Broken;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.EntryBundle;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.LogCheck;
import io.shouyin.tlog.Merkle;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.Tile;
import io.shouyin.tlog.TiledNodes;
import io.shouyin.tlog.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A log as files, laid out as C2SP tlog-tiles has it on a server: `checkpoint`, `tile/…`, `tile/entries/…`. Verified and asked for proofs without a host.
public final class LogFiles {

    private static final long BUNDLE_BYTES_MAX = (long) Tile.WIDTH_MAX * (EntryBundle.ENTRY_BYTES_MAX + 2);

    private final Path folder;

    public LogFiles(Path folder) {
        this.folder = folder;
    }

    public void writeCheckpoint(String note) {
        write("checkpoint", note.getBytes(StandardCharsets.UTF_8));
    }

    public void write(String path, byte[] content) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException broken) {
            throw unusable(file, broken);
        }
    }

    public String checkpoint() {
        return new String(read("checkpoint", Note.LENGTH_CHARS_MAX), StandardCharsets.UTF_8);
    }

    private byte[] read(String path, long bytesMax) {
        Path file = folder.resolve(path);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > bytesMax) {
                throw unusable(file, null);
            }
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw unusable(file, broken);
        }
    }

    private static Fault unusable(Path file, IOException cause) {
        return new Fault("LOG_FILE_UNUSABLE", Recovery.FIX_THE_INPUT, "the file " + file + " of an exported log cannot be used", cause);
    }

    /// Every entry, every tile, the checkpoint, and those that others kept.
    ///
    /// @param key of the log
    /// @param witnesses whose cosignatures the checkpoint must have
    /// @param kept notes of the same log
    public LogCheck.Report check(NoteKey key, List<NoteKey> witnesses, List<String> kept) {
        LogCheck check = new LogCheck();
        Optional<Checkpoint> latest = check.open("checkpoint", checkpoint(), Optional.of(key), witnesses);
        latest.ifPresent(checkpoint -> check.expect("checkpoint", checkpoint));
        for (String note : kept) {
            check.open("--checkpoint", note, Optional.of(key), List.of()).ifPresent(checkpoint -> {
                check.expect("--checkpoint", checkpoint);
                if (latest.isPresent() && checkpoint.size() > latest.get().size()) {
                    check.found(Broken.CHECKPOINT_OLD, latest.get().size() + " < " + checkpoint.size());
                }
            });
        }
        latest.ifPresent(checkpoint -> entries(checkpoint.size(), check));
        return check.finish();
    }

    private void entries(long size, LogCheck check) {
        for (Tile tile : Tile.all(size)) {
            byte[] hashes = tileOrNothing(tile, check);
            if (tile.level() > 0) {
                continue;
            }
            List<byte[]> entries;
            try {
                entries = EntryBundle.parse(read(tile.entriesPath(), BUNDLE_BYTES_MAX));
            } catch (Fault unusable) {
                check.found(Broken.ENTRY_MISSING, tile.entriesPath());
                return;
            }
            List<Hash> leaves = entries.stream().map(Hash::leaf).toList();
            if (leaves.size() != tile.width()) {
                check.found(Broken.ENTRY_MISSING, tile.entriesPath());
            }
            if (hashes.length > 0 && !Arrays.equals(hashes, Tile.bytes(leaves))) {
                check.found(Broken.ENTRY_CHANGED, tile.entriesPath());
            }
            leaves.forEach(check::add);
        }
    }

    private byte[] tileOrNothing(Tile tile, LogCheck check) {
        try {
            byte[] hashes = hashes(tile);
            if (tile.level() > 0 && !Arrays.equals(hashes, below(tile))) {
                check.found(Broken.TILE_CHANGED, tile.path());
            }
            return hashes;
        } catch (Fault unusable) {
            check.found(Broken.TILE_CHANGED, tile.path());
            return new byte[0];
        }
    }

    /// What the full tiles of the level below make.
    private byte[] below(Tile tile) {
        Hash[] roots = new Hash[tile.width()];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Tile.root(hashes(new Tile(tile.level() - 1, (tile.index() << Tile.HEIGHT) + i, Tile.WIDTH_MAX)));
        }
        return Tile.bytes(List.of(roots));
    }

    private byte[] hashes(Tile tile) {
        byte[] hashes = read(tile.path(), (long) Tile.WIDTH_MAX * Hash.LENGTH_BYTES);
        if (hashes.length != tile.width() * Hash.LENGTH_BYTES) {
            throw unusable(folder.resolve(tile.path()), null);
        }
        return hashes;
    }

    /// The evidence for one entry.
    public TlogProof prove(long index) {
        Note note = Note.parse(checkpoint());
        long size = Checkpoint.parse(note.text()).size();
        if (index < 0 || index >= size) {
            throw new Fault("LOG_INDEX_UNKNOWN", Recovery.FIX_THE_INPUT, "the log has no leaf of this index: it has " + size);
        }
        Tile tile = Tile.of(0, index, size);
        byte[] entry = EntryBundle.parse(read(tile.entriesPath(), BUNDLE_BYTES_MAX)).get((int) (index - (tile.index() << Tile.HEIGHT)));
        return new TlogProof(Optional.of(entry), index, TiledNodes.oneByOne(size, this::hashes).ask(nodes -> Merkle.inclusion(index, size, nodes)), note);
    }
}
