package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL of this process's own, durable: `fsync`, `synchronous_commit` and `full_page_writes` are on.
///
/// The library behind it was made for tests, and five of its habits would cost data or secrets here:
///
/// - it deletes data folders below its working folder that look old, so programs (`bin/`) and rows (`data/`) are apart;
/// - it sets up "trust" logins, so the first password is set in single-user mode, before anything listens, and `pg_hba.conf`
///   asks for SCRAM from the first start on;
/// - it lets everybody write into its working folder, so that is taken back;
/// - it passes settings through a shell, so whatever may hold a space is in a file;
/// - it waits out its limit when the server of a killed process still runs, so that one is found and ended first.
///
/// One folder belongs to one process: a lock file says so, also between hosts that were started twice by mistake.
///
/// ```
/// folder/           mode 700
///   bin/            the programs, unpacked at first start
///   data/           the rows
///   passwords       of superuser, owner and application; mode 600
///   lock
/// ```
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /// The version that the rows of a data folder must have: the major one, as PostgreSQL writes it into `PG_VERSION`.
    static final String VERSION = "18";
    static final String DATABASE = "shouyin";
    static final String APPLICATION = "shouyin";

    private static final String SUPERUSER = "postgres";
    private static final long FIRST_START_BYTES_MIN = 250L << 20;
    private static final long LATER_START_BYTES_MIN = 32L << 20;
    private static final Duration START_WAIT_MAX = Duration.ofSeconds(60);
    private static final Duration STALE_STOP_WAIT_MAX = Duration.ofSeconds(60);

    private static final String LOGINS = """
            # Written by Shouyin at each start.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;
    private static final String SERVER_SETTINGS = """
            # Written by Shouyin at each start. Durability is set on the command line, which stands above this file.
            password_encryption = 'scram-sha-256'
            logging_collector = on
            log_directory = 'log'
            log_filename = 'server-%d.log'
            log_rotation_age = 1d
            log_truncate_on_rotation = on
            # an ERROR can cite the value that was wrong, so errors go to the program that made them and to nobody else
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            """;

    private final FileChannel lock;
    private final EmbeddedPostgres server;
    private final DatabaseAccess access;
    private final DatabaseAccess.Login superuser;

    private EmbeddedDatabase(FileChannel lock, EmbeddedPostgres server, DatabaseAccess access, DatabaseAccess.Login superuser) {
        this.lock = lock;
        this.server = server;
        this.access = access;
        this.superuser = superuser;
    }

    /// Starts the server of `folder`, and sets the folder up if it is new.
    ///
    /// @param port on loopback, 0 for any free one
    /// @throws Fault in one sentence, if the folder, its version, the disk or the port does not allow it
    public static EmbeddedDatabase start(Path folder, int port) {
        return start(folder, port, new FreeSpace());
    }

    static EmbeddedDatabase start(Path folder, int port, FreeSpace freeSpace) {
        var place = folder.toAbsolutePath().normalize();
        var lock = lockFolder(place);
        try {
            var data = place.resolve("data");
            refuseOtherVersion(data);
            freeSpace.refuseBelow(Files.exists(data) ? LATER_START_BYTES_MIN : FIRST_START_BYTES_MIN, place);
            endStaleServer(data);
            refuseTakenPort(port);
            var passwords = DatabasePasswords.of(place.resolve("passwords"), data);
            dropHalfUnpackedPrograms(place.resolve("bin"));
            var server = startServer(place, data, port, passwords);
            try {
                var access = setUp(server.getPort(), passwords);
                passwords.finish();
                return new EmbeddedDatabase(lock, server, access, new DatabaseAccess.Login(SUPERUSER, passwords.superuser()));
            } catch (IOException | RuntimeException broken) {
                server.close();
                throw broken;
            }
        } catch (IOException broken) {
            close(lock);
            throw notStarted(place, broken);
        } catch (RuntimeException broken) {
            close(lock);
            throw broken;
        }
    }

    public DatabaseAccess access() {
        return access;
    }

    /// For what neither the owner nor the application may do, such as a copy of a whole database.
    DatabaseAccess.Login superuser() {
        return superuser;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            LOG.warn("the embedded PostgreSQL did not stop in time and will be ended at the next start");
        }
        close(lock);
    }

    private static FileChannel lockFolder(Path folder) {
        try {
            OwnFiles.createFolder(folder);
            var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException heldByThisProcess) {
                LOG.debug("the folder is locked by this process");
            }
            channel.close();
            throw new Fault("DATABASE_FOLDER_IN_USE", Recovery.FIX_THE_SETUP,
                    "The database folder " + folder + " is in use by another running host: end that one, or give this one"
                            + " another folder (shouyin.db.folder).");
        } catch (IOException broken) {
            throw new Fault("DATABASE_FOLDER_NOT_WRITABLE", Recovery.FIX_THE_SETUP,
                    "The database folder " + folder + " cannot be written: check its owner and mode, or give another"
                            + " (shouyin.db.folder).", broken);
        }
    }

    private static void refuseOtherVersion(Path data) throws IOException {
        var versionFile = data.resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            return;
        }
        var found = Files.readString(versionFile).strip();
        if (!found.equals(VERSION)) {
            throw new Fault("DATABASE_VERSION_OTHER", Recovery.FIX_THE_SETUP,
                    "The database folder " + data + " was written by PostgreSQL " + found.replaceAll("[^0-9.]", "")
                            + " and this host brings PostgreSQL " + VERSION + ": carry the rows over with pg_dump and pg_restore.");
        }
    }

    private static void refuseTakenPort(int port) {
        if (port == 0) {
            return;
        }
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.trace("port {} is free", probe.getLocalPort());
        } catch (IOException taken) {
            throw new Fault("DATABASE_PORT_TAKEN", Recovery.FIX_THE_SETUP,
                    "Port " + port + " for the embedded PostgreSQL is taken: end what listens there, or give another"
                            + " (shouyin.db.port, 0 for any free one).", taken);
        }
    }

    /// Ends the server that a killed host left behind. The folder's lock is ours, so nobody works with it.
    private static void endStaleServer(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var stale = staleServer(Files.readAllLines(pidFile), data);
        if (stale.isEmpty()) {
            return;
        }
        var server = stale.get();
        LOG.info("ending the PostgreSQL (process {}) that an earlier host left running", server.pid());
        server.destroy();
        try {
            server.onExit().get(STALE_STOP_WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new Fault("DATABASE_FOLDER_IN_USE", Recovery.FIX_THE_SETUP,
                    "The PostgreSQL of an earlier host, process " + server.pid() + ", still runs on " + data
                            + " and does not end: end it by hand.", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Fault("DATABASE_NOT_STARTED", Recovery.RETRY_LATER, "The start of the database was interrupted.", interrupted);
        }
    }

    private static Optional<ProcessHandle> staleServer(List<String> pidLines, Path data) {
        if (pidLines.isEmpty() || !pidLines.getFirst().strip().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pidLines.getFirst().strip()))
                .filter(process -> commandLine(process).map(line -> line.contains("postgres") && line.contains(data.toString()))
                        .orElse(false));
    }

    /// `ProcessHandle.info()` is empty for a process of another user namespace, so Linux is asked directly.
    private static Optional<String> commandLine(ProcessHandle process) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")).replace('\0', ' '));
        } catch (IOException noSuchFile) {
            return process.info().commandLine();
        }
    }

    /// The library skips files that exist, so programs whose unpacking was killed would stay cut off.
    private static void dropHalfUnpackedPrograms(Path bin) throws IOException {
        for (var unpacked : list(bin)) {
            if (!Files.exists(unpacked.resolve(".exists"))) {
                OwnFiles.deleteTree(unpacked);
            }
        }
    }

    private static EmbeddedPostgres startServer(Path folder, Path data, int port, DatabasePasswords passwords) throws IOException {
        var bin = folder.resolve("bin");
        OwnFiles.createFolder(bin);
        try {
            var server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setPgBinaryResolver(new Programs(folder))
                    .setOverrideWorkingDirectory(bin.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_WAIT_MAX)
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("max_connections", "100")
                    .setConnectConfig("password", passwords.reveal(passwords.superuser()))
                    .setDataDirectoryCustomizer(made -> configure(folder, made.toPath(), passwords))
                    .start();
            OwnFiles.createFolder(bin);
            return server;
        } catch (IOException | IllegalStateException broken) {
            throw notStarted(folder, broken);
        }
    }

    /// Runs between `initdb` and the first start, and again before each later one.
    private static void configure(Path folder, Path data, DatabasePasswords passwords) {
        try {
            OwnFiles.write(data.resolve("pg_hba.conf"), LOGINS);
            OwnFiles.write(data.resolve("shouyin.conf"), SERVER_SETTINGS);
            var main = data.resolve("postgresql.conf");
            var include = "include 'shouyin.conf'";
            if (!Files.readString(main).contains(include)) {
                Files.writeString(main, "\n" + include + "\n", StandardOpenOption.APPEND);
            }
            if (!passwords.finished()) {
                setFirstPassword(folder, data, passwords);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// In single-user mode, before anything listens: no moment at which the superuser has no password.
    private static void setFirstPassword(Path folder, Path data, DatabasePasswords passwords) throws IOException {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        var programs = list(folder.resolve("bin")).stream().filter(unpacked -> Files.exists(unpacked.resolve("bin/postgres")))
                .findFirst().map(unpacked -> unpacked.resolve("bin/postgres").toString())
                .orElseThrow(() -> new IOException("bin/postgres is missing"));
        command.addAll(List.of(programs, "--single", "-D", data.toString(), "-c", "logging_collector=off", "postgres"));
        var single = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = single.outputWriter(StandardCharsets.US_ASCII)) {
            input.write("ALTER ROLE " + SUPERUSER + " PASSWORD '" + passwords.reveal(passwords.superuser()) + "';\n");
        }
        try (var output = single.inputReader(StandardCharsets.UTF_8)) {
            var refused = output.lines().filter(line -> line.matches(".*\\b(ERROR|FATAL|PANIC):.*")).count();
            if (single.waitFor() != 0 || refused > 0) {
                throw new IOException("the first password could not be set");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /// Database and logins: made at first start, found at each later one.
    private static DatabaseAccess setUp(int port, DatabasePasswords passwords) {
        var base = "jdbc:postgresql://127.0.0.1:" + port + "/";
        var access = new DatabaseAccess(base + DATABASE,
                new DatabaseAccess.Login(APPLICATION, passwords.application()),
                Optional.of(new DatabaseAccess.Login("shouyin_owner", passwords.owner())));
        if (passwords.finished()) {
            return access;
        }
        try (Connection connection = DriverManager.getConnection(base + "postgres?logServerErrorDetail=false", SUPERUSER,
                passwords.reveal(passwords.superuser())); Statement sql = connection.createStatement()) {
            sql.execute("CREATE ROLE shouyin_owner LOGIN CREATEROLE PASSWORD '" + passwords.reveal(passwords.owner()) + "'");
            sql.execute("CREATE ROLE shouyin LOGIN PASSWORD '" + passwords.reveal(passwords.application()) + "'");
            sql.execute("CREATE DATABASE " + DATABASE + " OWNER shouyin_owner");
            sql.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            sql.execute("GRANT CONNECT ON DATABASE " + DATABASE + " TO shouyin");
        } catch (SQLException broken) {
            throw new Fault("DATABASE_NOT_STARTED", Recovery.STOP,
                    "The embedded PostgreSQL started and its logins could not be made (SQL state " + broken.getSQLState() + ").");
        }
        return access;
    }

    /// Finds the reason in the server's own log.
    private static Fault notStarted(Path folder, Exception broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
        }
        var log = lastWords(folder.resolve("data/log"));
        if (log.contains("No space left on device") || FreeSpace.saysFull(broken)) {
            return FreeSpace.full(folder, broken);
        }
        if (log.contains("Address already in use")) {
            return new Fault("DATABASE_PORT_TAKEN", Recovery.FIX_THE_SETUP,
                    "The port for the embedded PostgreSQL is taken: end what listens there, or give another (shouyin.db.port).", broken);
        }
        if (broken.getMessage() != null && broken.getMessage().startsWith("No Postgres binary found")) {
            return new Fault("DATABASE_NOT_FOR_THIS_MACHINE", Recovery.FIX_THE_SETUP,
                    "The embedded PostgreSQL is for Linux on x86-64: here, give an external one with " + DatabaseSettings.URL_KEY + ".",
                    broken);
        }
        return new Fault("DATABASE_NOT_STARTED", Recovery.FIX_THE_SETUP,
                "The embedded PostgreSQL does not start; its log is in " + folder.resolve("data/log") + ".", broken);
    }

    private static String lastWords(Path logs) {
        try {
            var newest = list(logs).stream().max(Comparator.comparingLong(file -> file.toFile().lastModified()));
            if (newest.isEmpty()) {
                return "";
            }
            var lines = Files.readAllLines(newest.get(), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    /// The library keeps one unpacked copy a resolver and process; each folder shall have its own.
    private record Programs(Path folder) implements PgBinaryResolver {

        @Override
        public InputStream getPgBinary(String system, String machine) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        }
    }

    private static void close(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException broken) {
            LOG.warn("the lock of the database folder could not be closed");
        }
    }
}
