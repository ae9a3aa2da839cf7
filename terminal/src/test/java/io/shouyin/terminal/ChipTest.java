package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cards with a chip: what the terminal sends of them, and what they make of what an issuer answers. The issuer is this test.
class ChipTest {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DEBIT_CARD = 0;
    private static final int CREDIT_CARD = 1;
    private static final int OLD_CARD = 2;
    private static final byte[] PIN_UNBLOCK = HEX.parseHex("8424000008");

    @TempDir
    Path folder;

    private static void present(Bench bench, EntryMode mode, int card) {
        bench.await("menu.cashier");
        bench.terminal.press("1");
        bench.await("sale.amount");
        bench.terminal.type("1000");
        bench.terminal.press("OK");
        bench.await("sale.card");
        bench.terminal.card(mode, card);
    }

    private static void confirm(Bench bench) {
        bench.await("sale.password");
        bench.terminal.type(Bench.PASSWORD);
        bench.terminal.press("OK");
        bench.await("sale.pin");
        bench.terminal.type(Bench.PIN);
        bench.terminal.press("OK");
    }

    private static JournalEntry approved(Bench bench, EntryMode mode, int card) {
        present(bench, mode, card);
        confirm(bench);
        bench.await("sale.approved");
        bench.terminal.press("CANCEL OK");
        bench.await("menu.cashier");
        return bench.terminal.state().journal().getLast();
    }

    private static Field55 sent(Bench bench) throws Exception {
        return Field55.decodeRequest(bench.host.requests("0200").getLast().bytes(55));
    }

    // the issuer -------------------------------------------------------------------------------------------------------

    private static boolean isLong(Field55 request) {
        return request.value(Field55.ISSUER_APPLICATION_DATA)[2] == 10;
    }

    private static byte[] sessionKey(Field55 request) {
        return EmvKeys.commonSessionKeyForAtc(Bench.CHIP_KEY, request.value(Field55.COUNTER));
    }

    private static byte[] arqc(Field55 request) {
        byte[] own = request.value(Field55.ISSUER_APPLICATION_DATA);
        return isLong(request)
                ? EmvCryptograms.cryptogram(Bench.CHIP_KEY, MacPadding.ZEROS, joined(request.underCryptogram(), Arrays.copyOfRange(own, 3, 7)))
                : EmvCryptograms.cryptogram(sessionKey(request), MacPadding.ONE_AND_ZEROS, joined(request.underCryptogram(), own));
    }

    private static Field55 approval(Field55 request) {
        return authentication(request, "00", "00800000");
    }

    private static Field55 refusal(Field55 request) {
        return authentication(request, "05", "00000000");
    }

    private static Field55 authentication(Field55 request, String code, String update) {
        byte[] arqc = request.value(Field55.CRYPTOGRAM);
        byte[] response = code.getBytes(StandardCharsets.US_ASCII);
        byte[] status = HEX.parseHex(update);
        return Field55.empty().with(Field55.ISSUER_AUTHENTICATION, isLong(request)
                ? joined(EmvCryptograms.arpcMethod1(Bench.CHIP_KEY, arqc, response), response)
                : joined(EmvCryptograms.arpcMethod2(sessionKey(request), arqc, status, new byte[0]), status));
    }

    private static Field55 forged(Field55 request) {
        byte[] said = approval(request).value(Field55.ISSUER_AUTHENTICATION);
        said[0] ^= 1;
        return Field55.empty().with(Field55.ISSUER_AUTHENTICATION, said);
    }

