package io.shouyin.vault;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.Custody.Unattended;
import io.shouyin.vault.FolderHistory.Deed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an institution's LMKs lie: a folder with the present one, during a change the next one, and the archive of the old ones.
///
/// | file | is |
/// |---|---|
/// | `lmk.p12` or `lmk.pkcs11` | the present LMK: the key, or which key in which token |
/// | `lmk-next.p12` or `lmk-next.pkcs11` | the next one |
/// | `retired/lmk-A1B2C3.p12` or `.pkcs11` | a retired one, by its check value |
/// | `wrong-pins.key`, `wrong-pins.log` | see [WrongPinJournal] |
/// | `history` | what was done here where no audit log is at hand: [FolderHistory] |
///
/// Several processes may use one folder: what moves files is done under a lock. A retirement that a crash cut in two, so that the next LMK
/// stands alone, is finished by whoever opens the folder, lays another one beside it or retires again.
public final class MasterKeyFolder {

    /// A passphrase in one file of the folder that it opens: whoever has the folder has the key. For demonstration.
    public static final String PASSPHRASE_BESIDE = "lmk.passphrase";

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFolder.class);
    private static final String PRESENT = "lmk";
    private static final String NEXT = "lmk-next";
    private static final String FILE = ".p12";
    private static final String TOKEN = ".pkcs11";

    private final Path folder;
    private final Unlocking present;
    private final Unlocking next;
    private final Supplier<Custody> custody;
    private final FolderHistory history;

    /// What opens an LMK, asked for when it is needed and closed after use.
    public record Unlocking(Supplier<Secret> passphrase, Supplier<Secret> pin) {}

    /// @param present opens the present LMK
    /// @param next opens the next one; often the same
    public MasterKeyFolder(Path folder, Unlocking present, Unlocking next) {
        this(folder, present, next, Unattended::new);
    }

    /// @param custody who does what is done here, asked when it is written down: after a passphrase or PIN was
    public MasterKeyFolder(Path folder, Unlocking present, Unlocking next, Supplier<Custody> custody) {
        this.folder = folder;
        this.present = present;
        this.next = next;
        this.custody = custody;
        this.history = new FolderHistory(folder);
    }

    Path path() {
        return folder;
    }

    FolderHistory history() {
        return history;
    }

    /// Whether no LMK was ever made here.
    public boolean isEmpty() {
        return fileOf(PRESENT).isEmpty() && fileOf(NEXT).isEmpty();
    }

    public boolean hasNext() {
        return fileOf(PRESENT).isPresent() && fileOf(NEXT).isPresent();
    }

    /// Whether a passphrase lies where the LMK that it may open lies.
    public boolean isPassphraseBeside() {
        return Files.exists(folder.resolve(PASSPHRASE_BESIDE)) && fileOf(PRESENT).filter(file -> kindOf(file).equals(FILE)).isPresent();
    }

    /// Makes the first LMK.
    ///
    /// @param token in which it is generated; in a file if there is none
    /// @throws Fault [VaultRefusal#LMK_FILE_EXISTS] if there is one
    public LocalMasterKey make(Optional<Pkcs11Token> token) {
        if (!isEmpty()) {
            throw new Fault(VaultRefusal.LMK_FILE_EXISTS, Recovery.FIX_THE_SETUP);
        }
        return make(PRESENT, token, present, Deed.INIT);
    }

    /// Lays a fresh LMK beside the present one. Nothing uses it before it is told to.
    ///
    /// @throws Fault [VaultRefusal#LMK_FILE_MISSING] if there is no present one, [VaultRefusal#LMK_NEXT_EXISTS] if there is a next one
    public LocalMasterKey makeNext(Optional<Pkcs11Token> token) {
        finishRetirement();
        if (fileOf(PRESENT).isEmpty()) {
            throw new Fault(VaultRefusal.LMK_FILE_MISSING, Recovery.FIX_THE_SETUP);
        }
        if (hasNext()) {
            throw new Fault(VaultRefusal.LMK_NEXT_EXISTS, Recovery.FIX_THE_SETUP);
        }
        return make(NEXT, token, next, Deed.CHANGE_LMK);
    }

    /// Opens the present LMK; a next one is opened when it is looked for.
    public MasterKeys open() {
        LocalMasterKey key = isNextAlone() ? openAlone() : open(PRESENT, present);
        finishRetirement();
        if (isPassphraseBeside()) {
            LOG.warn("口令就放在主密钥旁边,只供演示 / the passphrase lies beside the local master key, for demonstration only: {}", folder);
        }
        return new MasterKeys(this, key);
    }

    private boolean isNextAlone() {
        return fileOf(PRESENT).isEmpty() && fileOf(NEXT).isPresent();
    }

    /// By what opened it as the next one, or as the present one that it already is to whoever set this up.
    private LocalMasterKey openAlone() {
        try {
            return openNext();
        } catch (Fault refused) {
            if (!refused.code().equals(VaultRefusal.LMK_PASSPHRASE_WRONG.name())) {
                throw refused;
            }
            return open(NEXT, present);
        }
    }

    /// The second of two moves, if a crash came after the first.
    private void finishRetirement() {
        if (isNextAlone() && !retired().isEmpty()) {
            locked(this::moveNextIntoPlace);
        }
    }

    /// Check values of the archive.
    public List<String> retired() {
        Path archive = folder.resolve("retired");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("lmk-[0-9A-F]{6}\\.(p12|pkcs11)"))
                    .map(name -> name.substring(4, 10)).sorted().toList();
        } catch (IOException unreadable) {
            throw new Fault(VaultRefusal.LMK_FILE_UNWRITABLE, Recovery.FIX_THE_SETUP);
        }
    }

    /// Destroys a retired LMK: its file is overwritten and deleted, its key in a token deleted. Backups of the database from before its
    /// change are worth nothing then. It takes who can open the present LMK: both custodians, if two have parts of its passphrase.
    ///
    /// @throws Fault [VaultRefusal#LMK_UNKNOWN] if the archive has no such LMK, or what [#open] throws
    public void destroy(String checkValue) {
        Path retired = Stream.of(FILE, TOKEN).map(kind -> archived(checkValue, kind)).filter(Files::exists).findFirst()
                .orElseThrow(VaultRefusal.LMK_UNKNOWN::fault);
        open().close();
        if (kindOf(retired).equals(TOKEN)) {
            TokenKey key = TokenKey.in(retired);
            try (Secret pin = present.pin().get()) {                // before the lock, which nobody holds while people type
                destroy(checkValue, retired, () -> key.token().destroy(key.checkValue(), pin));
            }
        } else {
            destroy(checkValue, retired, () -> Files.write(retired, new byte[Math.toIntExact(Files.size(retired))],
                    StandardOpenOption.WRITE, StandardOpenOption.SYNC));
        }
    }

    private void destroy(String checkValue, Path retired, FileWork key) {
        locked(() -> {
            history.add(Deed.DESTROY_LMK, checkValue, custody.get()); // first: it cannot be done unseen
            key.run();
            Files.delete(retired);
        });
    }

    LocalMasterKey openNext() {
        return open(NEXT, next);
    }

    /// When the file of the next LMK was written.
    Optional<FileTime> nextWrittenAt() {
        try {
            Optional<Path> file = fileOf(NEXT);
            return file.isEmpty() ? Optional.empty() : Optional.of(Files.getLastModifiedTime(file.get()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// Where the present LMK lies, if it is a file.
    Path presentFile() {
        return folder.resolve(PRESENT + FILE);
    }

    /// Moves the present LMK to the archive and the next one into its place.
    void retirePresent(String checkValue) {
        locked(() -> {
            Optional<Path> old = fileOf(PRESENT);
            if (fileOf(NEXT).isEmpty() || old.isPresent() && retired().contains(checkValue)) {
                return;                                             // another process was here first
            }
            if (old.isPresent()) {
                OwnerFile.makeFolder(folder.resolve("retired"));
                Files.move(old.get(), archived(checkValue, kindOf(old.get())));
            }
            moveNextIntoPlace();
        });
    }

    private void moveNextIntoPlace() throws IOException {
        Optional<Path> successor = fileOf(NEXT).filter(_ -> fileOf(PRESENT).isEmpty());
        if (successor.isPresent()) {                                // nobody was faster
            Files.move(successor.get(), folder.resolve(PRESENT + kindOf(successor.get())));
        }
    }

    private LocalMasterKey make(String name, Optional<Pkcs11Token> token, Unlocking unlocking, Deed deed) {
        locked(history::requireWritable);
        LocalMasterKey key = make(name, token, unlocking);
        try {
            locked(() -> history.add(deed, key.checkValue(), custody.get()));
            return key;
        } catch (Fault unwritable) {
            key.close();
            throw unwritable;
        }
    }

    private LocalMasterKey make(String name, Optional<Pkcs11Token> token, Unlocking unlocking) {
        if (token.isEmpty()) {
            try (Secret passphrase = unlocking.passphrase().get()) {
                return LocalMasterKey.create(folder.resolve(name + FILE), passphrase);
            }
        }
        try (Secret pin = unlocking.pin().get()) {
            LocalMasterKey key = token.get().generate(pin);
            locked(() -> new TokenKey(token.get(), key.checkValue()).write(folder.resolve(name + TOKEN)));
            return key;
        }
    }

    private LocalMasterKey open(String name, Unlocking unlocking) {
        Path file = fileOf(name).orElseThrow(() -> new Fault(VaultRefusal.LMK_FILE_MISSING, Recovery.FIX_THE_SETUP));
        if (kindOf(file).equals(FILE)) {
            try (Secret passphrase = unlocking.passphrase().get()) {
                return LocalMasterKey.open(file, passphrase);
            }
        }
        TokenKey key = TokenKey.in(file);
        try (Secret pin = unlocking.pin().get()) {
            return key.token().open(key.checkValue(), pin);
        }
    }

    private Optional<Path> fileOf(String name) {
        return Stream.of(FILE, TOKEN).map(kind -> folder.resolve(name + kind)).filter(Files::exists).findFirst();
    }

    private Path archived(String checkValue, String kind) {
        Check.argument(checkValue.matches("[0-9A-F]{6}"), "the check value of an LMK has 6 hex digits");
        return folder.resolve("retired/lmk-" + checkValue + kind);
    }

    private static String kindOf(Path file) {
        return file.toString().endsWith(TOKEN) ? TOKEN : FILE;
    }

    private interface FileWork {
        void run() throws IOException;
    }

    private void locked(FileWork work) {
        try {
            FolderLock.within(folder, () -> {
                work.run();
                return folder;
            });
        } catch (IOException unwritable) {
            throw new Fault(VaultRefusal.LMK_FILE_UNWRITABLE, Recovery.FIX_THE_SETUP);
        }
    }

    /// Which key in which token: all of it public.
    private record TokenKey(Pkcs11Token token, String checkValue) {

        static TokenKey in(Path file) {
            Properties said = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                said.load(in);
                return new TokenKey(new Pkcs11Token(Path.of(said.getProperty("library", "")), said.getProperty("token", "")),
                        said.getProperty("checkValue", ""));
            } catch (IOException | IllegalArgumentException broken) {
                throw new Fault(VaultRefusal.LMK_FILE_BROKEN, Recovery.FIX_THE_SETUP);
            }
        }

        void write(Path file) throws IOException {
            Properties said = new Properties();
            said.setProperty("library", token.library().toString());
            said.setProperty("token", token.label());
            said.setProperty("checkValue", checkValue);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            said.store(whole, null);
            OwnerFile.write(file, whole.toByteArray());
        }
    }
}
