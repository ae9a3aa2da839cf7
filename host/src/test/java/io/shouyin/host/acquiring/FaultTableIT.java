package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.CutLine;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.iso8583.Message;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.Posting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Faults of what a host stands on: a network that hears nothing or answers twice, a database that is full, slow or has no place left
/// (`docs/reference/faults.md` has the whole table). After each test issuer, journal and books agree, and nothing is open.
class FaultTableIT {

    private static final int DATABASE_CONNECTIONS = 6;

    @TempDir
    static Path folder;

    private static CutLine networkLine;
    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        networkLine = CutLine.to(() -> corridor.network.port(), CutLine.TypeReader.NETWORK);
        corridor = Corridor.start(folder, Map.of("shouyin.channels.network-port", networkLine.port(), "shouyin.channels.answer-wait", "600ms",
                "shouyin.channels.connect-timeout", "500ms", "shouyin.channels.echo-interval", "300ms", "shouyin.acquiring.reversal-retry-min", "100ms",
                "shouyin.acquiring.pending-max", "2s", "shouyin.db.connections-max", DATABASE_CONNECTIONS, "spring.datasource.hikari.connection-timeout", 1_000));
        terminal = RawTerminal.inService(corridor, "SYFAULT-000001");
        card = corridor.network.cards().getFirst();
        networkIsUp();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
        networkLine.close();
    }

    private static void networkIsUp() {
        until("the network is up", () -> corridor.bean(CardNetworks.class).areUp());
    }

    @AfterEach
    void booksAgree_andNothingIsOpen() {
        corridor.network.behaviour(Behaviour.normal());
        networkIsUp();
        until("nothing is open", () -> corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state IN ('PENDING', 'IN_DOUBT', 'REVERSING')")
                .query(Integer.class).single() == 0);
        long approved = corridor.jdbc().sql("SELECT coalesce(sum(amount_minor), 0) FROM acquiring.transaction WHERE state = 'APPROVED'").query(Long.class).single();
        assertThat(corridor.network.postings().stream().mapToLong(Posting::takenFen).sum()).as("the issuer's net").isEqualTo(approved);
        corridor.assertBooksHold();
    }

    /// Transactions that have reached the issuer.
    private static long arrived() {
        return corridor.network.postings().size();
    }

    private static String code(Message message) {
        return terminal.askSigned(message).text(39);
    }

    // the network ------------------------------------------------------------------------------------------------------

    /// The line is open at both ends, and what is sent is lost between them.
    @Test
    void network_thatAnswersNoEcho_isTakenDown_91_andNothingWaitsForIt() {
        networkLine.deaf(true);
        until("the line is taken down", () -> !corridor.bean(CardNetworks.class).areUp());
        long before = arrived();
        Message sale = terminal.sale(1_100, card).build();
        assertThat(code(sale)).isEqualTo("91");
        assertThat(corridor.column(sale, "state")).isEqualTo("DECLINED");
        networkLine.deaf(false);
        networkIsUp();
        assertThat(arrived()).as("the sale was not kept for later").isEqualTo(before);
        assertThat(code(terminal.sale(1_200, card).build())).isEqualTo("00");
    }

    @Test
    void answer_thatComesTwice_countsOnce() {
        networkLine.twice("0210");
        Message sale = terminal.sale(1_300, card).build();
        assertThat(code(sale)).isEqualTo("00");
        assertThat(code(terminal.sale(1_400, card).build())).as("the second answer was not taken for this one").isEqualTo("00");
        assertThat(corridor.column(sale, "state")).isEqualTo("APPROVED");
    }

    @Test
    void answers_outOfOrder_eachFindTheirTransaction() {
        RawTerminal other = RawTerminal.inService(corridor, "SYFAULT-000002");
        corridor.network.behaviour(Behaviour.slow(Duration.ofMillis(300)).times(1).only("0200"));
        long before = arrived();
        byte[] slow = terminal.signed(terminal.sale(1_500, card).build());
        CompletableFuture<Optional<byte[]>> first = CompletableFuture.supplyAsync(() -> terminal.exchange(slow));
        until("it is at the issuer", () -> arrived() == before + 1);
        Message second = other.askSigned(other.sale(1_600, card).build());
        assertThat(second.text(39) + " " + second.text(4)).isEqualTo("00 000000001600");
        Message answer = terminal.decode(first.join().orElseThrow());
        assertThat(answer.text(39) + " " + answer.text(4)).isEqualTo("00 000000001500");
    }

    // the database -----------------------------------------------------------------------------------------------------

    @Test
    void database_withoutAFreeConnection_nothingLeaves_andTheReversalFindsNothing() throws SQLException {
        Message sale = terminal.sale(1_700, card).build();
        long before = arrived();
        List<Connection> held = new ArrayList<>();
        try {
            while (held.size() < DATABASE_CONNECTIONS) {
                held.add(corridor.bean(DataSource.class).getConnection());
            }
            assertThat(terminal.exchange(terminal.signed(sale))).as("no answer is better than one that may be wrong").isEmpty();
            assertThat(arrived()).isEqualTo(before);
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
        assertThat(code(RawTerminal.reversal(sale, "98"))).isEqualTo("25");
        assertThat(code(sale)).as("it stays dead").isNotEqualTo("00");
        assertThat(code(terminal.sale(1_700, card).build())).isEqualTo("00");
    }

    @Test
    void database_thatIsFull_nothingLeaves_andTheReversalFindsNothing() {
        Message sale = terminal.sale(1_800, card).build();
        long before = arrived();
        whileFull("INSERT", () -> assertThat(terminal.exchange(terminal.signed(sale))).isEmpty());
        assertThat(arrived()).isEqualTo(before);
        assertThat(code(RawTerminal.reversal(sale, "98"))).isEqualTo("25");
        assertThat(code(terminal.sale(1_800, card).build())).isEqualTo("00");
    }

    /// The issuer has approved, and the approval cannot be kept: it is not told, and taken back by itself.
    @Test
    void database_thatIsFullWhenTheAnswerComes_tellsNothing_andTheApprovalIsTakenBack() {
        Message sale = terminal.sale(1_900, card).build();
        long before = arrived();
        whileFull("UPDATE", () -> assertThat(terminal.exchange(terminal.signed(sale))).isEmpty());
        assertThat(arrived()).isGreaterThan(before);
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(code(sale)).as("asked again").isEqualTo("98");
    }

    /// As PostgreSQL says that it has no room left, SQLSTATE 53100.
    private static void whileFull(String statement, Runnable then) {
        JdbcClient owner = JdbcClient.create(TestDatabase.ownerDataSource(corridor.database));
        owner.sql("CREATE OR REPLACE FUNCTION acquiring.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$").update();
        owner.sql("CREATE TRIGGER disk_full BEFORE " + statement + " ON acquiring.transaction FOR EACH ROW EXECUTE FUNCTION acquiring.full()").update();
        try {
            then.run();
        } finally {
            owner.sql("DROP TRIGGER disk_full ON acquiring.transaction").update();
        }
    }

    @Test
    void database_thatIsSlow_delaysTheSale_andNothingLeavesBeforeTheIntentIsKept() throws SQLException {
        byte[] sale = terminal.signed(terminal.sale(2_000, card).build());
        long before = arrived();
        CompletableFuture<Optional<byte[]>> answer;
        try (Connection slow = TestDatabase.ownerDataSource(corridor.database).getConnection(); Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("LOCK TABLE acquiring.transaction IN SHARE MODE");
            answer = CompletableFuture.supplyAsync(() -> terminal.exchange(sale));
            until("the intent waits", () -> corridor.jdbc().sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'acquiring.transaction'::regclass")
                    .query(Integer.class).single() > 0);
            assertThat(arrived()).isEqualTo(before);
            slow.commit();
        }
        assertThat(terminal.decode(answer.join().orElseThrow()).text(39)).isEqualTo("00");
    }
}
