package io.shouyin.host.audit;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// What the log keeps outside of the database: its key, and the last checkpoint that it signed. Who can change the rows can so not sign them,
/// and a database that went back is noticed.
final class LogFolder {

    /// `PRIVATE+KEY+…`, mode 600.
    static final String KEY_FILE = "log.key";
    /// The verifier key, for whoever verifies.
    static final String VERIFIER_FILE = "log.vkey";
    /// A signed note.
    static final String CHECKPOINT_FILE = "checkpoint";
    private static final int RANDOM_NAME_BYTES = 8;

    private final Path folder;

    LogFolder(Path folder) {
        this.folder = folder;
    }

    Optional<NoteSigner> key() {
        return read(KEY_FILE).map(NoteSigner::parse);
    }

    /// Makes the key, unless another host of the same folder just did.
    NoteSigner makeKey(Optional<String> origin) {
        SecureRandom random = new SecureRandom();
        byte[] name = new byte[RANDOM_NAME_BYTES];
        random.nextBytes(name);
        NoteSigner made = NoteSigner.newLog(origin.orElse("shouyin.invalid/audit-" + HexFormat.of().formatHex(name)), random);
        try {
            OwnFiles.createFolder(folder);
            if (!OwnFiles.writeNew(folder.resolve(KEY_FILE), made.reveal())) {
                return key().orElseThrow();
            }
            OwnFiles.write(folder.resolve(VERIFIER_FILE), made.verifier().vkey() + "\n");
            return made;
        } catch (IOException broken) {
            throw unusable(broken);
        }
    }

    Optional<Note> keptCheckpoint() {
        return read(CHECKPOINT_FILE).map(Note::parse);
    }

    void keep(String signed) {
        try {
            OwnFiles.write(folder.resolve(CHECKPOINT_FILE), signed);
        } catch (IOException broken) {
            throw unusable(broken);
        }
    }

    private Optional<String> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException broken) {
            throw unusable(broken);
        }
    }

    private static Fault unusable(IOException broken) {
        Fault fault = new Fault(Trouble.LOG_FOLDER_UNREADABLE, Recovery.FIX_THE_SETUP);
        fault.addSuppressed(broken);
        return fault;
    }
}
