package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.terminal.state.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The power fails at the n-th disk operation, for every n; and the disk is full.
class PowerCutTest {

    @TempDir
    Path folder;

    /// Each write is four operations; a sale writes three times: trace number, entry with reversal, answer.
    static Stream<Integer> operationsOfASale() {
        return Stream.iterate(1, n -> n + 1).limit(12);
    }

    @ParameterizedTest
    @MethodSource("operationsOfASale")
    void sale_powerFailsAtEachOperation_noMoneyIsLostOrPostedTwice(int operation) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            cutWhile(bench, operation, () -> bench.sale("1000", Bench.PASSWORD, Bench.PIN));
            nothingIsLostOrPostedTwice(bench);
        }
    }

    @ParameterizedTest
    @MethodSource("operationsOfASale")
    void void_powerFailsAtEachOperation_itIsApprovedHereOrReversed(int operation) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            int sale = bench.terminal.state().journal().getLast().trace();
            cutWhile(bench, operation, () -> {
                bench.terminal.press("2");
                type(bench, "void.trace", "" + sale);
                bench.await("void.original");
                bench.terminal.press("OK");
                presentAndApprove(bench, "void");
            });
            nothingIsLostOrPostedTwice(bench);
        }
    }

    /// Nothing reverses it: the cashier has to know that it may have been done.
    @ParameterizedTest
    @MethodSource("operationsOfASale")
    void refund_powerFailsAtEachOperation_isApprovedOrUnansweredInTheList(int operation) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            cutWhile(bench, operation, () -> {
                bench.terminal.press("3");
                type(bench, "refund.rrn", "240630000815");
                type(bench, "refund.date", "0630");
                type(bench, "refund.amount", "400");
                presentAndApprove(bench, "refund");
            });
            List<String> known = bench.terminal.state().journal().stream()
                    .filter(e -> e.outcome() == Outcome.APPROVED || e.outcome() == Outcome.UNANSWERED).map(e -> "%06d".formatted(e.trace())).toList();
            assertThat(known).containsAll(bench.host.postedTraces);
            assertThat(bench.terminal.state().reversal()).isNull();
        }
    }

    /// Two writes: trace number, and entry with what the chip has said.
    static Stream<Integer> operationsOfAnOfflineSale() {
        return Stream.iterate(1, n -> n + 1).limit(8);
    }

    @ParameterizedTest
    @MethodSource("operationsOfAnOfflineSale")
    void offlineSale_powerFailsAtEachOperation_theHostHearsOfWhatIsInTheList(int operation) throws Exception {
        try (var bench = OfflineSaleTest.signedIn(folder)) {
            cutWhile(bench, operation, () -> OfflineSaleTest.present(bench, "1000", EntryMode.INSERT));
            nothingIsLostOrPostedTwice(bench);
            assertThat(bench.host.requests("0220")).hasSize((int) bench.terminal.state().journal().stream().filter(e -> e.trade() == Trade.OFFLINE_SALE).count());
        }
    }

    /// One write for what the host has answered, then those of the sale behind it.
    @ParameterizedTest
    @MethodSource("operationsOfASale")
    void offlineSale_powerFailsAtEachOperationOfItsUpload_isPostedOnce(int operation) throws Exception {
        try (var bench = OfflineSaleTest.signedIn(folder)) {
            OfflineSaleTest.soldOffline(bench, "1000");
            cutWhile(bench, operation, () -> bench.sale("6000", Bench.PASSWORD, Bench.PIN));
            nothingIsLostOrPostedTwice(bench);
        }
    }

    /// The power fails at each write of a settlement: trace number, totals, answer, trace number and line of the upload, trace number and
    /// end, the next batch.
    static Stream<Integer> operationsOfASettlement() {
        return Stream.iterate(1, n -> n + 1).limit(32);
    }

    @ParameterizedTest
    @MethodSource("operationsOfASettlement")
    void settlement_powerFailsAtEachOperation_isFinishedOnce(int operation) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(2);
            List<Integer> traces = bench.terminal.state().journal().stream().map(JournalEntry::trace).toList();
            bench.host.settlement.lost.add(bench.host.postedTraces.getFirst());
            cutWhile(bench, operation, () -> bench.settle());
            bench.logOn("01", Bench.LOGIN);
            bench.terminal.awaitScreen(screen -> screen.is("settle.offer") || screen.is("menu.cashier"), Bench.WAIT);
            if (bench.terminal.screen().is("settle.offer")) {
                bench.terminal.press("OK");
                bench.await("settle.done");
                bench.terminal.press("OK");
            } else if (bench.terminal.state().batch() == 7) {
                bench.settle();
                bench.await("settle.done");
                bench.terminal.press("OK CANCEL CANCEL");
            }
            bench.await("menu.cashier");
            assertThat(bench.host.settlement.settled).containsExactly(7);
            assertThat(bench.host.settlement.uploaded.get(7)).containsExactlyElementsOf(traces);
            assertThat(bench.terminal.state().batch()).isEqualTo(8);
            assertThat(bench.terminal.state().journal()).isEmpty();
            bench.sale("2000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.host.requests("0200").getLast().text(60)).startsWith("22000008");
        }
    }

    private void cutWhile(Bench bench, int operation, Runnable hands) throws Exception {
        var disk = new FailingDisk();
        bench.terminal.close();
        bench.switchOn(FileStorage.open(folder, disk));
        bench.logOn("01", Bench.LOGIN);
        bench.await("menu.cashier");
        disk.cutAt(operation);
        hands.run();
        assertThat(disk.cut.await(20, TimeUnit.SECONDS)).isTrue();
        bench.restart();
    }

    private static void presentAndApprove(Bench bench, String id) {
        bench.await(id + ".card");
        bench.terminal.card(EntryMode.SWIPE, 0);
        type(bench, id + ".supervisor", "00");
        type(bench, id + ".supervisorPassword", Bench.LOGIN);
    }

    private static void type(Bench bench, String screen, String text) {
        bench.await(screen);
        bench.terminal.type(text);
        bench.terminal.press("OK");
    }

    private static void nothingIsLostOrPostedTwice(Bench bench) {
        var state = bench.terminal.state();
        for (String trace : List.copyOf(bench.host.postedTraces)) {
            boolean known = state.journal().stream().anyMatch(e -> e.trace() == Integer.parseInt(trace) && e.outcome() == Outcome.APPROVED);
            boolean waiting = state.reversal() != null && state.reversal().trace() == Integer.parseInt(trace);
            assertThat(known ^ waiting).as("approved here, or about to be reversed").isTrue();
        }
        bench.logOn("01", Bench.LOGIN);
        bench.sale("2000", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.approved");
        assertThat(bench.host.requests("0200")).extracting(m -> m.text(11)).doesNotHaveDuplicates();
        var after = bench.terminal.state();
        assertThat(after.reversal()).isNull();
        List<String> approved = after.journal().stream().filter(e -> e.outcome() == Outcome.APPROVED)
                .map(e -> "%06d".formatted(e.trace())).toList();
        List<String> standing = bench.host.postedTraces.stream().filter(t -> !bench.host.reversedTraces.contains(t)).toList();
        assertThat(standing).containsExactlyElementsOf(approved);
    }

    static Stream<Integer> operationsOfAnActivation() {
        return Stream.iterate(1, n -> n + 1).limit(20);
    }

    @ParameterizedTest
    @MethodSource("operationsOfAnActivation")
    void activation_powerFailsAtEachOperation_canBeDoneAgain(int operation) throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withSerialNumber("SY0000000001");
            var storage = FileStorage.open(folder);
            StateStore.open(storage, () -> TerminalState.fresh("SY0000000001", bench.settings.language()));
            storage.close();
            var disk = new FailingDisk();
            disk.cutAt(operation);
            bench.switchOn(FileStorage.open(folder, disk));
            assertThat(disk.cut.await(20, TimeUnit.SECONDS)).isTrue();
            bench.restart();
            if (!bench.terminal.state().isActivated()) {
                bench.await("activation.done");
                bench.terminal.press("OK");
            }
            bench.logOn("99", FakeHost.INITIAL_99);
            bench.await("change.new");
        }
    }

    static Stream<Integer> operationsOfASignIn() {
        return Stream.iterate(1, n -> n + 1).limit(8);
    }

    @ParameterizedTest
    @MethodSource("operationsOfASignIn")
    void signIn_powerFailsAtEachOperation_canBeDoneAgain(int operation) throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.terminal.close();
            var disk = new FailingDisk();
            bench.switchOn(FileStorage.open(folder, disk));
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            disk.cutAt(operation);
            bench.terminal.press("OK");
            assertThat(disk.cut.await(20, TimeUnit.SECONDS)).isTrue();
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.terminal.awaitScreen(s -> s.is("signIn.offer") || s.is("menu.cashier"), Bench.WAIT);
            if (bench.terminal.screen().is("signIn.offer")) {
                bench.terminal.press("OK");
                bench.await("signIn.done");
                bench.terminal.press("OK");
            }
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
        }
    }

    @Test
    void sale_diskFull_isNotBegun() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.close();
            var disk = new FailingDisk();
            bench.switchOn(FileStorage.open(folder, disk));
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            disk.full = true;
            bench.terminal.press("1");
            assertThat(bench.await("sale.refused").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.STORAGE_FULL));
            disk.full = false;
            bench.terminal.press("OK 1");
            bench.await("sale.amount");
            bench.terminal.type("1000");
            bench.terminal.press("OK");
            bench.await("sale.card");
            bench.terminal.card(EntryMode.SWIPE, 0);
            bench.terminal.type(Bench.PASSWORD);
            bench.terminal.press("OK");
            disk.full = true;
            bench.terminal.press("OK");
            assertThat(bench.await("fault").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.STORAGE_FULL));
            assertThat(bench.host.requests("0200")).isEmpty();
        }
    }

    @Test
    void folder_usedTwice_isRefused() {
        try (var first = FileStorage.open(folder)) {
            assertThatThrownBy(() -> FileStorage.open(folder)).isInstanceOf(Fault.class)
                    .extracting(e -> ((Fault) e).code()).isEqualTo("TERMINAL_FOLDER_IN_USE");
            first.write("a.json", new byte[] {1});
        }
        try (var second = FileStorage.open(folder)) {
            assertThat(second.read("a.json")).contains(new byte[] {1});
        }
    }

    @Test
    void state_ofAnotherFormatOrTorn_isRefusedByName() throws IOException {
        for (String content : List.of("{", "{\"format\":99}", "null")) {
            Files.writeString(folder.resolve("state.json"), content);
            var storage = FileStorage.open(folder);
            assertThatThrownBy(() -> Terminal.start(TerminalSettings.in(folder), new ConsoleDevice(new ManualClock(), List.of()), storage))
                    .isInstanceOf(Fault.class).extracting(e -> ((Fault) e).code()).isEqualTo("TERMINAL_STATE_UNREADABLE");
        }
    }

    @Test
    void folder_afterTheMainJob_holdsNoSecretAndIsForItsOwnerOnly() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.close();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                    assertThat(content).as(file.getFileName().toString())
                            .doesNotContain(Bench.PAN, Bench.TRACK2, Bench.PASSWORD, Bench.LOGIN, Bench.PIN, FakeHost.CODE)
                            .doesNotContainIgnoringCase(bench.host.keysHex().toArray(String[]::new));
                    if (!file.getFileName().toString().equals("lock")) {
                        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
                    }
                }
            }
            assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
            bench.terminal = null;
        }
    }
}
