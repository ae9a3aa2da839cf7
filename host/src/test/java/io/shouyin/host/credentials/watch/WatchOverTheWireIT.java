package io.shouyin.host.credentials.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.Validity;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import io.shouyin.network.SmsCentre;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a terminal's messages leave in the table of uses, and what comes of it: real terminals, host, database and message centre. All
/// terminals are of one merchant, so the test that has it slowed down comes last.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchOverTheWireIT {

    private static final int MERCHANT_LIMIT = 12;
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;
    private static Watch watch;
    private static UseLog uses;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.credentials.watch.failures-per-merchant-max", MERCHANT_LIMIT,
                "shouyin.credentials.watch.window", "1h"));
        corridor.awaitNetwork();
        card = corridor.network.cards().getFirst();
        watch = corridor.bean(Watch.class);
        uses = corridor.bean(UseLog.class);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static RawTerminal terminal() {
        return RawTerminal.inService(corridor, "SYWA-%09d".formatted(SERIALS.incrementAndGet()));
    }

    private static String sell(RawTerminal terminal, String password) {
        return terminal.askSigned(terminal.sale(100, card, password, card.pin(SecretAccess.granted())).build()).text(39);
    }

    /// Factor, outcome and reason of what a terminal showed in sales, in order.
    private static List<String> shown(RawTerminal terminal) {
        uses.flush();
        return corridor.jdbc().sql("SELECT concat_ws(' ', operator_number, factor, outcome, reason) FROM credentials.use WHERE terminal_id = ? AND kind = 'SALE' ORDER BY at")
                .param(terminal.id()).query(String.class).list();
    }

    private static List<String> alerts(RawTerminal terminal) {
        watch.look();
        return corridor.jdbc().sql("SELECT kind FROM credentials.alert WHERE terminal_id = ? ORDER BY kind").param(terminal.id()).query(String.class).list();
    }

    @Test
    @Order(1)
    void terminal_inAllItDoes_leavesItsUses_andAlerts() {
        RawTerminal terminal = terminal();
        assertThat(sell(terminal, Corridor.TRANSACTION_PASSWORD)).isEqualTo("00");
        Message wrong = terminal.sale(100, card, "noSuch1", card.pin(SecretAccess.granted())).build();
        assertThat(terminal.askSigned(wrong).text(39)).isEqualTo("P2");
        assertThat(terminal.askSigned(wrong).text(39)).as("a repeat").isEqualTo("P2");
        assertThat(sell(terminal, Corridor.TRANSACTION_PASSWORD)).isEqualTo("00");
        assertThat(shown(terminal)).containsExactly("01 TXN_PASSWORD RIGHT", "01 TXN_PASSWORD WRONG", "01 TXN_PASSWORD RIGHT");
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM credentials.use WHERE terminal_id = ? AND factor = 'OPERATOR_PASSWORD' AND outcome = 'RIGHT'")
                .param(terminal.id()).query(Long.class).single()).as("the changes of its passwords").isGreaterThanOrEqualTo(4);

        RawTerminal other = terminal();
        Subject owner = new Subject.Transaction(Corridor.MERCHANT, new TerminalId(terminal.id()));
        String once = clear(corridor.bean(SecretDesk.class).issueOneTime(owner, Validity.ALWAYS).clear());
        assertThat(sell(other, once)).isEqualTo("P2");
        assertThat(sell(terminal, once)).isEqualTo("00");
        assertThat(sell(terminal, once)).as("a second time").isEqualTo("P4");
        assertThat(shown(terminal)).endsWith("01 TXN_PASSWORD WRONG SECRET_USED");
        assertThat(shown(other)).containsExactly("01 TXN_PASSWORD WRONG ONE_TIME_ELSEWHERE");
        assertThat(alerts(other)).containsExactly("ONE_TIME_ELSEWHERE");
        assertThat(alerts(terminal)).containsExactly("ONE_TIME_ELSEWHERE");
    }

    @Test
    @Order(2)
    void lockedPassword_isAnAlert_andATextToTheMerchant() {
        MerchantId merchant = Corridor.MERCHANT;
        corridor.jdbc().sql("UPDATE merchants.merchant SET phone = '13800138000' WHERE merchant_id = ?").param(merchant.value()).update();
        RawTerminal terminal = terminal();
        for (int n = 0; n < 3; n++) {
            assertThat(sell(terminal, "guess" + n)).isEqualTo("P2");
        }
        assertThat(sell(terminal, "guess3")).isEqualTo("P3");
        assertThat(alerts(terminal)).contains("PASSWORD_LOCKED");
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (corridor.network.smsCentre().texts().stream().map(SmsCentre.Text::text).noneMatch(text -> text.contains(terminal.id()) && text.contains("已锁定"))) {
            assertThat(System.nanoTime()).as("the text comes in time").isLessThan(deadlineNanos);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    @Order(3)
    void guesses_overTerminalsOfAMerchant_areSlowedDownByName_othersSell() {
        List<RawTerminal> guessing = List.of(terminal(), terminal(), terminal(), terminal(), terminal());
        for (int n = 0; n < 3; n++) {
            for (RawTerminal one : guessing) {
                sell(one, "noSuch" + n);
            }
        }
        RawTerminal guesser = guessing.getLast();
        Message held = guesser.sale(100, card).build();
        assertThat(guesser.askSigned(held).text(39)).as("right, and a minute too early").isEqualTo("65");
        assertThat(corridor.jdbc().sql("SELECT jsonb_path_query_first(story, '$[*].detail.refusal') #>> '{}' FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(guesser.id(), Integer.parseInt(held.text(11))).query(String.class).single()).isEqualTo("SLOWED_DOWN");
        assertThat(shown(guesser)).last().isEqualTo("01 TXN_PASSWORD REFUSED SLOWED_DOWN");
        assertThat(sell(terminal(), Corridor.TRANSACTION_PASSWORD)).as("who did not guess").isEqualTo("00");
        watch.look();
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM credentials.alert WHERE kind = 'FAILURES_MERCHANT'").query(Long.class).single()).isOne();
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM credentials.alert WHERE kind = 'SAME_WRONG_VALUE' AND times = 5").query(Long.class).single()).isOne();
    }

    private static String clear(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII);
        }
    }
}
