package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/// The random passwords of an embedded database, in a file of mode 600 beside its rows.
///
/// The file is written before the first row and says whether the set-up was finished: a set-up that was killed half-way is
/// thrown away and done again, while rows without this file are somebody's and are never touched.
final class DatabasePasswords {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Secret superuser;
    private final Secret owner;
    private final Secret application;
    private boolean finished;

    private DatabasePasswords(Path file, Secret superuser, Secret owner, Secret application, boolean finished) {
        this.file = file;
        this.superuser = superuser;
        this.owner = owner;
        this.application = application;
        this.finished = finished;
    }

    /// Reads the file, or makes it for a new folder.
    static DatabasePasswords of(Path file, Path data) {
        try {
            if (Files.exists(file)) {
                var read = read(file);
                if (!read.finished) {
                    OwnFiles.deleteTree(data);
                }
                return read;
            }
            if (Files.exists(data)) {
                throw new Fault("DATABASE_PASSWORDS_MISSING", Recovery.FIX_THE_SETUP,
                        "The file " + file + " with the passwords of the database beside it is missing: put it back.");
            }
            var made = new DatabasePasswords(file, random(), random(), random(), false);
            made.write();
            return made;
        } catch (IOException broken) {
            if (FreeSpace.saysFull(broken)) {
                throw FreeSpace.full(file.getParent(), broken);
            }
            throw new Fault("DATABASE_FOLDER_NOT_WRITABLE", Recovery.FIX_THE_SETUP,
                    "The database folder " + file.getParent() + " cannot be read and written: check its owner and mode.", broken);
        }
    }

    /// Those of a database that runs.
    static DatabasePasswords read(Path file) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        for (var name : new String[] {"superuser", "owner", "application", "finished"}) {
            if (properties.getProperty(name) == null) {
                throw new Fault("DATABASE_PASSWORDS_MISSING", Recovery.FIX_THE_SETUP,
                        "The file " + file + " with the passwords of the database lacks the line '" + name + "': put it back.");
            }
        }
        return new DatabasePasswords(file, Secret.of(properties.getProperty("superuser")), Secret.of(properties.getProperty("owner")),
                Secret.of(properties.getProperty("application")), Boolean.parseBoolean(properties.getProperty("finished")));
    }

    private void write() throws IOException {
        OwnFiles.write(file, "superuser=%s%nowner=%s%napplication=%s%nfinished=%s%n"
                .formatted(reveal(superuser), reveal(owner), reveal(application), finished));
    }

    private static Secret random() {
        var bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    boolean finished() {
        return finished;
    }

    void finish() throws IOException {
        if (!finished) {
            finished = true;
            write();
        }
    }

    Secret superuser() {
        return superuser;
    }

    Secret owner() {
        return owner;
    }

    Secret application() {
        return application;
    }

    String reveal(Secret password) {
        return new String(password.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
    }
}
