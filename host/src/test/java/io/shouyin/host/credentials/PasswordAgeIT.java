package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.network.DemoCard;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords of a terminal grow old: due, then a few days of grace, then P4 until they are changed.
class PasswordAgeIT {

    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void newTerminal() {
        terminal = RawTerminal.inService(corridor, "SYPA-%09d".formatted(SERIALS.incrementAndGet()));
    }

    @Test
    void passwords_whenSet_keepTheirPolicyAndDay() {
        assertThat(corridor.jdbc().sql("""
                SELECT owner || ' ' || policy_profile || ' ' || policy_version || ' ' || round(extract(epoch FROM expires_at - set_at) / 86400)::int || ' ' || grace_days
                FROM credentials.secret WHERE terminal_id = ? AND state = 'SET' ORDER BY owner, subject""").param(terminal.id()).query(String.class).list())
                .contains("OPERATOR terminal-operator-pin 0 90 7", "TRANSACTION guide 0 180 7");
    }

    @Test
    void transactionPassword_withinItsGrace_stillSells_afterwardsP4_untilItIsChanged() throws Exception {
        due("TRANSACTION", 6);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        due("TRANSACTION", 7);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("P4");
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "w9Pt4h8Q")).text(39)).isEqualTo("00");
        assertThat(corridor.jdbc().sql("SELECT expires_at > now() FROM credentials.secret WHERE terminal_id = ? AND owner = 'TRANSACTION'")
                .param(terminal.id()).query(Boolean.class).single()).isTrue();
    }

    @Test
    void operatorPassword_afterItsGrace_opensOnlyItsOwnChange() throws Exception {
        due("OPERATOR", 8);
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("P4");
        assertThat(terminal.ask(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039")).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("01", "582039")).text(39)).isEqualTo("00");
    }

    /// Due so many days ago.
    private void due(String owner, int daysAgo) {
        corridor.jdbc().sql("UPDATE credentials.secret SET expires_at = now() - make_interval(days => ?) WHERE terminal_id = ? AND owner = ?")
                .params(daysAgo, terminal.id(), owner).update();
    }
}
