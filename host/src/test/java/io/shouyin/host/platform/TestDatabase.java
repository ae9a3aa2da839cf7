package io.shouyin.host.platform;

import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A real PostgreSQL for tests: one server a JVM, migrated once, and a fresh copy of that database for each test class.
///
/// ```java
/// @RegisterExtension static final TestDatabase database = new TestDatabase();
/// ... database.jdbc()        // as the application: cannot change append-only rows
/// ... database.ownerJdbc()   // as the owner of the tables, to look behind the curtain
/// ```
///
/// For a Spring test see `HostTest`, which takes its database from [#fresh].
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private static final AtomicInteger COPIES = new AtomicInteger();
    private static final String TEMPLATE = "migrated";

    private static EmbeddedDatabase server;

    private DatabaseAccess access;

    @Override
    public void beforeAll(ExtensionContext context) {
        access = fresh();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        drop(access);
        access = null;
    }

    public DatabaseAccess access() {
        return access;
    }

    public DataSource dataSource() {
        return dataSource(access.url(), access.application());
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    public JdbcClient ownerJdbc() {
        return JdbcClient.create(ownerDataSource(access));
    }

    /// As the owner of the tables.
    public static DataSource ownerDataSource(DatabaseAccess access) {
        return dataSource(access.url(), access.owner().orElseThrow());
    }

    /// As the application.
    public static DataSource applicationDataSource(DatabaseAccess access) {
        return dataSource(access.url(), access.application());
    }

    /// A new database with all migrations, nothing else in it.
    public static synchronized DatabaseAccess fresh() {
        if (server == null) {
            server = startServer();
        }
        var name = "test_" + COPIES.incrementAndGet();
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " OWNER shouyin_owner");
        return new DatabaseAccess(url(name), server.access().application(), server.access().owner());
    }

    /// A new database without a single migration, for tests of the migrations themselves.
    static synchronized DatabaseAccess empty() {
        if (server == null) {
            server = startServer();
        }
        var name = "test_" + COPIES.incrementAndGet();
        asSuperuser("CREATE DATABASE " + name + " OWNER shouyin_owner");
        return new DatabaseAccess(url(name), server.access().application(), server.access().owner());
    }

    /// The settings that let a host use this database.
    public static Map<String, Object> settings(DatabaseAccess access) {
        return Map.of(
                "shouyin.db.url", access.url(),
                "shouyin.db.user", access.application().user(),
                "shouyin.db.password", access.application().reveal(SecretAccess.granted()),
                "shouyin.db.owner-user", access.owner().orElseThrow().user(),
                "shouyin.db.owner-password", access.owner().orElseThrow().reveal(SecretAccess.granted()));
    }

    /// @param version the last one that is run, or `latest`
    static void migrate(DatabaseAccess access, String version) {
        var owner = access.owner().orElseThrow();
        Flyway.configure().dataSource(access.url(), owner.user(), owner.reveal(SecretAccess.granted()))
                .placeholders(Map.of("application", access.application().user())).target(version).load().migrate();
    }

    static DataSource dataSource(String url, DatabaseAccess.Login login) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(login.user());
        source.setPassword(login.reveal(SecretAccess.granted()));
        return source;
    }

    private static EmbeddedDatabase startServer() {
        try {
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-database")), "run-");
            var started = EmbeddedDatabase.start(folder, 0);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                try {
                    OwnFiles.deleteTree(folder);
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }));
            server = started;
            asSuperuser("CREATE DATABASE " + TEMPLATE + " OWNER shouyin_owner");
            migrate(new DatabaseAccess(url(TEMPLATE), started.access().application(), started.access().owner()), "latest");
            return started;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String url(String database) {
        return server.access().url().replace("/" + EmbeddedDatabase.DATABASE, "/" + database);
    }

    private static void drop(DatabaseAccess access) {
        asSuperuser("DROP DATABASE " + name(access) + " WITH (FORCE)");
    }

    /// As somebody who holds the server: past triggers and foreign keys, in one transaction.
    public void asSuperuser(String... statements) {
        asSuperuser(access.url(), Stream.concat(Stream.of("SET session_replication_role = replica"), Stream.of(statements)).collect(Collectors.joining(";\n")));
    }

    /// A copy as a backup has it; nobody may be connected.
    public static synchronized DatabaseAccess backup(DatabaseAccess of) {
        var name = "test_" + COPIES.incrementAndGet();
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + name(of) + " OWNER shouyin_owner");
        return new DatabaseAccess(url(name), of.application(), of.owner());
    }

    private static String name(DatabaseAccess access) {
        return access.url().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
    }

    private static void asSuperuser(String statement) {
        asSuperuser(url("postgres"), statement);
    }

    private static void asSuperuser(String url, String statement) {
        var superuser = server.superuser();
        try (var connection = DriverManager.getConnection(url, superuser.user(), superuser.reveal(SecretAccess.granted()));
                var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