    private static byte[] script(Field55 request, byte[] integrityKey) {
        byte[] atc = request.value(Field55.COUNTER);
        byte[] mac = EmvCryptograms.scriptMac(EmvKeys.visaMessagingKey(integrityKey, atc), PIN_UNBLOCK, atc, request.value(Field55.CRYPTOGRAM));
        var template = new ByteArrayOutputStream();
        BerTlv.write(template, 0x86, joined(PIN_UNBLOCK, mac));
        return template.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    // the card's cryptogram --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {DEBIT_CARD, CREDIT_CARD})
    void insertedCard_isSentWithItsCryptogram_andCounts(int card) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = ChipTest::approval;
            approved(bench, EntryMode.INSERT, card);
            Message request = bench.host.requests("0200").getLast();
            assertThat(request.text(22)).isEqualTo("051");
            assertThat(request.text(23)).isEqualTo("001");
            assertThat(request.text(60)).endsWith("00050");
            Field55 first = sent(bench);
            assertThat(first.value(Field55.CRYPTOGRAM)).isEqualTo(arqc(first));
            assertThat(HEX.formatHex(first.value(Field55.AMOUNT))).isEqualTo(request.text(4));
            assertThat(HEX.formatHex(first.value(Field55.SEQUENCE_COUNTER))).isEqualTo("00" + request.text(11));
            assertThat(HEX.formatHex(first.value(Field55.VERIFICATION_RESULTS))).as("with PIN").isEqualTo("0000040000");
            assertThat(first.tags()).doesNotContain(0x5A, 0x57);
            assertThat(first.encode().length).isLessThanOrEqualTo(255);
            approved(bench, EntryMode.INSERT, card);
            Field55 second = sent(bench);
            assertThat(HEX.formatHex(first.value(Field55.COUNTER))).isEqualTo("0001");
            assertThat(HEX.formatHex(second.value(Field55.COUNTER))).isEqualTo("0002");
            assertThat(second.value(Field55.UNPREDICTABLE_NUMBER)).isNotEqualTo(first.value(Field55.UNPREDICTABLE_NUMBER));
            assertThat(second.value(Field55.CRYPTOGRAM)).isEqualTo(arqc(second));
        }
    }

    @Test
    void tappedCard_isSentWithItsCryptogram_andIsNotAskedAgain() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = ChipTest::forged;
            JournalEntry sale = approved(bench, EntryMode.TAP, CREDIT_CARD);
            assertThat(bench.host.requests("0200").getLast().text(22)).isEqualTo("071");
            assertThat(sale.chip().cryptogram()).isEqualTo(HEX.formatHex(sent(bench).value(Field55.CRYPTOGRAM)));
            assertThat(bench.host.reversedTraces).isEmpty();
        }
    }

    @Test
    void swipedCard_sendsNothingOfAChip() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            approved(bench, EntryMode.SWIPE, DEBIT_CARD);
            Message request = bench.host.requests("0200").getLast();
            assertThat(request.has(55)).isFalse();
            assertThat(request.has(23)).isFalse();
            assertThat(bench.terminal.state().journal().getLast().chip()).isNull();
        }
    }

    @Test
    void chipThatIsSilent_isSwipedAsFallback() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            present(bench, EntryMode.TAP, OLD_CARD);
            bench.terminal.awaitReady();
            assertThat(bench.await("sale.card").lines(Language.ZH)).contains("芯片读取失败", "请插卡或刷卡");
            bench.terminal.card(EntryMode.INSERT, OLD_CARD);
            bench.terminal.awaitReady();
            Screen screen = bench.await("sale.card");
            assertThat(screen.lines(Language.ZH)).contains("芯片读取失败", "请刷卡");
            assertThat(screen.lines(Language.EN)).contains("The chip cannot be read", "Please swipe the card");
            bench.terminal.card(EntryMode.SWIPE, OLD_CARD);
            confirm(bench);
            bench.await("sale.approved");
            Message request = bench.host.requests("0200").getLast();
            assertThat(request.text(22)).isEqualTo("021");
            assertThat(request.text(60)).endsWith("00052");
            assertThat(request.has(55)).isFalse();
        }
    }

    // the issuer's answer ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {DEBIT_CARD, CREDIT_CARD})
    void answer_signedByTheIssuer_letsTheCardSignTheReceipt(int card) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = ChipTest::approval;
            JournalEntry sale = approved(bench, EntryMode.INSERT, card);
            assertThat(sale.chip().statusInformation()).isEqualTo("7800");
            assertThat(bench.slips().getFirst().text(Paper.MM58)).anyMatch(line -> line.startsWith("AID") && line.endsWith("A000000333010101"))
                    .anyMatch(line -> line.startsWith("ATC") && line.endsWith("0001"))
                    .anyMatch(line -> line.startsWith("TC") && line.endsWith(sale.chip().cryptogram()));
            assertThat(bench.terminal.state().reversal()).isNull();
        }
    }

    @Test
    void answer_withoutIssuerAuthentication_isTakenAsItIs() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            assertThat(approved(bench, EntryMode.INSERT, DEBIT_CARD).chip().statusInformation()).isEqualTo("6800");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,forged", "1,forged", "0,refused", "1,refused"})
    void answer_thatTheIssuerHasNotSignedAsApproval_isReversed(int card, String how) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = how.equals("forged") ? ChipTest::forged : ChipTest::refusal;
            present(bench, EntryMode.INSERT, card);
            confirm(bench);
            Screen screen = bench.await("sale.inDoubt");
            assertThat(screen.lines(Language.ZH)).contains("卡片不认发卡行的应答");
            assertThat(screen.lines(Language.EN)).contains("The card does not take the answer for its issuer's");
            Message reversal = bench.host.requests("0400").getLast();
            assertThat(reversal.text(39)).isEqualTo("06");
            assertThat(reversal.text(38)).isEqualTo("123456");
            assertThat(reversal.text(23)).isEqualTo("001");
            assertThat(reversal.bytes(55)).isEqualTo(bench.host.requests("0200").getLast().bytes(55));
            assertThat(List.of(reversal.has(2), reversal.has(35), reversal.has(52))).containsOnly(false);
            assertThat(bench.host.reversedTraces).hasSize(1);
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(JournalEntry.Outcome.REVERSED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Field55.SCRIPT_BEFORE, Field55.SCRIPT_AFTER})
    void script_ofTheIssuer_isCarriedOut_andToldWithTheNextTransaction(int template) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = request -> approval(request).with(template, script(request, Bench.CHIP_INTEGRITY_KEY));
            assertThat(approved(bench, EntryMode.INSERT, DEBIT_CARD).chip().statusInformation()).isEqualTo("7C00");
            bench.host.chipIssuer = ChipTest::approval;
            approved(bench, EntryMode.INSERT, DEBIT_CARD);
            assertThat(HEX.formatHex(sent(bench).value(Field55.ISSUER_APPLICATION_DATA))).isEqualTo("06011203A00010");
            approved(bench, EntryMode.INSERT, DEBIT_CARD);
            assertThat(HEX.formatHex(sent(bench).value(Field55.ISSUER_APPLICATION_DATA))).isEqualTo("06011203A00000");
        }
    }

    /// A host that knows nothing of notices: three tries, each behind a sale, and none of them is in a sale's way.
    @Test
    void noticeOfAScript_thatNobodyAnswers_isTriedBehindThreeSales_andLetGo() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            for (int i = 0; i < 3; i++) {
                bench.host.plan("0620", FakeHost.Behaviour.DEAF);
            }
            bench.host.chipIssuer = request -> approval(request).with(Field55.SCRIPT_AFTER, script(request, Bench.CHIP_INTEGRITY_KEY));
            approved(bench, EntryMode.INSERT, DEBIT_CARD);
            bench.host.chipIssuer = ChipTest::approval;
            for (int sale = 2; sale <= 4; sale++) {
                approved(bench, EntryMode.INSERT, DEBIT_CARD);
            }
            assertThat(bench.host.requests("0620")).hasSize(3).extracting(notice -> notice.text(61)).containsOnly(bench.host.requests("0620").getFirst().text(61));
            assertThat(bench.host.requests("0200")).hasSize(4);
        }
    }

    @Test
    void script_ofSomebodyElse_isNotCarriedOut() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = request -> forged(request).with(Field55.SCRIPT_BEFORE, script(request, Bench.CHIP_KEY));
            present(bench, EntryMode.INSERT, DEBIT_CARD);
            confirm(bench);
            bench.await("sale.inDoubt");
            Field55 told = Field55.decode(bench.host.requests("0400").getLast().bytes(55));
            assertThat(HEX.formatHex(told.value(Field55.SCRIPT_RESULTS))).isEqualTo("1000000000");
            bench.terminal.press("OK");
            bench.host.chipIssuer = ChipTest::approval;
            approved(bench, EntryMode.INSERT, DEBIT_CARD);
            assertThat(HEX.formatHex(sent(bench).value(Field55.ISSUER_APPLICATION_DATA))).as("a script failed").isEqualTo("06011203A00008");
        }
    }

    @Test
    void script_thatMakesNoSense_isAsIfNothingWasSaid() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.chipIssuer = request -> approval(request).with(Field55.SCRIPT_AFTER, HEX.parseHex("86FF"));
            assertThat(approved(bench, EntryMode.INSERT, DEBIT_CARD).chip().statusInformation()).isEqualTo("7800");
        }
    }
}
