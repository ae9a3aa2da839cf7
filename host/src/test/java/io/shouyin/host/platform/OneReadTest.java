package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.SecretAccess;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Questions, and changes, that travel together, counted on the line: PostgreSQL answers when it gets a Sync, so each of them is a round trip.
class OneReadTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    /// The driver prepares on the server from this execution on.
    private static final int PREPARED_FROM = 5;

    @Test
    void questions_howeverMany_areOneRoundTrip() throws Exception {
        counted((jdbc, line) -> {
            for (int turn = 0; turn < PREPARED_FROM * 2; turn++) {
                int before = line.syncs();
                assertThat(asked(jdbc, turn)).containsExactly(List.of("a" + turn, "b"), List.of(), List.of(turn));
                assertThat(line.syncs() - before).as("turn " + turn).isEqualTo(1);
            }
        });
    }

    @Test
    void changes_howeverMany_areOneRoundTripWithTheBeginningOfTheirTransaction_andItsEndIsAnother() throws Exception {
        counted((jdbc, line) -> {
            jdbc.execute("CREATE TEMPORARY TABLE note (text text)");
            var transactions = new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource()));
            for (int turn = 0; turn < PREPARED_FROM * 2; turn++) {
                int before = line.syncs();
                assertThat(transactions.<List<Integer>>execute(_ -> changed(jdbc))).containsExactly(2, 0, 2);
                assertThat(line.syncs() - before).as("turn " + turn).isEqualTo(2);
            }
        });
    }

    private static List<Integer> changed(JdbcTemplate jdbc) {
        OneWrite write = new OneWrite();
        List<IntSupplier> rows = List.of(write.add("INSERT INTO note VALUES (?), (?)", Arrays.asList("a", null)),
                write.add("UPDATE note SET text = 'c' WHERE text = ?", List.of("b")), write.add("DELETE FROM note", List.of()));
        write.run(jdbc);
        return rows.stream().map(IntSupplier::getAsInt).toList();
    }

    /// With one connection, whose line is counted.
    private static void counted(BiConsumer<JdbcTemplate, CountedLine> run) throws Exception {
        try (var line = new CountedLine(URI.create(database.access().url().substring("jdbc:".length())).getPort())) {
            var login = database.access().application();
            var pool = new SingleConnectionDataSource("jdbc:postgresql://127.0.0.1:" + line.port() + database.access().url().replaceFirst("^jdbc:postgresql://[^/]+", "")
                    + "&sslmode=disable&gssEncMode=disable", login.user(), login.reveal(SecretAccess.granted()), true);
            try {
                var jdbc = new JdbcTemplate(pool);
                jdbc.queryForObject("SELECT 1", Integer.class);
                run.accept(jdbc, line);
            } finally {
                pool.destroy();
            }
        }
    }

    private static List<List<?>> asked(JdbcTemplate jdbc, int turn) {
        OneRead read = new OneRead();
        List<Supplier<? extends List<?>>> answers = new ArrayList<>();
        answers.add(read.ask("SELECT unnest(?::text[]) AS word", List.of((Object) new String[] {"a" + turn, "b"}), (row, _) -> row.getString("word")));
        answers.add(read.ask("SELECT 1 WHERE false", List.of(), (row, _) -> row.getInt(1)));
        answers.add(read.ask("SELECT ?::int", List.of(turn), (row, _) -> row.getInt(1)));
        read.run(jdbc);
        return answers.stream().<List<?>>map(Supplier::get).toList();
    }

    @Test
    void answer_beforeTheRead_isOurMistake() {
        Supplier<List<Integer>> unread = new OneRead().ask("SELECT 1", List.of(), (row, _) -> row.getInt(1));
        assertThatThrownBy(unread::get).hasMessageContaining("an answer is looked at after the read");
    }

    @Test
    void read_withoutAQuestion_leavesTheDatabaseAlone() {
        new OneRead().run(null);
    }

    /// A line to the database that counts what asks for an answer.
    private static final class CountedLine implements AutoCloseable {

        private static final int SYNC = 'S';

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final AtomicInteger syncs = new AtomicInteger();
        private final int target;

        CountedLine(int target) throws IOException {
            this.target = target;
            Thread.ofVirtual().start(this::carry);
        }

        int port() {
            return listener.getLocalPort();
        }

        int syncs() {
            return syncs.get();
        }

        private void carry() {
            try (Socket client = listener.accept(); Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                Thread.ofVirtual().start(() -> back(server, client));
                var in = new DataInputStream(client.getInputStream());
                message(in, server, in.readInt());                            // the first one has a length and no type
                while (true) {
                    int type = in.readByte();
                    if (type == SYNC) {
                        syncs.incrementAndGet();
                    }
                    server.getOutputStream().write(type);
                    message(in, server, in.readInt());
                }
            } catch (EOFException closed) {
                // the test is over
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        }

        private static void message(DataInputStream in, Socket to, int lengthBytes) throws IOException {
            byte[] whole = new byte[lengthBytes];
            in.readFully(whole, 4, lengthBytes - 4);
            whole[0] = (byte) (lengthBytes >>> 24);
            whole[1] = (byte) (lengthBytes >>> 16);
            whole[2] = (byte) (lengthBytes >>> 8);
            whole[3] = (byte) lengthBytes;
            to.getOutputStream().write(whole);
        }

        private static void back(Socket server, Socket client) {
            try {
                server.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException closed) {
                // the test is over
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
