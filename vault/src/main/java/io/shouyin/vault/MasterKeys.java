package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.MasterKeyCommands.MasterKeyStatus;
import io.shouyin.vault.MasterKeyCommands.OpenMasterKey;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The LMKs that are open: one that wraps, and during a change the other.
///
/// A block says in its first optional block `KP` (X9.143, 8.3: check value of the protection key) which LMK it is under; the block's MAC
/// covers that. A block without one is from before there were changes, and is tried under each.
public final class MasterKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeys.class);
    /// Every key of up to this length looks alike in its block.
    private static final int MASKED_KEY_BYTES = 32;

    private final Optional<MasterKeyFolder> folder;
    /// Held by who works with an LMK, so that none is wiped under a key block that is being made.
    private final ReentrantReadWriteLock working = new ReentrantReadWriteLock();
    private volatile Opened opened;
    private Optional<FileTime> refusedFile = Optional.empty();
    private Optional<String> refusal = Optional.empty();

    private record Opened(LocalMasterKey wraps, List<LocalMasterKey> all) {}

    MasterKeys(MasterKeyFolder folder, LocalMasterKey present) {
        this(Optional.of(folder), present);
    }

    private MasterKeys(Optional<MasterKeyFolder> folder, LocalMasterKey only) {
        this.folder = folder;
        this.opened = new Opened(only, List.of(only));
    }

    /// One LMK that stays the only one.
    public static MasterKeys only(LocalMasterKey key) {
        return new MasterKeys(Optional.empty(), key);
    }

    /// The LMK that wraps.
    public LocalMasterKey wraps() {
        return opened.wraps;
    }

    /// Opens the next LMK if one was laid beside since. One that could not be opened is tried again when its file is another, so
    /// that a wrong PIN is not tried until its token locks.
    public synchronized MasterKeyStatus status() {
        if (opened.all.size() == 1 && folder.isPresent() && folder.get().hasNext()) {
            openNext(folder.get());
        }
        return new MasterKeyStatus(opened.wraps.checkValue(), opened.all.stream()
                .map(key -> new OpenMasterKey(key.checkValue(), key.store(), key.isStoreThere())).toList(), refusal,
                folder.isPresent() && folder.get().isPassphraseBeside());
    }

    private void openNext(MasterKeyFolder from) {
        Optional<FileTime> written = from.nextWrittenAt();
        if (refusedFile.isPresent() && refusedFile.equals(written)) {
            return;
        }
        try {
            LocalMasterKey next = from.openNext();
            if (next.checkValue().equals(opened.wraps.checkValue())) {
                next.close();
                throw new Fault(VaultRefusal.LMK_NEXT_SAME, Recovery.FIX_THE_SETUP);
            }
            opened = new Opened(opened.wraps, List.of(opened.wraps, next));
            refusedFile = Optional.empty();
            refusal = Optional.empty();
            LOG.info("the next local master key {} is open", next.checkValue());
        } catch (Fault refused) {
            refusedFile = written;
            refusal = Optional.of(refused.code());
            LOG.warn("the next local master key cannot be opened: {}", refused.code());
        }
    }

    synchronized void wrapUnder(String checkValue) {
        opened = new Opened(opened(checkValue).orElseThrow(VaultRefusal.LMK_UNKNOWN::fault), opened.all);
    }

    /// @param before what is to be done while both are open; not if the retirement is refused
    synchronized void retire(String checkValue, Runnable before) {
        if (opened.wraps.checkValue().equals(checkValue)) {
            throw VaultRefusal.LMK_STILL_WRAPS.fault();
        }
        Optional<LocalMasterKey> old = opened(checkValue);
        if (old.isEmpty() && !isRetired(checkValue)) {
            throw VaultRefusal.LMK_UNKNOWN.fault();
        }
        if (old.isPresent()) {
            before.run();
            folder.ifPresent(files -> {
                files.retirePresent(checkValue);
                opened.wraps.movedTo(files.presentFile());
            });
            opened = new Opened(opened.wraps, List.of(opened.wraps));
            closeUnused(old.get());
        }
    }

    private boolean isRetired(String checkValue) {
        return folder.isPresent() && folder.get().retired().contains(checkValue);
    }

    private Optional<LocalMasterKey> opened(String checkValue) {
        return opened.all.stream().filter(key -> key.checkValue().equals(checkValue)).findFirst();
    }

    /// @throws Fault [VaultRefusal#VAULT_CLOSED]
    KeyBlock wrap(X9143.Header header, byte[] key) {
        return with(now -> {
            List<X9143.OptionalBlock> blocks = Stream.concat(Stream.of(KeyBlock.masterKeyMark(now.wraps.checkValue())),
                    header.optionalBlocks().stream()).toList();
            return new KeyBlock(now.wraps.protection().wrapMasked(header.withOptionalBlocks(blocks), key, MASKED_KEY_BYTES));
        });
    }

    /// @throws CryptoRefusedException for a block that no open LMK opens
    /// @throws Fault [VaultRefusal#VAULT_CLOSED]
    X9143.Unwrapped unwrap(KeyBlock block) {
        return with(now -> unwrapped(now, block));
    }

    private static X9143.Unwrapped unwrapped(Opened now, KeyBlock block) {
        for (LocalMasterKey lmk : now.all) {
            if (lmk != now.wraps && block.mayBeUnder(lmk.checkValue())) {
                try {
                    return lmk.protection().unwrap(block.value());
                } catch (CryptoRefusedException refused) {
                    LOG.debug("a key block is not under {}: {}", lmk, refused.reason());
                }
            }
        }
        return now.wraps.protection().unwrap(block.value());
    }

    /// The same key with the same header, under the LMK that wraps; unchanged if it is already.
    ///
    /// @throws CryptoRefusedException for a block that no open LMK opens
    KeyBlock rewrap(KeyBlock block) {
        try (X9143.Unwrapped unwrapped = unwrap(block)) {
            if (block.masterKey().equals(Optional.of(opened.wraps.checkValue()))) {
                return block;
            }
            byte[] key = unwrapped.key();
            try {
                return wrap(KeyTemplate.said(unwrapped.header()), key);
            } finally {
                Clear.wipe(key);
            }
        }
    }

    /// Where the LMKs lie; nowhere in the case of [#only].
    Optional<Path> folder() {
        return folder.map(MasterKeyFolder::path);
    }

    List<String> history(int from) {
        return folder.map(files -> files.history().lines(from)).orElse(List.of());
    }

    /// Waits for wraps and unwraps under way.
    @Override
    public synchronized void close() {
        List<LocalMasterKey> all = opened.all;
        opened = new Opened(opened.wraps, List.of());
        all.forEach(this::closeUnused);
    }

    private void closeUnused(LocalMasterKey key) {
        working.writeLock().lock();
        try {
            key.close();
        } finally {
            working.writeLock().unlock();
        }
    }

    private <T> T with(Function<Opened, T> work) {
        working.readLock().lock();
        try {
            Opened now = opened;
            if (now.all.isEmpty()) {
                throw new Fault(VaultRefusal.VAULT_CLOSED, Recovery.STOP);
            }
            return work.apply(now);
        } finally {
            working.readLock().unlock();
        }
    }
}
