package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A host's database for a command beside it, whether the host runs or not, with the application's login.
public final class DatabaseDoor implements AutoCloseable {

    private static final int PORT_LINE = 3;

    private final DatabaseAccess access;
    private final Optional<EmbeddedDatabase> started;

    private DatabaseDoor(DatabaseAccess access, Optional<EmbeddedDatabase> started) {
        this.access = access;
        this.started = started;
    }

    /// An external one.
    ///
    /// @throws Fault if the address is none
    public static DatabaseDoor of(String url, String user, Secret password) {
        DatabaseConfiguration.requireUrl(url);
        return new DatabaseDoor(new DatabaseAccess(url, new DatabaseAccess.Login(user, password), Optional.empty()), Optional.empty());
    }

    /// The embedded one of a host: that of the running host, or started for as long as the door is open.
    ///
    /// @param folder as the setting `shouyin.db.folder` names it
    /// @throws Fault if there is none, or it cannot be started
    public static DatabaseDoor of(Path folder) {
        if (!Files.exists(folder.resolve("data").resolve("PG_VERSION"))) {
            throw notFound(folder, null);
        }
        try {
            EmbeddedDatabase own = EmbeddedDatabase.start(folder, 0);
            return new DatabaseDoor(own.access(), Optional.of(own));
        } catch (Fault fault) {
            if (fault.code().equals("DATABASE_FOLDER_IN_USE")) {
                return new DatabaseDoor(running(folder), Optional.empty());
            }
            throw fault;
        }
    }

    private static DatabaseAccess running(Path folder) {
        try {
            List<String> server = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"));
            DatabasePasswords passwords = DatabasePasswords.read(folder.resolve("passwords"));
            return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + server.get(PORT_LINE).strip() + "/" + EmbeddedDatabase.DATABASE,
                    new DatabaseAccess.Login(EmbeddedDatabase.APPLICATION, passwords.application()), Optional.empty());
        } catch (IOException | IndexOutOfBoundsException startingOrStopping) {
            throw notFound(folder, startingOrStopping);
        }
    }

    private static Fault notFound(Path folder, Exception cause) {
        return new Fault("DATABASE_NOT_FOUND", Recovery.FIX_THE_INPUT, "there is no embedded PostgreSQL of a host in " + folder, cause);
    }

    /// Without a pool: each use is a connection of its own.
    public DataSource dataSource() {
        return new DriverManagerDataSource(access.url(), access.application().user(), access.application().reveal(SecretAccess.granted()));
    }

    @Override
    public void close() {
        started.ifPresent(EmbeddedDatabase::close);
    }
}
