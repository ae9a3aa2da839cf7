package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.receipt.Paper;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsAndLockTest {

    private static final Duration AWAY = Duration.ofSeconds(61);

    @TempDir
    Path folder;

    @Test
    void cashier_away_isLockedAndGoesOnWhereItWas() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("1");
            bench.await("sale.amount");
            bench.terminal.type("123456789");
            bench.away(AWAY);
            bench.await("lock");
            bench.terminal.press("1");
            bench.await("lock.password");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            assertThat(bench.await("sale.amount").field().orElseThrow().shown()).isEqualTo("1,234,567.89");
        }
    }

    @Test
    void lock_supervisor_opensIt_andAnotherOperatorLogsOn() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.away(AWAY);
            bench.await("lock");
            bench.terminal.press("2");
            bench.await("lock.password");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            bench.away(AWAY);
            bench.await("lock");
            bench.terminal.press("3");
            bench.await("logon.operator");
        }
    }

    @Test
    void lockedByHand_thenAway_isLockedOnce_behindTheStandbyScreen() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("9 4");
            bench.await("lock");
            bench.away(AWAY);
            bench.await("standby");
            bench.terminal.press("1");
            bench.await("lock");
            bench.terminal.press("1");
            bench.await("lock.password");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            bench.await("menu.duty");
        }
    }

    @Test
    void parameters_downloaded_holdAtOnce_andAfterARestart() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("8 5");
            assertThat(bench.await("parameters.done").lines(Language.ZH)).contains("等待应答  45 秒", "冲正次数  1", "手输卡号  不允许");
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            bench.terminal.press("1");
            bench.terminal.type("1000");
            bench.terminal.press("OK");
            assertThat(bench.await("sale.card").softkeys()).extracting(softkey -> softkey.key()).containsExactly(Key.CANCEL);
        }
    }

    @Test
    void standby_tellsTheTime_andGoesAtAnyKey() throws Exception {
        try (var bench = Bench.of(folder).activated()) {
            bench.away(AWAY);
            var before = bench.await("standby");
            assertThat(before.lines(Language.ZH)).contains("江南小馆");
            bench.away(Duration.ofMinutes(1));
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().message().orElseThrow().headline()).isNotEqualTo(before.message().orElseThrow().headline());
            bench.terminal.press("CLEAR");
            bench.await("logon.operator");
        }
    }

    @Test
    void battery_thatIsLow_isShown_andNearlyEmpty_startsNoTransaction() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.device.battery(20);
            bench.terminal.awaitReady();
            assertThat(bench.device.status().orElseThrow().isBatteryLow()).isTrue();
            bench.device.battery(4);
            bench.terminal.press("1");
            assertThat(bench.await("sale.refused").message().orElseThrow().headline().in(Language.ZH)).isEqualTo("电量不足,请先充电");
            bench.device.battery(5);
            bench.terminal.press("OK 1");
            bench.await("sale.amount");
        }
    }

    @Test
    void transaction_isFoundByItsVoucherNumber_andItsReceiptPrintedAgain() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(6);
            int wanted = bench.terminal.state().journal().getFirst().trace();
            bench.terminal.press("5");
            bench.await("transactions");
            bench.terminal.press("F4");
            bench.await("transactions.find");
            bench.terminal.type("999999");
            bench.terminal.press("OK");
            bench.await("transactions.unknown");
            bench.terminal.press("OK F4");
            bench.terminal.type(String.valueOf(wanted));
            bench.terminal.press("OK");
            assertThat(bench.await("transaction").lines(Language.ZH)).contains("凭证号  %06d".formatted(wanted));
            bench.terminal.press("F4");
            bench.await("receipt");
            bench.terminal.press("2");
            bench.await("reprint.done");
            assertThat(bench.slips().getLast().kind()).isEqualTo("cardholder");
            assertThat(String.join("\n", bench.slips().getLast().text(Paper.MM58))).contains("重打印", "%06d".formatted(wanted));
        }
    }

    @Test
    void secretBeingTyped_whenTheScreenLocks_isForgotten() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("9");
            bench.await("menu.duty");
            bench.terminal.press("7");
            bench.await("change.current");
            bench.terminal.type("12");
            bench.away(AWAY);
            bench.await("lock");
            bench.terminal.press("1");
            bench.await("lock.password");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            assertThat(bench.await("change.current").field().orElseThrow().shown()).isEmpty();
        }
    }

    @Test
    void host_takesLong_outcomeIsShownAndStaysUntilItWasRead() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.meanwhile = () -> bench.clock.move(AWAY);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.away(AWAY);
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().id()).isEqualTo("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.await("menu.cashier");
            bench.host.meanwhile = () -> { };
            bench.away(AWAY);
            bench.await("lock");
        }
    }

    @Test
    void readinessCheck_takesLong_administratorIsNotLoggedOffBeforeTheNextStep() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("99", Bench.LOGIN);
            bench.await("menu.administrator");
            bench.host.meanwhile = () -> bench.clock.move(AWAY);
            bench.terminal.press("1 1");
            bench.await("transactionPassword.new");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().id()).isEqualTo("transactionPassword.new");
            bench.away(AWAY);
            bench.await("logon.operator");
        }
    }

    @Test
    void administrator_away_isLoggedOff() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("99", Bench.LOGIN);
            bench.await("menu.administrator");
            bench.away(AWAY);
            assertThat(bench.await("logon.operator").message().orElseThrow().headline()).isEqualTo(Text.of("logon.idle"));
        }
    }

    @Test
    void newPassword_refusedAndNobodyThere_administratorIsLoggedOffAllTheSame() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("99", Bench.LOGIN);
            bench.await("menu.administrator");
            bench.terminal.press("1 1");
            for (String screen : List.of("transactionPassword.new", "transactionPassword.again")) {
                bench.await(screen);
                bench.terminal.type(Bench.PASSWORD);
                bench.terminal.press("OK");
            }
            bench.terminal.awaitScreen(screen -> screen.is("transactionPassword.new") && screen.hasTone(Tone.REFUSED), Bench.WAIT);
            bench.away(AWAY);
            bench.await("logon.operator");
        }
    }

    @Test
    void administratorsPassword_refusedAndNobodyThere_tillIsLocked() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("6");
            bench.await("passwords.administrator");
            bench.terminal.press("9 9 OK");
            bench.await("passwords.password");
            bench.terminal.type("111111");
            bench.terminal.press("OK");
            bench.terminal.awaitScreen(screen -> screen.is("passwords.password") && screen.hasTone(Tone.REFUSED), Bench.WAIT);
            bench.away(AWAY);
            bench.await("lock");
        }
    }

    @Test
    void logon_wrongPassword_showsTriesLeftThenLocks() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("01", "111111");
            bench.terminal.awaitScreen(s -> s.hasTone(Tone.REFUSED), Bench.WAIT);
            assertThat(bench.terminal.screen().message().orElseThrow().detail().orElseThrow()).isEqualTo(Text.of("credential.triesLeft", 3));
            for (int i = 0; i < 3; i++) {
                bench.terminal.type("111111");
                bench.terminal.press("OK");
            }
            bench.terminal.press("CANCEL");
            bench.await("logon.operator");

            // the supervisor unlocks
            bench.logOn("00", Bench.LOGIN);
            bench.await("menu.supervisor");
            bench.terminal.press("1 1");
            bench.await("unlock.number");
            bench.terminal.press("0 1 OK");
            bench.await("unlock.saved");
            bench.terminal.press("OK 6");
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
        }
    }

    @ParameterizedTest
    @CsvSource({"99, 管理员登录密码, 联系服务商", "00, 主管登录密码, 管理员 99", "01, 操作员登录密码, 主管 00"})
    void logon_wrongPassword_saysWhoseAndWhoHelps(String operator, String whose, String help) throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn(operator, "111111");
            bench.terminal.awaitScreen(s -> s.hasTone(Tone.REFUSED), Bench.WAIT);
            assertThat(bench.terminal.screen().lines(Language.ZH)).contains(whose + "错误", "还可以试 3 次");
            bench.host.operators.get(operator).wrong = 4;
            bench.terminal.type("111111");
            bench.terminal.press("OK");
            Screen locked = bench.terminal.awaitScreen(s -> s.lines(Language.ZH).stream().anyMatch(l -> l.contains("锁定")), Bench.WAIT);
            assertThat(locked.message().orElseThrow().headline().in(Language.ZH)).startsWith(whose).contains(help);
        }
    }

    @Test
    void unlock_supervisorsPasswordWrong_saysSo() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("00", Bench.LOGIN);
            bench.await("menu.supervisor");
            bench.host.operators.get("00").password = "918273";
            bench.terminal.press("1 2");
            assertThat(bench.await("unlock.notSaved").lines(Language.EN)).contains("Wrong supervisor's login password").anyMatch(l -> l.contains("3 tries left"));
        }
    }

    @Test
    void logon_nextTryBegins_theMessageOfTheLastGoes() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("01", "111111");
            bench.terminal.awaitScreen(s -> s.hasTone(Tone.REFUSED), Bench.WAIT);
            bench.terminal.type("6");
            bench.terminal.press("CLEAR");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().message()).isEmpty();
        }
    }

    @Test
    void supervisor_addsAnOperator_whoChangesTheInitialPassword() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("00", Bench.LOGIN);
            bench.await("menu.supervisor");
            bench.terminal.press("2 1");
            bench.await("operators.add");
            bench.terminal.press("0 2 OK");
            bench.await("operators.add.new");
            bench.terminal.type("705193");
            bench.terminal.press("OK");
            bench.await("operators.add.again");
            bench.terminal.type("705193");
            bench.terminal.press("OK");
            bench.await("operators.saved");
            assertThat(bench.host.operators.get("02").password).isEqualTo("705193");
            bench.terminal.press("OK 3");
            bench.await("operators.delete");
            bench.terminal.press("0 1 OK");
            bench.await("operators.delete.confirm");
            bench.terminal.press("OK");
            bench.await("operators.saved");
            assertThat(bench.host.operators).doesNotContainKey("01");
            bench.terminal.press("OK CANCEL 6");
            bench.logOn("02", "705193");
            assertThat(bench.await("change.new").hasTone(Tone.WAITING)).isTrue();
        }
    }

    @Test
    void supervisor_unlocksTheTransactionPassword() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.wrongTransactionPasswords = 4;
            bench.logOn("00", Bench.LOGIN);
            bench.await("menu.supervisor");
            bench.terminal.press("1 2");
            bench.await("unlock.saved");
            assertThat(bench.host.wrongTransactionPasswords).isZero();
        }
    }

    @Test
    void lists_reprintAndEcho_work() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK 9 3");
            bench.await("reprint.done");
            assertThat(bench.slips().getLast().text(Paper.MM58)).anyMatch(line -> line.contains("重打印"));
            bench.terminal.press("OK CANCEL 5");
            assertThat(bench.await("transactions").items()).hasSize(1);
            bench.terminal.press("1");
            bench.await("transaction");
            bench.terminal.press("CANCEL F3 CANCEL 8 2");
            bench.await("echo.done");
            assertThat(bench.slips().getLast().kind()).isEqualTo("list");
            bench.terminal.press("OK 1 2");
            bench.await("menu.settings");
            assertThat(bench.terminal.language().tag()).isEqualTo("en");
        }
    }
}
