package io.shouyin.terminal;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.ChipMemory;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.DemoChip;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.line.GatewayLine;
import io.shouyin.terminal.line.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A terminal, a host and a clock on a workbench, with the walks that many tests begin with.
final class Bench implements AutoCloseable {

    static final Duration WAIT = Duration.ofSeconds(20);
    static final String LOGIN = "604173";
    static final String PASSWORD = "tea5Pot9";
    static final String PAN = "6216261000000000018";
    static final String TRACK2 = "6216261000000000018=30122200000000000";
    static final String PIN = "408315";

    /// The chips' own keys.
    static final byte[] CHIP_KEY = HexFormat.of().parseHex("F84315C7B95BD3B0C74694922C3808B0");
    static final byte[] CHIP_INTEGRITY_KEY = HexFormat.of().parseHex("DCE992BCE398C264F7858AFD4C4A324A");

    /// New ones, whose chips have counted nothing.
    private static List<DemoCard> cards() {
        return List.of(
                new DemoCard(new Text.Both("储蓄卡", "Debit card"), new Text.Both("余额充足", "plenty"), "DEBIT", "CUP", Pan.of(PAN), new DemoCard.Track(TRACK2), "3012", Optional.of(chip(DemoChip.CryptogramVersion.CVN_18))),
                new DemoCard(new Text.Both("信用卡", "Credit card"), new Text.Both("设有刷卡密码", "with a card password"), "CREDIT", "CUP",
                        Pan.of("6225880000004417"), new DemoCard.Track("6225880000004417=30122200000000000000"), "3012",
                        Optional.of(chip(DemoChip.CryptogramVersion.CVN_10))),
                new DemoCard(new Text.Both("旧卡", "Old card"), new Text.Both("芯片不应答", "its chip is silent"), "CREDIT", "CUP",
                        Pan.of("6225880000004409"), new DemoCard.Track("6225880000004409=30122200000000000000"), "3012", Optional.empty()));
    }

    private static DemoChip chip(DemoChip.CryptogramVersion version) {
        var kept = new AtomicReference<>(ChipMemory.Kept.NOTHING);
        return new DemoChip(HexFormat.of().parseHex("A000000333010101"), "01", version, CHIP_KEY, CHIP_INTEGRITY_KEY, kept::updateAndGet);
    }

    final FakeHost host;
    final Path folder;
    final List<DemoCard> cards = cards();
    final ManualClock clock = new ManualClock();
    ConsoleDevice device;
    Terminal terminal;
    TerminalSettings settings;
    Line.Dialler dialler = GatewayLine::connect;

    Bench(FakeHost host, Path folder) {
        this.host = host;
        this.folder = folder;
        this.settings = host.settings(folder).withActivationCode(FakeHost.CODE);
    }

    static Bench of(Path folder) throws IOException {
        return new Bench(FakeHost.start(), folder);
    }

    Bench switchOn() {
        return switchOn(FileStorage.open(settings.stateFolder()));
    }

    /// As it runs outside of tests: the terminal also tells the host how it is.
    Bench switchOnWithHeartbeats() {
        return switchOnWithHeartbeats(FileStorage.open(settings.stateFolder()));
    }

    Bench switchOnWithHeartbeats(Storage storage) {
        device = new ConsoleDevice(clock, cards, Model.named(settings.model()));
        terminal = Terminal.start(settings, device, storage, dialler, true, () -> {});
        return this;
    }

    Bench switchOn(Storage storage) {
        device = new ConsoleDevice(clock, cards, Model.named(settings.model()));
        terminal = Terminal.start(settings, device, storage, dialler, () -> {});
        return this;
    }

    /// Activated, at the logon prompt, no password changed yet.
    Bench activated() {
        switchOn();
        await("activation.done");
        terminal.press("OK");
        await("logon.operator");
        return this;
    }

    /// Activated, all initial passwords changed to [#LOGIN], the transaction password set to [#PASSWORD].
    Bench inService() {
        activated();
        host.operatorsHave(LOGIN);
        host.setTransactionPassword(PASSWORD);
        return this;
    }

    /// In service, operator 01 logged on and the terminal signed in.
    Bench signedIn() {
        inService();
        logOn("01", LOGIN);
        await("signIn.offer");
        terminal.press("OK");
        await("signIn.done");
        terminal.press("OK");
        await("menu.cashier");
        return this;
    }

    void logOn(String operator, String password) {
        await("logon.operator");
        terminal.type(operator);
        terminal.press("OK");
        await("logon.password");
        terminal.type(password);
        terminal.press("OK");
    }

    /// From the cashier's menu to the PIN's confirmation.
    void sale(String fen, String password, String pin) {
        await("menu.cashier");
        terminal.press("1");
        await("sale.amount");
        terminal.type(fen);
        terminal.press("OK");
        await("sale.card");
        terminal.card(EntryMode.SWIPE, 0);
        await("sale.password");
        terminal.type(password);
        terminal.press("OK");
        await("sale.pin");
        terminal.type(pin);
        terminal.press("OK");
    }

    /// So many sales, receipts and all, back to the cashier's menu.
    void sell(int count) {
        for (int i = 0; i < count; i++) {
            sale("1000", PASSWORD, PIN);
            await("sale.approved");
            terminal.press("CANCEL OK");
        }
        await("menu.cashier");
    }

    /// From the cashier's menu to the confirmed settlement.
    void settle() {
        await("menu.cashier");
        terminal.press("9");
        await("menu.duty");
        terminal.press("5");
        await("menu.settlement");
        terminal.press("1");
        await("settle.confirm");
        terminal.press("OK");
    }

    /// Nobody touches the terminal for so long.
    void away(Duration time) {
        terminal.awaitReady();
        clock.move(time);
    }

    Screen await(String id) {
        return terminal.awaitScreen(screen -> screen.is(id), WAIT);
    }

    List<Slip> slips() {
        return device.slips().stream().map(printed -> printed.slip()).toList();
    }

    /// Switches off and on again, on the same folder.
    Bench restart() {
        terminal.close();
        switchOn();
        return this;
    }

    @Override
    public void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
        host.close();
    }
}
