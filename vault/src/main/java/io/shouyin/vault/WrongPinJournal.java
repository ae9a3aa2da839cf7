package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.WrongTries.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wrong PINs and card values on the disk, so that a restart of the vault takes none back: each is there before its verdict is told.
///
/// | file | is |
/// |---|---|
/// | `wrong-pins.log` | a line for each: the card as a keyed hash and the moment in milliseconds, 16 hex digits each, ` V` behind those of a card value |
/// | `wrong-pins.key` | the key of the hash (SipHash, 16 bytes), a key block under the LMK that no command takes |
///
/// A line begins with its line end, so what a crash cut off ends where the next one begins, and is passed over when read, as zeros behind
/// a line are: its verdict was never told. Opening leaves out the lines of earlier windows. Several processes may use one folder: each counts for itself, and for all when it
/// opens.
///
/// A wrong one that could not be written is owed: until it is written none is looked at. A right one costs a look at one flag.
final class WrongPinJournal {

    private static final Logger LOG = LoggerFactory.getLogger(WrongPinJournal.class);
    private static final X9143.Header KEY_HEADER = X9143.Header.of('D', "M7", 'H', 'G', Exportability.NONE.code());
    private static final int KEY_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern LINE = Pattern.compile("[0-9A-F]{16} [0-9A-F]{16}( V)?");

    private static final String VALUE = " V";

    private final Path folder;
    private final MasterKeys masterKeys;
    private final SipHash hash;
    private final List<Wrong> opened;
    private KeyBlock key;
    private final Queue<Wrong> owed = new ConcurrentLinkedQueue<>();
    private volatile boolean failed;

    interface Counting {
        int add(long card, long millis);
    }

    private record Wrong(Kind kind, long card, long millis) {

        static Wrong in(String line) {
            return new Wrong(line.startsWith(VALUE, 33) ? Kind.CARD_VALUE : Kind.PIN,
                    HexFormat.fromHexDigitsToLong(line, 0, 16), HexFormat.fromHexDigitsToLong(line, 17, 33));
        }

        String line() {
            return "\n" + HEX.toHexDigits(card) + " " + HEX.toHexDigits(millis) + switch (kind) {
                case PIN -> "";
                case CARD_VALUE -> VALUE;
            };
        }
    }

    private WrongPinJournal(Path folder, MasterKeys masterKeys, KeyBlock key, List<Wrong> opened) {
        this.folder = folder;
        this.masterKeys = masterKeys;
        this.key = key;
        this.hash = hash(masterKeys, key);
        this.opened = opened;
    }

    /// @param fromMillis when the present window began: what is older is left out
    /// @throws Fault [VaultRefusal#PIN_JOURNAL_UNWRITABLE], or [VaultRefusal#PIN_JOURNAL_BROKEN] if there are some of this window and
    ///         their key is missing or does not open
    static WrongPinJournal open(Path folder, MasterKeys masterKeys, long fromMillis) {
        try {
            return FolderLock.within(folder, () -> {
                List<Wrong> kept = read(log(folder), fromMillis);
                KeyBlock key = keyOf(folder, masterKeys, kept.isEmpty());
                OwnerFile.write(log(folder), bytes(kept), StandardCopyOption.REPLACE_EXISTING);
                return new WrongPinJournal(folder, masterKeys, key, kept);
            });
        } catch (IOException unwritable) {
            throw unwritable(unwritable);
        }
    }

    /// For what is counted, the same after each restart.
    SipHash hash() {
        return hash;
    }

    /// What was there when this was opened.
    void forEachOpened(Kind kind, Counting counting) {
        opened.stream().filter(wrong -> wrong.kind == kind).forEach(wrong -> counting.add(wrong.card, wrong.millis));
    }

    /// Writes down one more.
    ///
    /// @param counted a line each
    /// @throws Fault [VaultRefusal#PIN_JOURNAL_UNWRITABLE]
    void add(Kind kind, long millis, long... counted) {
        for (long card : counted) {
            owed.add(new Wrong(kind, card, millis));
        }
        write();
    }

