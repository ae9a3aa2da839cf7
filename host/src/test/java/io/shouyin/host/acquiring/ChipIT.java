package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.network.Behaviour;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.ChipCard;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A card with a chip: its cryptogram from the card through terminal and host to the issuer, the issuer's answer back to the card, and
/// what becomes of chip data that is not right.
class ChipIT {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DEBIT_CARD = 0;
    private static final int CREDIT_CARD = 1;
    private static final int SMALL_SUM_CARD = 3;
    private static final int BROKEN_CHIP = 7;
    private static final String CARD_CHECK_FAILED = "59";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static Till till;
    private static RawTerminal raw;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        till = corridor.inService("SYCHIP-00000001");
        raw = RawTerminal.inService(corridor, "SYCHIP-00000002");
    }

    @AfterAll
    static void stopHost() {
        till.close();
        corridor.close();
    }

    private static void sell(EntryMode mode, int card) {
        sell(mode, card, () -> { });
    }

    /// @param then done after the card was presented
    private static void sell(EntryMode mode, int card, Runnable then) {
        till.await("menu.cashier");
        till.press("1");
        till.await("sale.amount");
        till.type("1000");
        till.await("sale.card");
        till.terminal.card(mode, card);
        then.run();
        till.await("sale.password");
        till.type(Corridor.TRANSACTION_PASSWORD);
        till.await("sale.pin");
        till.type(corridor.pin(card));
    }

    private static JournalEntry sold(EntryMode mode, int card) {
        sell(mode, card);
        till.await("sale.approved");
        till.press("CANCEL OK");
        till.terminal.awaitReady();
        return till.terminal.state().journal().getLast();
    }

    private static String column(JournalEntry sale, String name) {
        return corridor.jdbc().sql("SELECT " + name + " FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(till.terminal.state().identity().terminalId(), sale.trace()).query(String.class).single();
    }

    // the whole way ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("cards")
    void insertedCard_signsTheSale_andBelievesTheIssuersAnswer(int card, String application) {
        JournalEntry first = sold(EntryMode.INSERT, card);
        JournalEntry second = sold(EntryMode.INSERT, card);
        assertThat(column(first, "entry_mode")).isEqualTo("051");
        assertThat(first.chip().application()).isEqualTo(application);
        assertThat(first.chip().statusInformation()).as("the issuer's signature was there").isEqualTo("7800");
        assertThat(Integer.parseInt(second.chip().counter(), 16)).isEqualTo(Integer.parseInt(first.chip().counter(), 16) + 1);
        assertThat(second.chip().cryptogram()).matches("[0-9A-F]{16}").isNotEqualTo(first.chip().cryptogram());
        assertThat(column(first, "story::text")).contains("CHIP_READ", "\"atc\": \"" + first.chip().counter() + "\"");
    }

    static Stream<Arguments> cards() {
        return Stream.of(Arguments.of(DEBIT_CARD, "A000000333010101"), Arguments.of(CREDIT_CARD, "A000000333010102"));
    }

    @Test
    void tappedCard_signsTheSale_andIsGoneWhenTheAnswerComes() {
        JournalEntry sale = sold(EntryMode.TAP, CREDIT_CARD);
        assertThat(column(sale, "entry_mode")).isEqualTo("071");
        assertThat(sale.chip().statusInformation()).isEqualTo("6800");
    }

    @Test
    void card_whosePinTheIssuerUnlocked_carriesOutItsScriptOnce_andItsIssuerIsTold() throws IOException {
        corridor.network.unlockPin(corridor.network.cards().get(DEBIT_CARD).pan());
        JournalEntry scripted = sold(EntryMode.INSERT, DEBIT_CARD);
        till.await("menu.cashier");
        assertThat(scripted.chip().statusInformation()).as("with a script").isEqualTo("7C00");
        assertThat(column(scripted, "story::text")).contains("SCRIPTS_TOLD", "\"results\": \"2000000000\"", "\"tsi\": \"7C00\"", "\"tc\": \"" + scripted.chip().cryptogram() + "\"");
        assertThat(networkJournal()).containsOnlyOnce("\"terminal\":\"" + till.handout.terminalId() + "\"},\"results\":\"2000000000\"");
        assertThat(sold(EntryMode.INSERT, DEBIT_CARD).chip().statusInformation()).isEqualTo("7800");
    }

    private static String networkJournal() throws IOException {
        return Files.readString(folder.resolve("network/journal.log"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void cardWithABrokenChip_isSwipedAsFallback() {
        sell(EntryMode.INSERT, BROKEN_CHIP, () -> {
            till.await("sale.card");
            till.terminal.awaitReady();
            till.terminal.card(EntryMode.SWIPE, BROKEN_CHIP);
        });
        till.await("sale.approved");
        till.press("CANCEL OK");
        till.terminal.awaitReady();
        JournalEntry sale = till.terminal.state().journal().getLast();
        assertThat(column(sale, "entry_mode")).isEqualTo("021");
        assertThat(sale.chip()).isNull();
    }

    @Test
    void journal_keepsNothingOfTheCryptogram() {
        JournalEntry sale = sold(EntryMode.INSERT, CREDIT_CARD);
        String row = column(sale, "row_to_json(transaction)::text");
        assertThat(row).doesNotContainIgnoringCase("9f26").doesNotContainIgnoringCase("9f10");
    }

    @Test
    void card_whoseMemoryWasSetBack_isDeclinedForItsCounter() throws IOException {
        int counter = Integer.parseInt(sold(EntryMode.INSERT, CREDIT_CARD).chip().counter(), 16);
        Path chips = folder.resolve("network/chips.bin");
        byte[] now = Files.readAllBytes(chips);
        Files.write(chips, ByteBuffer.wrap(now.clone()).putShort(4 * CREDIT_CARD, (short) (counter - 1)).array());
        try {
            sell(EntryMode.INSERT, CREDIT_CARD);
            assertThat(till.await("sale.declined").lines(Language.ZH)).anyMatch(line -> line.contains(CARD_CHECK_FAILED));
            till.press("OK");
        } finally {
            Files.write(chips, now);
        }
        sold(EntryMode.INSERT, CREDIT_CARD);
    }

    // a terminal of somebody else --------------------------------------------------------------------------------------

    /// What a chip says of a sale; the terminal's own tags are the least that an issuer needs.
    private static Field55 signed(long fen) {
        return signed(CREDIT_CARD, fen);
    }

    private static Field55 signed(int card, long fen) {
        ChipCard chip = chip(card);
        Field55 asked = Field55.empty().with(Field55.AMOUNT, HEX.parseHex(new MinorAmount(fen).field4())).with(Field55.AMOUNT_OTHER, new byte[6])
                .with(Field55.COUNTRY, HEX.parseHex("0156")).with(Field55.VERIFICATION_RESULTS, new byte[5]).with(Field55.CURRENCY, HEX.parseHex("0156"))
                .with(Field55.DATE, HEX.parseHex("260701")).with(Field55.TYPE, new byte[1]).with(Field55.UNPREDICTABLE_NUMBER, HEX.parseHex("01020304"))
                .with(Field55.INTERCHANGE_PROFILE, chip.interchangeProfile());
        ChipCard.Cryptogram arqc = chip.begin(asked, ChipCard.Cryptogram.Kind.ARQC);
        return asked.with(Field55.COUNTER, arqc.counter()).with(Field55.CRYPTOGRAM, arqc.bytes()).with(Field55.ISSUER_APPLICATION_DATA, arqc.applicationData())
                .with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {arqc.kind().information()});
    }

    private static ChipCard chip(int card) {
        CardRead read = ((Input.CardPresented) DemoCard.read(folder.resolve("network/cards.json")).get(card).present(EntryMode.INSERT)).card();
        return read.chip().orElseThrow();
    }

    private static Message sale(long fen, byte[] field55) {
        return sale(CREDIT_CARD, fen, field55);
    }

    private static Message sale(int card, long fen, byte[] field55) {
        return raw.sale(fen, corridor.network.cards().get(card)).text(22, "051").text(23, "001").bytes(55, field55).build();
    }

    @Test
    void cryptogram_ofTheCard_isAnsweredInTag91() throws Exception {
        Message answer = raw.askSigned(sale(500, signed(500).encode()));
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(Field55.decode(answer.bytes(55)).value(Field55.ISSUER_AUTHENTICATION)).hasSize(10).endsWith('0', '0');
    }

    @Test
    void declinedSale_isAnsweredInTag91_asDeclined() throws Exception {
        Message answer = raw.askSigned(sale(SMALL_SUM_CARD, 10_001, signed(SMALL_SUM_CARD, 10_001).encode()));
        assertThat(answer.text(39)).isEqualTo("61");
        assertThat(Field55.decode(answer.bytes(55)).value(Field55.ISSUER_AUTHENTICATION)).hasSize(8).endsWith(0, 0, 0, 0);
    }

    @Test
    void sameSaleAgain_getsTheSameAnswerWithoutTheIssuersWords() {
        byte[] frame = raw.signed(sale(600, signed(600).encode()));
        Message first = raw.decode(raw.exchange(frame).orElseThrow());
        Message second = raw.decode(raw.exchange(frame).orElseThrow());
        assertThat(second.text(38)).isEqualTo(first.text(38));
        assertThat(second.has(55)).isFalse();
    }

    @Test
    void whatFollowsASale_isSignedToo_orComesWithoutTheChip() {
        Message sale = sale(700, signed(700).encode());
        Done sold = Done.of(raw.askSigned(sale));
        Message unsigned = raw.followUp(TransactionKind.REFUND, sold, 100, corridor.network.cards().get(CREDIT_CARD));
        assertThat(raw.askSigned(unsigned.toBuilder().text(22, "052").text(23, "001").build()).text(39)).isEqualTo("00");
        Message wrong = raw.followUp(TransactionKind.REFUND, sold, 100, corridor.network.cards().get(CREDIT_CARD)).toBuilder().text(22, "052").text(23, "001")
                .bytes(55, signed(100).with(Field55.VERIFICATION_RESULTS, HEX.parseHex("8000000000")).encode()).build();
        assertThat(raw.askSigned(wrong).text(39)).isEqualTo(CARD_CHECK_FAILED);
        Message right = raw.followUp(TransactionKind.REFUND, sold, 100, corridor.network.cards().get(CREDIT_CARD)).toBuilder().text(22, "052").text(23, "001")
                .bytes(55, signed(100).encode()).build();
        Message answer = raw.askSigned(right);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(answer.has(55)).isTrue();
    }

    @Test
    void reversal_isDoneWhateverItSaysOfTheChip() {
        for (byte[] said : List.of(signed(800).encode(), new byte[] {(byte) 0x9F})) {
            Message sale = sale(800, signed(800).encode());
            assertThat(raw.askSigned(sale).text(39)).isEqualTo("00");
            assertThat(raw.askSigned(RawTerminal.reversal(sale, "06").toBuilder().text(23, "001").bytes(55, said).build()).text(39)).isEqualTo("00");
            assertThat(corridor.story(sale)).contains("REVERSAL_QUEUED");
        }
    }

    @Test
    void cryptogram_ofAnotherUnpredictableNumber_59() {
        Message answer = raw.askSigned(sale(500, signed(500).with(Field55.UNPREDICTABLE_NUMBER, HEX.parseHex("01020305")).encode()));
        assertThat(answer.text(39)).isEqualTo(CARD_CHECK_FAILED);
        assertThat(answer.has(55)).isFalse();
    }

    @Test
    void cryptogram_sentTwice_59() {
        byte[] field55 = signed(500).encode();
        assertThat(raw.askSigned(sale(500, field55)).text(39)).isEqualTo("00");
        assertThat(raw.askSigned(sale(500, field55)).text(39)).isEqualTo(CARD_CHECK_FAILED);
    }

    // what cannot be read ----------------------------------------------------------------------------------------------

    static Stream<Arguments> unreadable() {
        byte[] good = signed(500).encode();
        return Stream.of(
                Arguments.of("truncated", "TLV_MALFORMED", Arrays.copyOf(good, good.length - 1)),
                Arguments.of("a length that goes on", "TLV_MALFORMED", HEX.parseHex("9F2681")),
                Arguments.of("a tag twice", "TLV_TAG_REPEATED", joined(good, HEX.parseHex("9F360200AA"))),
                Arguments.of("a counter of three bytes", "CHIP_TAG_LENGTH", signed(500).with(Field55.COUNTER, new byte[3]).encode()),
                Arguments.of("a cryptogram of none", "CHIP_TAG_LENGTH", signed(500).with(Field55.CRYPTOGRAM, new byte[0]).encode()),
                Arguments.of("nothing but a cryptogram", "CHIP_TAG_MISSING", Field55.empty().with(Field55.CRYPTOGRAM, new byte[8]).encode()),
                Arguments.of("empty", "CHIP_TAG_MISSING", new byte[0]),
                Arguments.of("another amount", "CHIP_DATA_CONTRADICTS", signed(400).encode()),
                Arguments.of("another currency", "CHIP_DATA_CONTRADICTS", signed(500).with(Field55.CURRENCY, HEX.parseHex("0840")).encode()),
                Arguments.of("another sequence number", "CHIP_DATA_CONTRADICTS", signed(500).with(Field55.CARD_SEQUENCE, new byte[] {2}).encode()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void unreadable(String name, String rule, byte[] field55) throws Exception {
        refuses(rule, raw.signed(sale(500, field55)));
    }

    @Test
    void field55_of256BytesMoreThanThereMayBe_30() throws Exception {
        byte[] whole = new byte[255];
        Arrays.fill(whole, (byte) 0x5A);
        byte[] frame = raw.signed(sale(500, whole));
        int at = HEX.formatHex(frame).indexOf("0255" + "5a".repeat(255)) / 2;
        byte[] more = new byte[frame.length + 256];
        System.arraycopy(frame, 0, more, 0, at);
        more[at] = 0x05;
        more[at + 1] = 0x11;
        Arrays.fill(more, at + 2, at + 2 + 511, (byte) 0x5A);
        System.arraycopy(frame, at + 2 + 255, more, at + 2 + 511, frame.length - at - 2 - 255);
        more[0] = (byte) (more.length - 2 >> 8);
        more[1] = (byte) (more.length - 2);
        refuses("FIELD_TOO_LONG", more);
    }

    @Test
    void chipWithoutItsData_andDataWithoutAChip_30() throws Exception {
        refuses("CHIP_DATA_MISSING", raw.signed(sale(500, signed(500).encode()).toBuilder().without(55).build()));
        refuses("CHIP_DATA_UNEXPECTED", raw.signed(sale(500, signed(500).encode()).toBuilder().text(22, "021").build()));
    }

    // what became of scripts -------------------------------------------------------------------------------------------

    private static Message scriptsOf(Message sale, String amount, Field55 said) {
        return raw.request("0620", "00", "951").text(4, amount).text(22, "051").text(23, "001").text(49, "156")
                .text(61, sale.text(60).substring(2, 8) + sale.text(11)).bytes(55, said.encode()).bytes(64, new byte[8]).build();
    }

    @Test
    void scriptResults_areTakenOnce_andOfTheirTransactionAlone() throws Exception {
        Field55 chip = signed(500);
        Message sale = sale(500, chip.encode());
        Field55 results = chip.with(Field55.SCRIPT_RESULTS, HEX.parseHex("1000000000"));
        assertThat(raw.askSigned(scriptsOf(sale, sale.text(4), results)).text(39)).as("before the sale").isEqualTo("25");
        assertThat(raw.askSigned(sale).text(39)).isEqualTo("00");
        assertThat(raw.askSigned(scriptsOf(sale, "000000000499", results)).text(39)).isEqualTo("64");
        assertThat(raw.askSigned(scriptsOf(sale, sale.text(4), results)).text(39)).isEqualTo("00");
        assertThat(raw.askSigned(scriptsOf(sale, sale.text(4), results)).text(39)).as("again").isEqualTo("00");
        assertThat(corridor.story(sale)).containsOnlyOnce("SCRIPTS_TOLD");
        assertThat(networkJournal()).contains("\"results\":\"1000000000\"");
        Message swiped = raw.sale(100, corridor.network.cards().get(CREDIT_CARD)).build();
        assertThat(raw.askSigned(swiped).text(39)).isEqualTo("00");
        assertThat(raw.askSigned(scriptsOf(swiped, swiped.text(4), results)).text(39)).as("no chip").isEqualTo("25");
        refuses("SCRIPT_RESULTS_OF_ANOTHER_CHIP", raw.signed(scriptsOf(sale, sale.text(4), results.with(Field55.COUNTER, HEX.parseHex("7FFF")))));
        refuses("CHIP_TAG_MISSING", raw.signed(scriptsOf(sale, sale.text(4), chip)));
        refuses("CHIP_TAG_LENGTH", raw.signed(scriptsOf(sale, sale.text(4), results.with(Field55.SCRIPT_RESULTS, new byte[4]))));
        assertThat(raw.askSigned(scriptsOf(sale, sale.text(4), results).toBuilder().without(61).build()).text(39)).isEqualTo("30");
    }

    @Test
    void scriptResults_thatTheNetworkDoesNotTake_areAskedForAgain() throws Exception {
        Field55 chip = signed(500);
        Message sale = sale(500, chip.encode());
        assertThat(raw.askSigned(sale).text(39)).isEqualTo("00");
        Message notice = scriptsOf(sale, sale.text(4), chip.with(Field55.SCRIPT_RESULTS, HEX.parseHex("2000000000")));
        corridor.network.behaviour(Behaviour.wrongMac().times(1));
        assertThat(raw.askSigned(notice).text(39)).isEqualTo("98");
        assertThat(corridor.story(sale)).doesNotContain("SCRIPTS_TOLD");
        corridor.awaitNetwork();
        assertThat(raw.askSigned(scriptsOf(sale, sale.text(4), chip.with(Field55.SCRIPT_RESULTS, HEX.parseHex("2000000000")))).text(39)).isEqualTo("00");
    }

    /// With 30, counted by its name, without a trace in the journal; and the line stays.
    private static void refuses(String rule, byte[] frame) throws Exception {
        double before = refused(rule);
        long rows = rows();
        try (RawTerminal.Line line = raw.line()) {
            line.send(frame);
            assertThat(raw.decode(line.receive().orElseThrow()).text(39)).isEqualTo("30");
            assertThat(refused(rule) - before).isEqualTo(1);
            assertThat(rows()).isEqualTo(rows);
            line.send(raw.signed(raw.sale(100, corridor.network.cards().get(CREDIT_CARD)).build()));
            assertThat(raw.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
        }
    }

    private static double refused(String rule) {
        Counter counter = corridor.bean(MeterRegistry.class).find("shouyin.gateway.refused").tag("rule", rule).counter();
        return counter == null ? 0 : counter.count();
    }

    private static long rows() {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction").query(Long.class).single();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
