package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/// The owner's login to the embedded PostgreSQL of a running host, from the host's data folder.
///
/// @param processId of the server
record DatabaseLogin(String url, String user, String password, long processId) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /// @param hostData the folder that `serve --data` names
    static DatabaseLogin of(Path hostData) {
        Path folder = hostData.resolve("postgresql");
        try {
            Properties passwords = new Properties();
            passwords.load(new StringReader(Files.readString(folder.resolve("passwords"))));
            List<String> server = Files.readAllLines(folder.resolve("data/postmaster.pid"));
            return new DatabaseLogin("jdbc:postgresql://127.0.0.1:" + server.get(PORT_LINE).strip() + "/shouyin?logServerErrorDetail=false",
                    "shouyin_owner", passwords.getProperty("owner"), Long.parseLong(server.get(PID_LINE).strip()));
        } catch (IOException missing) {
            throw new Fault("DATABASE_NOT_FOUND", Recovery.FIX_THE_INPUT,
                    "no embedded PostgreSQL runs in " + folder + ": give the data folder of the running host", missing);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    @Override
    public String toString() {
        return "DatabaseLogin[" + user + "]";
    }
}