    /// Writes what is owed, if that failed before.
    ///
    /// @throws Fault [VaultRefusal#PIN_JOURNAL_UNWRITABLE]
    void requireWritten() {
        if (failed) {
            write();
        }
    }

    /// Brings the key under the LMK that wraps, before the old one is retired.
    ///
    /// @throws Fault [VaultRefusal#PIN_JOURNAL_UNWRITABLE]
    synchronized void rewrapKey() {
        KeyBlock rewrapped = masterKeys.rewrap(key);
        if (!rewrapped.equals(key)) {
            try {
                FolderLock.within(folder, () -> writeKey(folder, rewrapped));
            } catch (IOException unwritable) {
                throw unwritable(unwritable);
            }
            key = rewrapped;
        }
    }

    /// All that came together goes to the disk together; who waited for that finds his own written.
    private synchronized void write() {
        List<Wrong> together = List.copyOf(owed);
        if (together.isEmpty()) {
            return;
        }
        try {
            FolderLock.within(folder, () -> {
                OwnerFile.append(log(folder), bytes(together));
                return together;
            });
        } catch (IOException unwritable) {
            failed = true;
            throw unwritable(unwritable);
        }
        together.forEach(_ -> owed.remove());
        failed = false;
    }

    private static List<Wrong> read(Path log, long fromMillis) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        return Files.readString(log, StandardCharsets.ISO_8859_1).lines().filter(line -> LINE.matcher(line).lookingAt()).map(Wrong::in)
                .filter(wrong -> wrong.millis >= fromMillis).toList();
    }

    private static byte[] bytes(List<Wrong> wrong) {
        return wrong.stream().map(Wrong::line).collect(Collectors.joining()).getBytes(StandardCharsets.US_ASCII);
    }

    /// The key in its file; a fresh one if nothing was hashed under it.
    private static KeyBlock keyOf(Path folder, MasterKeys masterKeys, boolean mayBeFresh) throws IOException {
        Optional<KeyBlock> known = readKey(folder).filter(block -> opens(masterKeys, block));
        if (known.isPresent()) {
            return known.get();
        }
        if (!mayBeFresh) {
            throw new Fault(VaultRefusal.PIN_JOURNAL_BROKEN, Recovery.FIX_THE_SETUP);
        }
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        try {
            return writeKey(folder, masterKeys.wrap(KEY_HEADER, fresh));
        } finally {
            Clear.wipe(fresh);
        }
    }

    private static Optional<KeyBlock> readKey(Path folder) throws IOException {
        Path file = keyFile(folder);
        return Files.exists(file) ? Optional.of(new KeyBlock(Files.readString(file, StandardCharsets.ISO_8859_1).strip())) : Optional.empty();
    }

    private static KeyBlock writeKey(Path folder, KeyBlock block) throws IOException {
        OwnerFile.write(keyFile(folder), block.value().getBytes(StandardCharsets.US_ASCII), StandardCopyOption.REPLACE_EXISTING);
        return block;
    }

    /// A crash during a change of the LMK may have left it under the next one, which is opened for that.
    private static boolean opens(MasterKeys masterKeys, KeyBlock block) {
        if (!block.mayBeUnder(masterKeys.wraps().checkValue())) {
            masterKeys.status();
        }
        try (X9143.Unwrapped unwrapped = masterKeys.unwrap(block)) {
            return KeyTemplate.said(unwrapped.header()).equals(KEY_HEADER);
        } catch (CryptoRefusedException refused) {
            return false;
        }
    }

    private static SipHash hash(MasterKeys masterKeys, KeyBlock block) {
        try (X9143.Unwrapped unwrapped = masterKeys.unwrap(block)) {
            byte[] key = unwrapped.key();
            try {
                return SipHash.ofKey(key);
            } finally {
                Clear.wipe(key);
            }
        }
    }

    private static Fault unwritable(IOException cause) {
        LOG.error("wrong PINs cannot be written down: {}", cause.toString());
        return new Fault(VaultRefusal.PIN_JOURNAL_UNWRITABLE, Recovery.FIX_THE_SETUP);
    }

    private static Path log(Path folder) {
        return folder.resolve("wrong-pins.log");
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("wrong-pins.key");
    }
}
