package io.shouyin.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.gateway.ForeignHost.Mood;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.terminal.HandLoad;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.ChipMemory;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.DemoChip;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SystemClock;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our terminal at a host of another maker: its master key was loaded by hand, its operators are its own, and the host knows nothing of ours.
class ForeignHostIT {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String PAN = "6225880000004417";
    private static final String TRACK2 = PAN + "=30122200000000000000";
    private static final String PIN = "408315";
    private static final String CASHIER = "715038";
    private static final String SUPERVISOR = "826094";
    private static final byte[] FIRST = HEX.parseHex("2A9B4C6D8E1F30517394B5D6F7081A2C");
    private static final byte[] SECOND = HEX.parseHex("6B7C8D9EAFB0C1D2E3F4051627384951");

    @TempDir
    Path folder;
    private ForeignHost host;
    private Terminal terminal;
    private Map<OperatorNumber, Secret> initial;
    private TerminalSettings settings;
    private List<Path> components;

    @AfterEach
    void switchOff() throws IOException {
        terminal.close();
        host.close();
    }

    // at the till ------------------------------------------------------------------------------------------------------

    private void switchOn(String keys, boolean tls) throws IOException {
        byte[] master = ForeignWire.xor(FIRST, SECOND);
        Optional<GatewayCertificate> certificate = tls ? Optional.of(GatewayCertificate.open(folder.resolve("certificate"), Instant.now())) : Optional.empty();
        ServerSocketFactory sockets = certificate.<ServerSocketFactory>map(one -> one.context().getServerSocketFactory()).orElseGet(ServerSocketFactory::getDefault);
        host = new ForeignHost(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), keys, master, PAN, PIN);
        components = List.of(component(1, FIRST, master), component(2, SECOND, master));
        Path settingsFile = Files.writeString(folder.resolve("settings.json"), """
                {"terminalId": "77000001", "merchantId": "848290058120001", "merchantName": "江南小馆", "acquirerName": "别家支付",
                 "gatewayHost": "127.0.0.1", "gatewayPort": %d, "gatewayCertificateSha256": "%s", "tpduDestination": "0007", "stepUp": "local",
                 "profile": "tdes"}""".formatted(host.port(), certificate.map(GatewayCertificate::sha256Hex).orElse("")));
        settings = TerminalSettings.in(folder.resolve("terminal")).withSerialNumber("SYFOREIGN-HOST").withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2))
                .withOfflineFloor(new MinorAmount(500));
        initial = HandLoad.load(settings, components, settingsFile);
        assertThat(initial).hasSize(3);
        start();
    }

    private void start() {
        var chips = new AtomicReference<>(ChipMemory.Kept.NOTHING);
        DemoChip chip = new DemoChip(HEX.parseHex("A000000333010102"), "01", DemoChip.CryptogramVersion.CVN_10, FIRST, SECOND, chips::updateAndGet);
        DemoCard card = new DemoCard(new Text.Both("卡", "Card"), new Text.Both("", ""), "CREDIT", "CUP", Pan.of(PAN), new DemoCard.Track(TRACK2), "3012", Optional.of(chip));
        terminal = Terminal.start(settings, new ConsoleDevice(new SystemClock(), List.of(card), Model.named(settings.model())));
    }

    private Path component(int number, byte[] component, byte[] whole) throws IOException {
        return Files.writeString(folder.resolve("component-" + number + ".txt"),
                "component=" + HEX.formatHex(component) + "\ncheck=" + KeyCheck.tdes(component) + "\nwhole-check=" + KeyCheck.tdes(whole) + "\n");
    }

    private Screen await(String screen) {
        return terminal.awaitScreen(shown -> shown.is(screen), WAIT);
    }

    private void enter(String screen, String text) {
        await(screen);
        terminal.type(text);
        terminal.press("OK");
    }

    private void swipe(String screen) {
        await(screen);
        terminal.card(EntryMode.SWIPE, 0);
    }

    private void told(String screen, String keys) {
        await(screen);
        terminal.press(keys);
    }

    /// With the initial password, which is changed.
    private void logOnFirst(String operator, String password) {
        try (Secret once = initial.get(new OperatorNumber(operator))) {
            enter("logon.operator", operator);
            enter("logon.password", new String(once.reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
        }
        enter("change.new", password);
        enter("change.again", password);
        told("change.saved", "OK");
    }

    private void inService(String keys) throws IOException {
        inService(keys, false);
    }

    private void inService(String keys, boolean tls) throws IOException {
        switchOn(keys, tls);
        logOnFirst("00", SUPERVISOR);
        told("menu.supervisor", "6");
        logOnFirst("01", CASHIER);
        told("signIn.offer", "OK");
        told("signIn.done", "OK");
        await("menu.cashier");
    }

    private JournalEntry last() {
        return terminal.state().journal().getLast();
    }

    /// From the menu of the cashier and back to it.
    private JournalEntry approved(String id, String keys) {
        told(id + ".approved", keys);
        await("menu.cashier");
        return last();
    }

    private void charge(String id, String fen) {
        enter(id + ".amount", fen);
        swipe(id + ".card");
    }

    private JournalEntry sold(String fen) {
        sell(fen);
        return approved("sale", "CANCEL OK");
    }

    private void sell(String fen) {
        told("menu.cashier", "1");
        charge("sale", fen);
        enter("sale.pin", PIN);
    }

    private JournalEntry held(String fen) {
        told("menu.cashier", "4 1");
        charge("preAuth", fen);
        enter("preAuth.pin", PIN);
        return approved("preAuth", "CANCEL OK CANCEL");
    }

    private void supervised(String id) {
        enter(id + ".supervisor", "00");
        enter(id + ".supervisorPassword", SUPERVISOR);
    }

    private void follow(String id, String keys, String name, String number) {
        told("menu.cashier", keys);
        enter(id + "." + name, number);
        told(id + ".original", "OK");
    }

    private void voided(JournalEntry sale) {
        follow("void", "2", "trace", "" + sale.trace());
        swipe("void.card");
        supervised("void");
        approved("void", "CANCEL OK");
    }

    /// The way back in where 99 is locked or the first passwords are lost: those who carry the key, and nothing that the terminal holds goes.
    @Test
    void operators_areGivenNewPasswords_toWhoHasTheComponents_andTheBatchStays() throws IOException {
        inService("004");
        JournalEntry sale = sold("1000");
        terminal.close();
        Path other = component(3, SECOND, SECOND);
        assertThatThrownBy(() -> HandLoad.resetOperators(settings, List.of(other))).hasMessageContaining("component files");
        initial = HandLoad.resetOperators(settings, components);
        assertThat(initial).hasSize(3);
        start();
        logOnFirst("00", "731946");
        told("menu.supervisor", "6");
        logOnFirst("01", CASHIER);
        assertThat(last()).isEqualTo(sale);
    }

    // the walk ---------------------------------------------------------------------------------------------------------

    /// Keys of double length, with one for tracks and without; a line with TLS and without.
    @ParameterizedTest
    @CsvSource({"003,true", "004,false"})
    void everyRow_inOneBatch_settledBalanced_andTheNextBatchBegins(String keys, boolean tls) throws IOException {
        inService(keys, tls);
        terminal.press("8 2");
        told("echo.done", "OK CANCEL");
        told("menu.cashier", "8 5");
        told("parameters.done", "OK CANCEL");
        told("menu.cashier", "9 6");
        swipe("balance.card");
        enter("balance.pin", PIN);
        assertThat(await("balance.told").lines(Language.ZH)).contains("可用余额  ¥88.01");
        terminal.press("OK CANCEL");

        voided(sold("1000"));
        JournalEntry sale = sold("1000");
        follow("refund", "3", "rrn", sale.rrn());
        charge("refund", "400");
        supervised("refund");
        approved("refund", "CANCEL OK");
        JournalEntry first = held("1000");
        follow("preAuthVoid", "4 2", "authCode", first.authCode());
        swipe("preAuthVoid.card");
        supervised("preAuthVoid");
        approved("preAuthVoid", "CANCEL OK CANCEL");
        JournalEntry second = held("1000");
        follow("preAuthTopUp", "4 4", "authCode", second.authCode());
        charge("preAuthTopUp", "500");
        approved("preAuthTopUp", "CANCEL OK CANCEL");
        follow("completion", "4 3", "authCode", second.authCode());
        charge("completion", "1500");
        JournalEntry completion = approved("completion", "CANCEL OK CANCEL");
        follow("completionVoid", "4 6", "trace", "" + completion.trace());
        swipe("completionVoid.card");
        supervised("completionVoid");
        approved("completionVoid", "CANCEL OK CANCEL");
        follow("completionNotice", "4 5", "authCode", held("1000").authCode());
        charge("completionNotice", "1150");
        approved("completionNotice", "CANCEL OK CANCEL");

        assertThat(host.booked()).containsExactly("COMPLETION 1500", "COMPLETION_NOTICE 1150", "COMPLETION_VOID 1500", "PRE_AUTH 1000", "PRE_AUTH 1000",
                "PRE_AUTH 1000", "PRE_AUTH_VOID 1000", "REFUND 400", "SALE 1000", "SALE 1000", "TOP_UP 500", "VOID 1000");
        settle();
        assertThat(await("settle.done").lines(Language.ZH)).contains("对账平,结算完成", "现在是批次 000042");
        terminal.press("OK CANCEL CANCEL");
        sold("100");
        told("menu.cashier", "9 2");
        told("signOut.confirm", "OK");
        told("signOut.done", "OK");
        assertThat(host.log()).noneMatch(line -> line.startsWith("unreadable")).allMatch(line -> line.endsWith("00") || line.startsWith("0500"));
    }

    private void settle() {
        told("menu.cashier", "9 5");
        told("menu.settlement", "1");
        told("settle.confirm", "OK");
    }

    @Test
    void pinKeys_ofSingleLength_areRefusedByName() throws IOException {
        switchOn("001", false);
        logOnFirst("01", CASHIER);
        told("signIn.offer", "OK");
        assertThat(await("signIn.failed").lines(Language.ZH)).contains("主机下发的 PIN 密钥是单倍长(单 DES),签到失败");
    }

    /// The host has no word for the chip, and hears of the second sale before the batch ends.
    @Test
    void chip_insertedOnline_andApprovedOffline_isInTheTotals() throws IOException {
        inService("004");
        insert("1000");
        enter("sale.pin", PIN);
        approved("sale", "CANCEL OK");
        insert("500");
        approved("offlineSale", "CANCEL OK");
        assertThat(host.booked()).containsExactly("SALE 1000");
        settle();
        assertThat(await("settle.done").lines(Language.ZH)).contains("对账平,结算完成");
        assertThat(host.booked()).containsExactly("OFFLINE_SALE 500", "SALE 1000");
    }

    private void insert(String fen) {
        told("menu.cashier", "1");
        enter("sale.amount", fen);
        await("sale.card");
        terminal.card(EntryMode.INSERT, 0);
    }

    // reversals --------------------------------------------------------------------------------------------------------

    @Test
    void silence_andWrongMacs_areReversed_andWhatNeverCameToo() throws IOException {
        inService("003");
        for (Mood mood : List.of(Mood.SILENT, Mood.WRONG_MAC, Mood.DEAF)) {
            host.mood = mood;
            sell("1000");
            assertThat(await("sale.inDoubt").lines(Language.ZH)).as(mood.name()).contains("交易未成功,已冲正");
            terminal.press("OK");
        }
        assertThat(host.booked()).isEmpty();
        assertThat(host.log().stream().filter(line -> line.startsWith("0400"))).containsExactly("0400 22 000 00", "0400 22 000 00", "0400 22 000 25");
        sold("1000");
        assertThat(terminal.state().reversal()).isNull();
    }

    // the batch --------------------------------------------------------------------------------------------------------

    @Test
    void settlement_outOfBalance_isUploadedLineByLine() throws IOException {
        inService("004");
        sold("1000");
        sold("2000");
        host.forgetOne();
        settle();
        assertThat(await("settle.done").lines(Language.ZH)).contains("对账不平,明细已上送主机");
        assertThat(host.log().stream().filter(line -> line.startsWith("0320"))).containsExactly("0320 00 201 00", "0320 00 202 00");
    }

    // operators --------------------------------------------------------------------------------------------------------

    @Test
    void operators_areTheTerminalsOwn_lockedAfterFourWrongTries_andManagedByTheSupervisor() throws IOException {
        inService("003");
        terminal.press("0");
        enter("logon.operator", "01");
        for (String said : List.of("还可以试 3 次", "还可以试 2 次", "还可以试 1 次", "操作员登录密码已锁定,请主管 00 解锁", "操作员登录密码已锁定,请主管 00 解锁")) {
            enter("logon.password", "111119");
            terminal.awaitScreen(shown -> shown.is("logon.password") && shown.lines(Language.ZH).contains(said), WAIT);
        }
        terminal.press("CANCEL");
        enter("logon.operator", "00");
        enter("logon.password", SUPERVISOR);
        told("menu.supervisor", "1");
        told("unlock.what", "1");
        enter("unlock.number", "01");
        told("unlock.saved", "OK");
        told("menu.supervisor", "2 1");
        enter("operators.add", "02");
        enter("operators.add.new", "937261");
        enter("operators.add.again", "937261");
        told("operators.saved", "OK CANCEL");
        told("menu.supervisor", "6");
        initial = Map.of(new OperatorNumber("02"), Secret.of("937261"));
        logOnFirst("02", "604173");
        told("menu.cashier", "0");
        enter("logon.operator", "01");
        enter("logon.password", CASHIER);
        JournalEntry sale = sold("1000");
        follow("void", "2", "trace", "" + sale.trace());
        swipe("void.card");
        enter("void.supervisor", "00");
        enter("void.supervisorPassword", "111119");
        terminal.awaitScreen(shown -> shown.is("void.supervisor"), WAIT);
        supervised("void");
        approved("void", "CANCEL OK");
    }
}
