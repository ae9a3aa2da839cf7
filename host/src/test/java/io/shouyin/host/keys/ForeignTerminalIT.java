package io.shouyin.host.keys;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Handout;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.host.gateway.ForeignTerminal;
import io.shouyin.host.gateway.ForeignTerminal.Answer;
import io.shouyin.host.gateway.ForeignTerminal.Gateway;
import io.shouyin.host.gateway.ForeignTerminal.Request;
import io.shouyin.host.gateway.ForeignWire;
import io.shouyin.kernel.Pan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole protocol as a terminal of another maker walks it, whose master key people have typed: every row of its tables, reversals, a batch to its
/// end, and frames that no terminal should send. All of it on either port of the gateway.
@ParameterizedClass
@EnumSource
class ForeignTerminalIT {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /// What the card says of itself: it made a request for its issuer.
    private static final String OWN_RESULTS = "03A00000";
    private static final String NO_ORIGINAL = "000000000000";

    @TempDir
    static Path folder;
    private static Corridor corridor;
    private static Officers officers;
    private static Card card;

    @BeforeAll
    static void start() throws IOException {
        corridor = Corridor.start(folder, Map.of("shouyin.keys.single-length-keys", true));
        corridor.awaitNetwork();
        officers = new Officers(corridor.url(),
                TwoAdministrators.of(URI.create(corridor.url()).getPort(), corridor.bean(FirstAdministrators.class).ensure()), 2);
        JsonNode credit = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("network/cards.json"))).get(1);
        card = new Card(credit.path("pan").asString(), credit.path("track2").asString(), credit.path("expiry").asString(), credit.path("pin").asString(),
                HEX.parseHex(credit.path("chip").path("cryptogramKey").asString()));
    }

    @AfterAll
    static void stop() {
        corridor.close();
    }

    /// @param chipKey what its chip signs with, by cryptogram version 10
    private record Card(String pan, String track2, String expiry, String pin, byte[] chipKey) {}

    /// A row of the protocol's table of transactions.
    private enum Row {
        BALANCE(0x0200, "310000", "00", "01"),
        SALE(0x0200, "000000", "00", "22"),
        VOID(0x0200, "200000", "00", "23"),
        REFUND(0x0220, "200000", "00", "25"),
        PRE_AUTH(0x0100, "030000", "06", "10"),
        PRE_AUTH_VOID(0x0100, "200000", "06", "11"),
        COMPLETION(0x0200, "000000", "06", "20"),
        COMPLETION_VOID(0x0200, "200000", "06", "21"),
        COMPLETION_NOTICE(0x0220, "000000", "06", "24"),
        TOP_UP(0x0100, "030000", "60", "10"),
        OFFLINE_SALE(0x0220, "000000", "00", "36");

        private final int type;
        private final String processing;
        private final String condition;
        private final String transactionType;

        Row(int type, String processing, String condition, String transactionType) {
            this.type = type;
            this.processing = processing;
            this.condition = condition;
            this.transactionType = transactionType;
        }
    }

    private enum Wire { PLAIN, TLS }

    @Parameter
    private Wire wire;

    private Handout register(String serialNumber) {
        return corridor.register(serialNumber + "-" + wire);
    }

    /// One that people have just loaded, on a line of its own.
    private ForeignTerminal loaded(String serialNumber) throws IOException {
        Handout handout = register(serialNumber);
        return switchedOn(handout, components(handout));
    }

    private static List<byte[]> components(Handout handout) {
        return officers.seen(officers.approved(Map.of("kind", "TERMINAL", "terminalId", handout.terminalId(), "parts", 2))).stream()
                .map(part -> HEX.parseHex(part.path("components").get(0).path("hex").asString())).toList();
    }

    /// Where it calls and what it trusts there is what the console says of it.
    private ForeignTerminal switchedOn(Handout handout, List<byte[]> components) throws IOException {
        JsonNode settings = officers.browser(0).get("/api/v1/terminals/" + handout.terminalId() + "/settings").expect(200).body();
        Gateway gateway = switch (wire) {
            case PLAIN -> new Gateway(corridor.plainPort(), Optional.empty());
            case TLS -> new Gateway(settings.path("gatewayPort").asInt(), Optional.of(settings.path("gatewayCertificateSha256").asString()));
        };
        return new ForeignTerminal(gateway, handout.terminalId(), Corridor.MERCHANT.value(), components);
    }

    private ForeignTerminal signedIn(String serialNumber) throws IOException {
        ForeignTerminal terminal = loaded(serialNumber);
        terminal.signIn("003");
        return terminal;
    }

    // requests ---------------------------------------------------------------------------------------------------------

    private static Request without(ForeignTerminal terminal, Row row, long fen) {
        return terminal.request(row.type, row.transactionType, "000").with(3, row.processing).with(4, "%012d".formatted(fen)).with(25, row.condition).with(49, "156");
    }

    /// By swipe, without a PIN.
    private static Request swiped(ForeignTerminal terminal, Row row, long fen) {
        Request request = without(terminal, row, fen).with(22, "0220").with(35, terminal.track2(card.track2()));
        return terminal.encryptsTracks() ? request.with(53, "0610000000000000") : request;
    }

    private static Request withPin(ForeignTerminal terminal, Request request) {
        return request.with(22, request.text(22).substring(0, 2) + "10").with(26, "12").with(52, terminal.pinBlock(card.pin(), card.pan()))
                .with(53, terminal.encryptsTracks() ? "2610000000000000" : "2600000000000000");
    }

    /// With what the chip says of it.
    private static Request byChip(ForeignTerminal terminal, Row row, long fen, String entryMode, int counter) {
        return swiped(terminal, row, fen).with(22, entryMode).with(2, card.pan()).with(14, card.expiry()).with(23, "0001").with(55, chipData(fen, counter, "80"));
    }

    private static Request naming(Request request, Row row, Answer original, String originalBatch) {
        String date = NO_ORIGINAL + original.text(13);
        return switch (row) {
            case VOID -> request.with(37, original.text(37)).with(38, original.text(38)).with(61, originalBatch + original.text(11));
            case COMPLETION_VOID -> request.with(37, original.text(37)).with(38, original.text(38)).with(61, originalBatch + original.text(11) + original.text(13));
            case REFUND -> request.with(37, original.text(37)).with(61, date).with(63, "CUP");
            case PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE, TOP_UP -> request.with(38, original.text(38)).with(61, date);
            case BALANCE, SALE, PRE_AUTH, OFFLINE_SALE -> throw new IllegalArgumentException(row + " follows nothing");
        };
    }

    private static Request following(ForeignTerminal terminal, Row row, Answer original, long fen) {
        return naming(swiped(terminal, row, fen), row, original, terminal.batch());
    }

    private static Answer approved(ForeignTerminal terminal, Request request) {
        Answer answer = terminal.askSigned(request);
        assertThat(answer.code()).isEqualTo("00");
        assertThat(Stream.of(2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 38, 39, 41, 42, 44, 49, 60, 63, 64).filter(field -> !answer.has(field))).as("missing of an approval").isEmpty();
        return answer;
    }

    private static Answer approved(ForeignTerminal terminal, Row row, Answer original, long fen) {
        return approved(terminal, following(terminal, row, original, fen));
    }

    /// A pre-authorization of 1000 fen.
    private static Answer held(ForeignTerminal terminal) {
        return approved(terminal, swiped(terminal, Row.PRE_AUTH, 1_000));
    }

    /// As the original, without what a reversal leaves out.
    private static Request reversal(Request original, String reason) {
        return new Request(0x0400, original.fields()).without(26, 35, 36, 37, 52, 53, 63, 64).with(39, reason);
    }

    private static Answer settlement(ForeignTerminal terminal, long debitFen, int debits, long creditFen, int credits) {
        return terminal.ask(terminal.request(0x0500, "00", "201").with(48, "%012d%03d%012d%03d0".formatted(debitFen, debits, creditFen, credits) + "0".repeat(31))
                .with(49, "156").with(63, "01 "));
    }

    private static Answer uploadEnd(ForeignTerminal terminal, String kind, int count) {
        return terminal.ask(terminal.request(0x0320, "00", kind).with(48, "%04d".formatted(count)));
    }

    /// Of the card, once the network has heard of every reversal.
    private static long balanceFen() {
        until("nothing is being reversed", () -> corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state IN ('PENDING', 'IN_DOUBT', 'REVERSING')")
                .query(Integer.class).single() == 0);
        return corridor.network.balanceFen(Pan.of(card.pan()));
    }

    // the walk ---------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"001", "003", "004"})
    void everyRow_inOneBatch_settledBalanced_andTheNextBatchBegins(String keys) throws IOException {
        try (ForeignTerminal terminal = loaded("SYFOREIGN-" + keys)) {
            long before = balanceFen();
            assertThat(terminal.ask(terminal.request(0x0820, "00", "301").without(11)).code()).as("echo, with no batch yet").isEqualTo("00");
            Answer signedIn = terminal.signIn(keys);
            assertThat(Stream.of(11, 12, 13, 32, 37, 39, 41, 42, 60, 62).filter(field -> !signedIn.has(field))).as("missing of a sign-in").isEmpty();
            Answer parameters = terminal.ask(terminal.request(0x0800, "00", "360"));
            assertThat(new String(HEX.parseHex(parameters.text(62)), StandardCharsets.US_ASCII)).matches("(12\\d\\d|13\\d|18\\d|19\\d\\d|20\\d|21\\d|23\\d|25\\d)+");
            assertThat(terminal.ask(terminal.request(0x0800, "00", "361")).code()).isEqualTo("00");
            assertThat(terminal.ask(terminal.request(0x0820, "00", "362")).code()).isEqualTo("00");

            Answer balance = terminal.askSigned(withPin(terminal, swiped(terminal, Row.BALANCE, 0).without(4)));
            assertThat(balance.text(54)).isEqualTo("0002156C%012d".formatted(before));
            approved(terminal, Row.VOID, approved(terminal, withPin(terminal, swiped(terminal, Row.SALE, 1_000))), 1_000);
            Answer sale = approved(terminal, swiped(terminal, Row.SALE, 1_000));
            approved(terminal, Row.REFUND, sale, 400);
            approved(terminal, Row.REFUND, sale, 600);
            approved(terminal, Row.PRE_AUTH_VOID, held(terminal), 1_000);
            Answer preAuth = approved(terminal, withPin(terminal, swiped(terminal, Row.PRE_AUTH, 1_000)));
            approved(terminal, Row.TOP_UP, preAuth, 1_000);
            approved(terminal, Row.COMPLETION_VOID, approved(terminal, Row.COMPLETION, preAuth, 2_300), 2_300);
            approved(terminal, Row.COMPLETION_NOTICE, held(terminal), 1_150);
            approved(terminal, swiped(terminal, Row.OFFLINE_SALE, 500).with(22, "0520").with(23, "0001"));
            Request undone = swiped(terminal, Row.SALE, 700);
            terminal.tell(undone);
            terminal.tell(undone);
            assertThat(terminal.answer(undone).text(38)).as("told twice in one breath").isEqualTo(terminal.answer(undone).text(38));
            assertThat(terminal.askSigned(reversal(undone, "98")).code()).isEqualTo("00");
            assertThat(balanceFen()).isEqualTo(before - 1_150 - 500);

            Answer settled = settlement(terminal, 1_000 + 1_000 + 2_300 + 1_150 + 500, 5, 1_000 + 400 + 600 + 2_300, 4);
            assertThat(settled.has(39)).isFalse();
            assertThat(settled.text(48)).matches("\\d{30}1\\d{31}");
            assertThat(uploadEnd(terminal, "207", 0).code()).isEqualTo("00");
            terminal.nextBatch();
            approved(terminal, Row.VOID, approved(terminal, swiped(terminal, Row.SALE, 100)), 100);
            assertThat(terminal.ask(terminal.request(0x0820, "00", "002")).code()).isEqualTo("00");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100)).code()).as("signed out").isEqualTo("77");
        }
        corridor.assertBooksHold();
    }

    /// Section 3: digits 1 and 2 of field 22, and as much of field 60 as a terminal likes.
    @ParameterizedTest
    @ValueSource(strings = {"", "000", "00050", "000500", "000501", "000500000"})
    void sale_byEveryEntryMode_withAnyEndOfField60(String end) throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-F60-" + end)) {
            List<Request> sales = List.of(
                    without(terminal, Row.SALE, 100).with(22, "0120").with(2, card.pan()).with(14, card.expiry()),
                    swiped(terminal, Row.SALE, 100),
                    withPin(terminal, swiped(terminal, Row.SALE, 100)));
            for (Request sale : sales) {
                approved(terminal, sale.with(60, "22" + terminal.batch() + end));
            }
        }
    }

    // reversals --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"98", "A0", "06"})
    void reversal_ofEachKindThatIsReversed_undoesItOnce(String reason) throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-REV-" + reason)) {
            long before = balanceFen();
            Answer sale = approved(terminal, swiped(terminal, Row.SALE, 1_000));
            Answer completed = approved(terminal, Row.COMPLETION, held(terminal), 1_000);
            for (Request original : List.of(swiped(terminal, Row.SALE, 1_000), swiped(terminal, Row.PRE_AUTH, 1_000), following(terminal, Row.TOP_UP, held(terminal), 500),
                    following(terminal, Row.VOID, sale, 1_000), following(terminal, Row.PRE_AUTH_VOID, held(terminal), 1_000), following(terminal, Row.COMPLETION, held(terminal), 1_150),
                    following(terminal, Row.COMPLETION_VOID, completed, 1_000))) {
                Answer answer = approved(terminal, original);
                Request reversal = reversal(original, reason);
                assertThat(terminal.askSigned(reversal.with(38, answer.text(38))).code()).isEqualTo("00");
                assertThat(terminal.askSigned(reversal).code()).as("again, and without the code").isEqualTo("00");
                assertThat(terminal.askSigned(reversal.with(4, "000000000001")).code()).as("of another amount").isEqualTo("64");
            }
            assertThat(balanceFen()).as("a sale, a completion, and three pre-authorizations stand").isEqualTo(before - 5 * 1_000);
        }
    }

    @Test
    void reversal_ofWhatNeverCame_letsItDieWhenItComes() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-LATE")) {
            Request late = swiped(terminal, Row.SALE, 1_000);
            assertThat(terminal.askSigned(reversal(late, "98")).code()).isEqualTo("25");
            assertThat(terminal.askSigned(reversal(late, "98")).code()).isEqualTo("25");
            assertThat(terminal.askSigned(late).code()).isNotEqualTo("00");
        }
    }

    @Test
    void reversal_ofWhatHasNone_orOfASettledBatch_12() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-NOREV")) {
            Request sale = swiped(terminal, Row.SALE, 1_000);
            Answer sold = approved(terminal, sale);
            Request refund = following(terminal, Row.REFUND, sold, 1_000);
            approved(terminal, refund);
            assertThat(terminal.askSigned(reversal(refund, "98")).code()).isEqualTo("12");
            Request notice = following(terminal, Row.COMPLETION_NOTICE, held(terminal), 1_000);
            approved(terminal, notice);
            assertThat(terminal.askSigned(reversal(notice, "98")).code()).isEqualTo("12");
            Request asked = swiped(terminal, Row.BALANCE, 0).without(4);
            assertThat(terminal.askSigned(asked).code()).isEqualTo("00");
            assertThat(terminal.askSigned(reversal(asked, "98").with(4, "000000000000")).code()).isEqualTo("12");
            assertThat(settlement(terminal, 2_000, 2, 1_000, 1).text(48)).matches("\\d{30}1\\d{31}");
            assertThat(terminal.askSigned(reversal(sale, "98")).code()).as("after its batch was settled").isEqualTo("12");
        }
    }

    // refusals ---------------------------------------------------------------------------------------------------------

    /// By the code alone: nobody has told this terminal of field 57, so its library would stop at it.
    @Test
    void whatMayNotFollow_isRefusedByItsCode_withoutFieldsOfOurs() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-NO")) {
            Answer sale = approved(terminal, swiped(terminal, Row.SALE, 1_000));
            assertThat(terminal.askSigned(following(terminal, Row.VOID, sale, 900)).code()).isEqualTo("64");
            assertThat(terminal.askSigned(following(terminal, Row.REFUND, sale, 1_001)).code()).isEqualTo("61");
            Answer voided = approved(terminal, Row.VOID, sale, 1_000);
            assertThat(terminal.askSigned(following(terminal, Row.VOID, sale, 1_000)).code()).isEqualTo("22");
            assertThat(terminal.askSigned(following(terminal, Row.VOID, voided, 1_000)).code()).isEqualTo("12");
            assertThat(terminal.askSigned(naming(swiped(terminal, Row.VOID, 1_000), Row.VOID, sale, "000099")).code()).isEqualTo("12");
            assertThat(terminal.askSigned(following(terminal, Row.COMPLETION, held(terminal), 1_151)).code()).isEqualTo("64");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 0)).code()).isEqualTo("13");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 999_999_999_999L)).code()).as("more than the card has").isEqualTo("61");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(49, "840")).code()).isEqualTo("30");
            assertThat(terminal.askSigned(withPin(terminal, swiped(terminal, Row.SALE, 100)).with(52, terminal.pinBlock("000000".equals(card.pin()) ? "111111" : "000000", card.pan()))).code())
                    .isEqualTo("55");
            Request used = swiped(terminal, Row.SALE, 100);
            approved(terminal, used);
            assertThat(terminal.askSigned(used.with(4, "000000000200")).code()).isEqualTo("94");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(60, "22000099000")).code()).as("another batch").isEqualTo("77");
            assertThat(terminal.askSigned(terminal.request(0x0200, "22", "000").with(3, "990000").with(25, "00")).code()).as("no row").isEqualTo("40");
        }
    }

    // the batch --------------------------------------------------------------------------------------------------------

    @Test
    void settlement_outOfBalance_isUploaded_overAnotherLine_andTheNextBatchBegins() throws IOException {
        Handout handout = register("SYFOREIGN-UNBALANCED");
        List<byte[]> components = components(handout);
        Request first;
        Request second;
        try (ForeignTerminal terminal = switchedOn(handout, components)) {
            terminal.signIn("003");
            first = swiped(terminal, Row.SALE, 1_000);
            approved(terminal, first);
            second = swiped(terminal, Row.SALE, 2_000);
            approved(terminal, second);
            assertThat(settlement(terminal, 1_000, 1, 0, 0).text(48)).startsWith("000000003000" + "002").matches("\\d{30}2\\d{31}");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100)).code()).as("no trade until it is done").isEqualTo("77");
            assertThat(upload(terminal, first).code()).isEqualTo("00");
            terminal.redial();
            assertThat(upload(terminal, first).code()).as("again, since the line had gone").isEqualTo("00");
            assertThat(uploadEnd(terminal, "202", 1).code()).isEqualTo("00");
            terminal.nextBatch();
            approved(terminal, swiped(terminal, Row.SALE, 100));
        }
        assertThat(corridor.jdbc().sql("SELECT difference_count FROM acquiring.batch WHERE terminal_id = ? AND batch_number = 1").param(handout.terminalId()).query(Integer.class).single())
                .as("the second sale").isEqualTo(1);
    }

    private static Answer upload(ForeignTerminal terminal, Request sale) {
        return terminal.ask(terminal.request(0x0320, "00", "201").with(48, "01" + "00" + sale.text(11) + "0".repeat(20 - card.pan().length()) + card.pan() + sale.text(4)));
    }

    // the frame --------------------------------------------------------------------------------------------------------

    @Test
    void trace_wraps_andHeadsOfOtherMakers_areAnswered() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-HEAD")) {
            terminal.trace(999_998);
            assertThat(approved(terminal, swiped(terminal, Row.SALE, 100)).text(11)).isEqualTo("999999");
            assertThat(approved(terminal, swiped(terminal, Row.SALE, 100)).text(11)).isEqualTo("000001");
            for (String head : List.of("6001234321" + "603100310100", "6000000000" + "600010000000", "60FFFF0001" + "613210999999")) {
                terminal.head(head);
                Answer answer = approved(terminal, swiped(terminal, Row.SALE, 100));
                assertThat(answer.head()).endsWith(head.substring(10));
            }
        }
    }

    /// Pad nibbles that are F, which some makers write.
    @Test
    void sale_paddedWithF_isReadAsTheOtherPad() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-PAD")) {
            assertThat(card.track2().length() % 2).isEqualTo(1);
            Request sale = swiped(terminal, Row.SALE, 100);
            byte[] frame = terminal.signed(sale, bytes -> {
                String track = card.track2().replace('=', 'D');
                int at = HEX.formatHex(bytes).indexOf(track) / 2 + track.length() / 2;
                bytes[at] |= 0x0F;
            });
            terminal.send(frame);
            assertThat(terminal.answer(sale).code()).isEqualTo("00");
        }
    }

    /// How a good frame is spoilt.
    private interface Spoiling {
        byte[] spoil(byte[] frame);
    }

    private static final int BODY = 13;
    /// Behind fields 3, 4, 11, 22 and 25.
    private static final int TRACK_COUNT = BODY + 25;

    static Stream<Arguments> hostile() {
        return Stream.of(
                hostile("announces 65535 bytes", "closed", _ -> new byte[] {-1, -1}),
                hostile("announces none", "closed", _ -> new byte[2]),
                hostile("no TPDU", "closed", frame -> with(frame, 2, 0x68)),
                hostile("letters in the header", "closed", frame -> with(frame, 7, 0xAB)),
                hostile("an answer", "closed", frame -> with(frame, BODY + 1, 0x10)),
                hostile("bit 1 set", "closed", frame -> with(frame, BODY + 2, frame[BODY + 2] | 0x80)),
                hostile("a field that there is not", "closed", frame -> with(frame, BODY + 2, frame[BODY + 2] | 0x08)),
                hostile("a card number of no digits", "closed", frame -> framed(with(inserted(frame, BODY + 10), BODY + 2, frame[BODY + 2] | 0x40))),
                hostile("a track longer than tracks are", "closed", frame -> with(frame, TRACK_COUNT, 0x38)),
                hostile("letters in a length", "closed", frame -> with(frame, TRACK_COUNT, 0x2A)),
                hostile("letters in a number", "closed", frame -> with(frame, BODY + 10, 0xAA)),
                hostile("a byte more than its fields", "30", frame -> framed(Arrays.copyOf(frame, frame.length + 1))),
                hostile("a byte less", "30", frame -> framed(Arrays.copyOf(frame, frame.length - 1))),
                hostile("another MAC", "A0", frame -> with(frame, frame.length - 1, frame[frame.length - 1] ^ 1)),
                hostile("another amount than the MAC's", "A0", frame -> with(frame, BODY + 18, frame[BODY + 18] ^ 1)),
                hostile("no MAC", "A0", frame -> framed(with(Arrays.copyOf(frame, frame.length - 8), BODY + 9, frame[BODY + 9] & 0xFE))));
    }

    private static Arguments hostile(String name, String fate, Spoiling spoiling) {
        return Arguments.of(name, fate, spoiling);
    }

    private static byte[] with(byte[] frame, int at, int value) {
        byte[] changed = frame.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /// With a zero more.
    private static byte[] inserted(byte[] frame, int at) {
        byte[] more = new byte[frame.length + 1];
        System.arraycopy(frame, 0, more, 0, at);
        System.arraycopy(frame, at, more, at + 1, frame.length - at);
        return more;
    }

    /// With its length set right.
    private static byte[] framed(byte[] frame) {
        return with(with(frame, 0, frame.length - 2 >> 8), 1, frame.length - 2);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostile")
    void frame_thatNoTerminalShouldSend_takesNothing(String name, String fate, Spoiling spoiling) throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-" + name.hashCode())) {
            long before = balanceFen();
            Request sale = swiped(terminal, Row.SALE, 1_000);
            terminal.send(spoiling.spoil(terminal.signed(sale)));
            if (fate.equals("closed")) {
                assertThat(terminal.receive()).isEmpty();
            } else {
                assertThat(terminal.answer(sale).code()).isEqualTo(fate);
                terminal.signIn("003");
                approved(terminal, Row.VOID, approved(terminal, swiped(terminal, Row.SALE, 100)), 100);
            }
            assertThat(balanceFen()).as("nothing was taken").isEqualTo(before);
        }
    }

    /// It can be read, and makes no sense: by its code, without a step in the books, and the line stays.
    @Test
    void request_thatMakesNoSense_isAnsweredByItsCode() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-SENSE")) {
            Answer sale = approved(terminal, swiped(terminal, Row.SALE, 1_000));
            String batch = terminal.batch();
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(60, "22" + batch + "0")).code()).as("a third of 60.3").isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(60, "22")).code()).as("no batch").isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(22, "0330")).code()).as("read in no way").isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).without(22)).code()).isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(11, "000000")).code()).isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).without(35)).code()).as("no card").isEqualTo("14");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(2, card.pan().substring(1))).code()).as("two cards").isEqualTo("14");
            assertThat(terminal.askSigned(following(terminal, Row.VOID, sale, 1_000).with(61, batch + "00001")).code()).as("half an original").isEqualTo("30");
            assertThat(terminal.askSigned(following(terminal, Row.VOID, sale, 1_000).without(61)).code()).isEqualTo("30");
            assertThat(terminal.askSigned(reversal(swiped(terminal, Row.SALE, 100), "98").without(39)).code()).isEqualTo("30");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(42, "104290058129999")).code()).as("another merchant").isEqualTo("03");
            assertThat(terminal.askSigned(swiped(terminal, Row.SALE, 100).with(41, "99999999")).code()).as("no terminal").isEqualTo("97");
            assertThat(terminal.ask(terminal.request(0x0800, "00", "009")).code()).as("no keys of that kind").isEqualTo("40");
            assertThat(terminal.ask(terminal.request(0x0500, "00", "201").with(48, "0".repeat(61)).with(49, "156")).code()).as("totals cut short").isEqualTo("30");
            assertThat(terminal.ask(terminal.request(0x0320, "00", "201").with(48, "09" + "0".repeat(9 * 40))).code()).as("nine lines").isEqualTo("30");
            assertThat(terminal.ask(terminal.request(0x0320, "00", "201").with(48, "02" + "0".repeat(40))).code()).as("one line of two").isEqualTo("30");
            approved(terminal, Row.VOID, sale, 1_000);
        }
    }

    // chips ------------------------------------------------------------------------------------------------------------

    /// Of the card's transaction `number`: it goes on from line to line, as a chip's does.
    private int counter(int number) {
        return 0x1000 * (wire.ordinal() + 1) + number;
    }

    @Test
    void chip_insertedAndTapped_isAnsweredByItsIssuer() throws IOException {
        try (ForeignTerminal terminal = signedIn("SYFOREIGN-CHIP")) {
            Request inserted = withPin(terminal, byChip(terminal, Row.SALE, 1_000, "0510", counter(1)));
            assertArpc(inserted, approved(terminal, inserted));
            Request results = terminal.request(0x0620, "00", "951").with(4, inserted.text(4)).with(22, "0510").with(23, "0001").with(49, "156")
                    .with(61, terminal.batch() + inserted.text(11)).with(55, inserted.text(55) + "DF31052000000000");
            assertThat(terminal.askSigned(results).code()).as("what became of a script").isEqualTo("00");
            assertThat(terminal.ask(results.with(11, "900000")).code()).as("without a MAC").isEqualTo("A0");
            terminal.signIn("003");
            Request tapped = byChip(terminal, Row.PRE_AUTH, 1_000, "0720", counter(2));
            Answer held = approved(terminal, tapped);
            assertArpc(tapped, held);
            approved(terminal, naming(byChip(terminal, Row.PRE_AUTH_VOID, 1_000, "0520", counter(3)), Row.PRE_AUTH_VOID, held, terminal.batch()));
            Request reversed = byChip(terminal, Row.SALE, 1_000, "0520", counter(4));
            approved(terminal, reversed);
            assertThat(terminal.askSigned(reversal(reversed, "06")).code()).isEqualTo("00");
            assertThat(terminal.askSigned(byChip(terminal, Row.SALE, 1_000, "0520", counter(4))).code()).as("a counter twice").isEqualTo("59");
        }
    }

    /// Tag 91 is the answer to this cryptogram: method 1, response code 00.
    private static void assertArpc(Request request, Answer answer) {
        byte[] arqc = HEX.parseHex(request.text(55).substring("9F2608".length(), "9F2608".length() + 16));
        byte[] arpc = ForeignWire.tdes(Cipher.ENCRYPT_MODE, card.chipKey(), ForeignWire.xor(arqc, HEX.parseHex("3030000000000000")));
        assertThat(answer.text(55)).startsWith("910A" + HEX.formatHex(arpc) + "3030");
    }

    /// @param information what the card makes: 80 a request for the issuer, 40 its own approval
    private static String chipData(long fen, int counter, String information) {
        String amount = "%012d".formatted(fen);
        String atc = "%04X".formatted(counter);
        String covered = amount + "000000000000" + "0156" + "0000000000" + "0156" + "260701" + "00" + "0A0B0C0D" + "1C00" + atc + OWN_RESULTS;
        return "9F2608" + HEX.formatHex(retailMac(HEX.parseHex(covered))) + "9F2701" + information + "9F100706010A" + OWN_RESULTS + "9F37040A0B0C0D" + "9F3602" + atc
                + "9505" + "0000000000" + "9A03260701" + "9C0100" + "9F0206" + amount + "5F2A020156" + "82021C00" + "9F1A020156" + "9F0306000000000000"
                + "9F3303E0F8C8" + "9F34031E0300" + "9F350122" + "9F1E085A5A565430303031" + "8408A000000333010102" + "9F09020020" + "9F410400000001";
    }

    /// ISO/IEC 9797-1 algorithm 3, padded with zeros.
    private static byte[] retailMac(byte[] data) {
        byte[] padded = Arrays.copyOf(data, (data.length + 7) / 8 * 8);
        byte[] left = Arrays.copyOf(card.chipKey(), 8);
        byte[] mac = new byte[8];
        for (int at = 0; at < padded.length; at += 8) {
            mac = ForeignWire.tdes(Cipher.ENCRYPT_MODE, left, ForeignWire.xor(mac, Arrays.copyOfRange(padded, at, at + 8)));
        }
        byte[] right = Arrays.copyOfRange(card.chipKey(), 8, 16);
        return ForeignWire.tdes(Cipher.ENCRYPT_MODE, left, ForeignWire.tdes(Cipher.DECRYPT_MODE, right, mac));
    }
}
