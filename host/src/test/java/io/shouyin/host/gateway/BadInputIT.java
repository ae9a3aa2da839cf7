package io.shouyin.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.FieldSpan;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.UnionPayMac;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bad input, and what it gets: each frame is refused by the name of its rule, counted, answered with 30 where it is clear
/// whom to answer and closed where it is not; what can be read but may not be gets its own code. Nothing of it is posted.
class BadInputIT {

    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final int BODY = 2 + Frame.BODY_OFFSET_BYTES;

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        terminal = RawTerminal.inService(corridor, "SYRAW-00000001");
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    // what cannot be read ----------------------------------------------------------------------------------------------

    /// How a good frame of a sale is spoilt.
    private interface Spoiling {
        byte[] spoil(Sale sale) throws Exception;
    }

    /// A good sale and where its fields lie.
    private record Sale(byte[] frame, Map<Integer, FieldSpan> spans) {
        static Sale fresh() throws DecodeException {
            byte[] frame = terminal.signed(terminal.sale(1000, card).build());
            Map<Integer, FieldSpan> spans = new HashMap<>();
            CODEC.decode(Arrays.copyOfRange(frame, BODY, frame.length)).spans().forEach(span -> spans.put(span.field(), span));
            return new Sale(frame, spans);
        }

        int at(int field) {
            return BODY + spans.get(field).offsetBytes();
        }

        int end(int field) {
            return at(field) + spans.get(field).lengthBytes();
        }

        byte[] with(int offset, int value) {
            byte[] changed = frame.clone();
            changed[offset] = (byte) value;
            return changed;
        }

        /// The same with its length set right and everything from `from` to `to` replaced.
        byte[] replaced(int from, int to, byte... by) {
            byte[] changed = new byte[frame.length - (to - from) + by.length];
            System.arraycopy(frame, 0, changed, 0, from);
            System.arraycopy(by, 0, changed, from, by.length);
            System.arraycopy(frame, to, changed, from + by.length, frame.length - to);
            changed[0] = (byte) (changed.length - 2 >> 8);
            changed[1] = (byte) (changed.length - 2);
            return changed;
        }

        byte[] withBit(int field) {
            int at = BODY + 2 + (field - 1) / 8;
            return with(at, frame[at] | 0x80 >> (field - 1) % 8);
        }
    }

    private enum Fate {
        ANSWERED_30,
        CLOSED
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                bad("frame of 4097 bytes", DecodeRefusal.FRAME_TOO_LONG, Fate.CLOSED, sale -> {
                    byte[] frame = Arrays.copyOf(sale.frame, 2 + 4097);
                    frame[0] = 0x10;
                    frame[1] = 0x01;
                    return frame;
                }),
                bad("frame of 65535 bytes announced", DecodeRefusal.FRAME_TOO_LONG, Fate.CLOSED,
                        _ -> new byte[] {(byte) 0xFF, (byte) 0xFF}),
                bad("length 0", DecodeRefusal.FRAME_TOO_SHORT, Fate.CLOSED, _ -> new byte[2]),
                bad("shorter than a header", DecodeRefusal.FRAME_TOO_SHORT, Fate.CLOSED,
                        sale -> sale.replaced(2 + 10, sale.frame.length)),
                bad("header and no message", DecodeRefusal.FRAME_TOO_SHORT, Fate.CLOSED, sale -> sale.replaced(BODY, sale.frame.length)),
                bad("ends inside the bitmap", DecodeRefusal.FRAME_TOO_SHORT, Fate.CLOSED,
                        sale -> sale.replaced(BODY + 9, sale.frame.length)),
                bad("TPDU of another kind", DecodeRefusal.TPDU_INVALID, Fate.CLOSED, sale -> sale.with(2, 0x68)),
                bad("letters in the header", DecodeRefusal.HEADER_INVALID, Fate.CLOSED, sale -> sale.with(7, 0xAB)),
                bad("processing request 9", DecodeRefusal.HEADER_INVALID, Fate.CLOSED, sale -> sale.with(9, 0x09)),
                bad("unknown message type", DecodeRefusal.MESSAGE_TYPE_UNKNOWN, Fate.CLOSED, sale -> sale.with(BODY, 0x19)),
                bad("letters in the message type", DecodeRefusal.MESSAGE_TYPE_UNKNOWN, Fate.CLOSED, sale -> sale.with(BODY, 0x0A)),
                bad("bit 1 of the bitmap", DecodeRefusal.BITMAP_SECONDARY, Fate.CLOSED, sale -> sale.with(BODY + 2, sale.frame[BODY + 2] | 0x80)),
                bad("unknown field before 41", DecodeRefusal.FIELD_UNKNOWN, Fate.CLOSED, sale -> sale.withBit(5)),
                bad("unknown field behind 41", DecodeRefusal.FIELD_UNKNOWN, Fate.ANSWERED_30, sale -> sale.withBit(47)),
                bad("bitmap names all fields and none is there", DecodeRefusal.FIELD_TRUNCATED, Fate.CLOSED, sale ->
                        sale.replaced(BODY + 2, sale.frame.length, (byte) 0x70, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1)),
                bad("bitmap names a field 61 that is not there", DecodeRefusal.FIELD_TRUNCATED, Fate.ANSWERED_30, sale -> {
                    byte[] frame = sale.replaced(sale.end(60), sale.frame.length);
                    frame[BODY + 2 + 7] = (byte) (frame[BODY + 2 + 7] & 0xFE | 0x08);
                    return frame;
                }),
                bad("ends inside field 64", DecodeRefusal.FIELD_TRUNCATED, Fate.ANSWERED_30,
                        sale -> sale.replaced(sale.frame.length - 3, sale.frame.length)),
                bad("ends inside field 4", DecodeRefusal.FIELD_TRUNCATED, Fate.CLOSED, sale -> sale.replaced(sale.at(4) + 2, sale.frame.length)),
                bad("letter in field 4", DecodeRefusal.NIBBLE_NOT_DECIMAL, Fate.CLOSED, sale -> sale.with(sale.at(4) + 3, 0x1C)),
                bad("letter in field 60", DecodeRefusal.NIBBLE_NOT_DECIMAL, Fate.ANSWERED_30, sale -> sale.with(sale.at(60) + 2, 0xA2)),
                bad("letter in the length of field 60", DecodeRefusal.NIBBLE_NOT_DECIMAL, Fate.ANSWERED_30,
                        sale -> sale.with(sale.at(60) + 1, 0x1B)),
                bad("field 60 over its maximum", DecodeRefusal.FIELD_TOO_LONG, Fate.ANSWERED_30, sale -> sale.with(sale.at(60) + 1, 0x18)),
                bad("field 57 over its maximum", DecodeRefusal.FIELD_TOO_LONG, Fate.ANSWERED_30, sale -> sale.with(sale.at(57), 0x99)),
                bad("track of 38 digits", DecodeRefusal.FIELD_TOO_LONG, Fate.CLOSED, sale -> sale.with(sale.at(35), 0x38)),
                bad("card number without digits", DecodeRefusal.PAN_EMPTY, Fate.CLOSED, sale -> {
                    byte[] frame = sale.replaced(sale.at(3), sale.at(3), (byte) 0);
                    frame[BODY + 2] |= 0x40;
                    return frame;
                }),
                bad("pad nibble 7", DecodeRefusal.PAD_NIBBLE_INVALID, Fate.ANSWERED_30,
                        sale -> sale.with(sale.end(60) - 1, sale.frame[sale.end(60) - 1] & 0xF0 | 7)),
                bad("control character in field 49", DecodeRefusal.TEXT_CHARACTER_INVALID, Fate.ANSWERED_30, sale -> sale.with(sale.at(49), 7)),
                bad("one byte behind the last field", DecodeRefusal.TRAILING_BYTES, Fate.ANSWERED_30,
                        sale -> sale.replaced(sale.frame.length, sale.frame.length, (byte) 0)));
    }

    private static Arguments bad(String name, DecodeRefusal rule, Fate fate, Spoiling spoiling) {
        return Arguments.of(name, rule, fate, spoiling);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("unreadable")
    void frame_thatCannotBeRead_isRefusedByTheNameOfItsRule(String name, DecodeRefusal rule, Fate fate, Object spoiling) throws Exception {
        byte[] bytes = ((Spoiling) spoiling).spoil(Sale.fresh());
        double before = refused(rule.name());
        Traces traces = Traces.now();

        Optional<byte[]> answer = terminal.exchange(bytes);

        switch (fate) {
            case ANSWERED_30 -> {
                Message said = terminal.decode(answer.orElseThrow());
                assertThat(said.type()).isEqualTo("0210");
                assertThat(said.text(39)).isEqualTo("30");
                assertThat(said.text(11)).isEqualTo("%06d".formatted(terminal.trace()));
                assertThat(said.text(41)).isEqualTo(terminal.id());
            }
            case CLOSED -> assertThat(answer).as("whatever is said to a peer that is not understood").isEmpty();
        }
        assertThat(refused(rule.name()) - before).as("counted under the name of the rule").isEqualTo(1);
        assertThat(Traces.now()).as("journal and issuer").isEqualTo(traces);
    }

    @Test
    void frame_shorterThanItsLength_isRefusedAndClosed() throws Exception {
        byte[] frame = Sale.fresh().frame();
        double before = refused("LENGTH_MISMATCH");
        try (RawTerminal.Line line = terminal.line()) {
            line.send(Arrays.copyOf(frame, frame.length - 1));
            line.finish();
            assertThat(line.receive()).isEmpty();
        }
        assertThat(refused("LENGTH_MISMATCH") - before).isEqualTo(1);
    }

    @Test
    void frame_longerThanItsLength_isReadAsItsLengthSays_andNothingIsPosted() throws Exception {
        byte[] frame = Sale.fresh().frame();
        frame[1]--;
        Traces traces = Traces.now();
        try (RawTerminal.Line line = terminal.line()) {
            line.send(frame);
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("30");
        }
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void message_thatIsAnAnswer_isClosed() {
        Message answer = terminal.request("0210", "22", "000").text(39, "00").build();
        assertThat(terminal.exchange(RawTerminal.unsigned(answer))).isEmpty();
    }

    @Test
    void message_withoutTerminal_isClosedAndCounted() {
        double before = refused("FIELD_MISSING");
        assertThat(terminal.exchange(RawTerminal.unsigned(Message.builder("0800").text(11, "000001").text(60, "00000001001").build()))).isEmpty();
        assertThat(refused("FIELD_MISSING") - before).isEqualTo(1);
    }

    @Test
    void connection_afterRefusal_goesOn() throws Exception {
        try (RawTerminal.Line line = terminal.line()) {
            byte[] bad = Sale.fresh().frame();
            bad = Arrays.copyOf(bad, bad.length + 1);
            bad[1]++;
            line.send(bad);
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("30");
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
        }
    }

    // what can be read and may not be ----------------------------------------------------------------------------------

    @Test
    void terminal_notInTheRegister_97() {
        assertThat(terminal.ask(terminal.signInRequest(KeySet.DOUBLE).toBuilder().text(41, "99999999").build()).text(39)).isEqualTo("97");
        assertThat(terminal.ask(terminal.signInRequest(KeySet.DOUBLE).toBuilder().text(41, "'; --").build()).text(39)).isEqualTo("97");
    }

    @Test
    void terminal_registeredButNotActivated_97() {
        String id = corridor.register("SYRAW-00000002").terminalId();
        assertThat(terminal.ask(terminal.signInRequest(KeySet.DOUBLE).toBuilder().text(41, id).build()).text(39)).isEqualTo("97");
    }

    @Test
    void merchant_ofAnother_03() {
        assertThat(terminal.askSigned(terminal.sale(100, card).text(42, "104290058120002").build()).text(39)).isEqualTo("03");
        assertThat(terminal.askSigned(terminal.sale(100, card).without(42).build()).text(39)).isEqualTo("03");
    }

    @Test
    void sale_beforeSignIn_77() {
        RawTerminal fresh = RawTerminal.activated(corridor, "SYRAW-00000003");
        fresh.signIn(KeySet.DOUBLE);
        assertThat(fresh.ask(fresh.signOutRequest()).text(39)).isEqualTo("00");
        Traces traces = Traces.now();
        assertThat(fresh.askSigned(fresh.sale(100, card).build()).text(39)).isEqualTo("77");
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void sale_ofAnotherBatch_77AndAskedToSignInAgain() throws DecodeException {
        Traces traces = Traces.now();
        String batch = terminal.batch();
        terminal.batch("000777");
        byte[] answer = terminal.exchange(terminal.signed(terminal.sale(100, card).build())).orElseThrow();
        terminal.batch(batch);
        assertThat(terminal.decode(answer).text(39)).isEqualTo("77");
        assertThat(Frame.decode(answer).header().request()).isEqualTo(ProcessingRequest.SIGN_IN_AGAIN);
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void sale_withWrongMac_orNone_A0() {
        Traces traces = Traces.now();
        Message sale = terminal.sale(100, card).build();
        byte[] withOtherKey = RawTerminal.framed(CODEC.encode(sale, covered -> UnionPayMac.mac(HexFormat.of().parseHex("0123456789ABCDEFFEDCBA9876543210"), covered)));
        assertThat(terminal.decode(terminal.exchange(withOtherKey).orElseThrow()).text(39)).isEqualTo("A0");
        assertThat(terminal.ask(sale).text(39)).isEqualTo("A0");
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void sale_again_getsTheFirstAnswerAgain_byteForByte() {
        byte[] sale = terminal.signed(terminal.sale(1500, card).build());
        byte[] first = terminal.exchange(sale).orElseThrow();
        Traces traces = Traces.now();
        byte[] second = terminal.exchange(sale).orElseThrow();
        assertThat(terminal.decode(first).text(39)).isEqualTo("00");
        assertThat(second).isEqualTo(first);
        assertThat(Traces.now()).as("posted once").isEqualTo(traces);
    }

    @Test
    void sale_declined_again_getsTheFirstAnswerAgain_byteForByte() {
        byte[] sale = terminal.signed(terminal.sale(1500, card, Corridor.TRANSACTION_PASSWORD, "000000").build());
        corridor.network.unlockPin(card.pan());
        byte[] first = terminal.exchange(sale).orElseThrow();
        assertThat(terminal.exchange(sale).orElseThrow()).isEqualTo(first);
        corridor.network.unlockPin(card.pan());
    }

    @Test
    void sale_underAUsedTraceWithOtherContent_94() {
        Message first = terminal.sale(1600, card).build();
        assertThat(terminal.askSigned(first).text(39)).isEqualTo("00");
        Traces traces = Traces.now();
        assertThat(terminal.askSigned(first.toBuilder().text(4, "000000001700").build()).text(39)).isEqualTo("94");
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0200/-/-/99/000", "0800/-/-/00/999", "0800/-/-/77/001", "0820/-/-/00/001"})
    void kind_ofNoRow_40(String row) {
        String[] parts = row.split("/");
        assertThat(terminal.ask(terminal.request(parts[0], parts[3], parts[4]).build()).text(39)).isEqualTo("40");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 11, 22, 49})
    void sale_withoutAField_30(int field) {
        Traces traces = Traces.now();
        assertThat(terminal.askSigned(terminal.sale(100, card).without(field).build()).text(39)).isEqualTo("30");
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void sale_withoutField60_40() {
        assertThat(terminal.askSigned(terminal.sale(100, card).without(60).build()).text(39)).isEqualTo("40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2200000", "220000010", "2200000100005000", "22000000000"})
    void sale_withField60OfNoKnownLength_orBatchZero_30(String field60) {
        assertThat(terminal.askSigned(terminal.sale(100, card).text(60, field60).build()).text(39)).isEqualTo("30");
    }

    @Test
    void sale_withTraceZero_orForeignCurrency_30() {
        assertThat(terminal.askSigned(terminal.sale(100, card).text(11, "000000").build()).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(terminal.sale(100, card).text(49, "840").build()).text(39)).isEqualTo("30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"002", "031", "801", "951", "981"})
    void sale_withAnEntryModeOfNoKind_30(String field22) {
        Traces traces = Traces.now();
        double before = refused("ENTRY_MODE_UNKNOWN");
        assertThat(terminal.askSigned(terminal.sale(100, card).text(22, field22).build()).text(39)).isEqualTo("30");
        assertThat(refused("ENTRY_MODE_UNKNOWN") - before).isEqualTo(1);
        assertThat(Traces.now()).isEqualTo(traces);
    }

    /// A typed number without its expiry would escape the issuer's look at it.
    @ParameterizedTest
    @CsvSource({
        "012, 2",
        "012, 2 14 35",
        "012, 35",
        "022, 2 14",
    })
    void sale_withTheCardOfAnotherEntryMode_30(String field22, String fields) {
        Traces traces = Traces.now();
        double before = refused("CARD_OF_ANOTHER_ENTRY_MODE");
        Message.Builder message = terminal.saleWithoutFactors(100, card).text(22, field22).without(35);
        for (String field : fields.split(" ")) {
            switch (field) {
                case "2" -> message.text(2, card.pan().reveal(CardDataAccess.granted()));
                case "14" -> message.text(14, "3012");
                case "35" -> message.text(35, card.track2(CardDataAccess.granted())).without(53);
                default -> throw new IllegalArgumentException(field);
            }
        }
        assertThat(terminal.askSigned(message.build()).text(39)).isEqualTo("30");
        assertThat(refused("CARD_OF_ANOTHER_ENTRY_MODE") - before).isEqualTo(1);
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @ParameterizedTest
    @CsvSource({"021, 0600000000000000", "021, 1600000000000000", "022, 2600000000000000"})
    void sale_field53SaysOtherwiseAboutThePin_30(String field22, String field53) {
        Traces traces = Traces.now();
        double before = refused("PIN_FORMAT_CONTRADICTS");
        Message.Builder sale = field22.equals("021") ? terminal.sale(100, card) : terminal.saleWithoutFactors(100, card);
        assertThat(terminal.askSigned(sale.text(53, field53).build()).text(39)).isEqualTo("30");
        assertThat(refused("PIN_FORMAT_CONTRADICTS") - before).isEqualTo(1);
        assertThat(Traces.now()).isEqualTo(traces);
    }

    @Test
    void sale_ofNothing_13() {
        Traces traces = Traces.now();
        assertThat(terminal.askSigned(terminal.sale(0, card).build()).text(39)).isEqualTo("13");
        assertThat(Traces.now()).isEqualTo(traces);
    }

    static Stream<Arguments> tracks() {
        return Stream.of(Arguments.of("no track and no number", "", "14"),
                Arguments.of("number of 11 digits", "62162610000=30122200000000000", "14"),
                Arguments.of("letters in the number", "6216261A00000000018=3012220000000000", "14"),
                Arguments.of("separators where the expiry is", "6216261000000000018==D12220000000000", "59"),
                Arguments.of("number alone", "6216261000000000018", "00 or a decline"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tracks")
    void sale_withTrackOfNoUse_isRefusedAndNeverHangs(String name, String track, String code) {
        long pending = pending();
        Message.Builder message = terminal.sale(100, card).text(53, "2600000000000000").without(35);
        if (!track.isEmpty()) {
            message.text(35, track);
        }
        Message answer = terminal.askSigned(message.build());
        if (code.length() == 2) {
            assertThat(answer.text(39)).isEqualTo(code);
        }
        assertThat(pending()).isEqualTo(pending);
    }

    @Test
    void sale_withTrackThatDoesNotOpen_A7() {
        Message sale = terminal.sale(100, card).build();
        String track = sale.text(35, CardDataAccess.granted());
        char last = track.charAt(25);
        String spoilt = track.substring(0, 25) + (last == '1' ? '2' : '1') + track.substring(26);
        assertThat(terminal.askSigned(sale.toBuilder().text(35, spoilt).build()).text(39)).isEqualTo("A7");
    }

    static Stream<Arguments> factorFields() {
        return Stream.of(Arguments.of("not a tag", new byte[] {0x1F}),
                Arguments.of("length over the field", new byte[] {(byte) 0xDF, 0x02, 0x50, 1}),
                Arguments.of("length not the shortest", new byte[] {(byte) 0xDF, 0x01, (byte) 0x81, 2, 0x30, 0x31}),
                Arguments.of("tag twice", new byte[] {(byte) 0xDF, 0x01, 2, 0x30, 0x31, (byte) 0xDF, 0x01, 2, 0x30, 0x31}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("factorFields")
    void sale_withField57Malformed_30(String name, byte[] field57) {
        Traces traces = Traces.now();
        assertThat(terminal.askSigned(terminal.sale(100, card).bytes(57, field57).build()).text(39)).isEqualTo("30");
        assertThat(Traces.now()).isEqualTo(traces);
        assertThat(terminal.ask(terminal.request("0800", "00", "401").bytes(57, field57).build()).text(39)).isEqualTo("30");
    }

    @Test
    void sale_withSealOfAWrongLength_A7_andCountsNoTry() {
        Message sale = terminal.sale(100, card).bytes(57, FactorTlv.empty().with(FactorTlv.OPERATOR, "01")
                .with(FactorTlv.TRANSACTION_PASSWORD, new byte[40]).encode()).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("A7");
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    // one bit ----------------------------------------------------------------------------------------------------------

    /// Every bit of the message, from its type to its MAC. TPDU and header in front are not under the MAC.
    @ParameterizedTest
    @EnumSource
    void sale_withAnySingleBitFlipped_isRefusedAndPostsNothing(TerminalProfile profile) throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYRAW-FLIP-" + profile, profile);
        byte[] frame = terminal.signed(terminal.sale(4200, card).build());
        Traces traces = Traces.now();
        RawTerminal.Line line = terminal.line();
        Map<String, Integer> fates = new HashMap<>();
        for (int bit = BODY * 8; bit < frame.length * 8; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (0x80 >> bit % 8);
            line.send(flipped);
            Optional<byte[]> answer = line.receive();
            String fate = answer.map(bytes -> terminal.decode(bytes).text(39)).orElse("closed");
            assertThat(fate).as("bit %d of byte %d", bit % 8, bit / 8).isNotEqualTo("00");
            fates.merge(fate, 1, Integer::sum);
            if (answer.isEmpty()) {
                line.close();
                line = terminal.line();
            }
        }
        line.close();
        assertThat(fates.keySet()).as("77: the number of another terminal, which is not signed in").isSubsetOf("A0", "30", "40", "77", "97", "03", "closed");
        assertThat(Traces.now()).as("journal and issuer").isEqualTo(traces);
        assertThat(terminal.decode(terminal.exchange(frame).orElseThrow()).text(39)).as("the frame itself").isEqualTo("00");
    }

    // measures ---------------------------------------------------------------------------------------------------------

    /// What a sale leaves behind: rows of the journal and postings at the issuer.
    private record Traces(long rows, int postings) {
        static Traces now() {
            return new Traces(corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction").query(Long.class).single(),
                    corridor.network.postings().size());
        }
    }

    private static long pending() {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state = 'PENDING'").query(Long.class).single();
    }

    private static double refused(String rule) {
        Counter counter = corridor.bean(MeterRegistry.class).find("shouyin.gateway.refused").tag("rule", rule).counter();
        return counter == null ? 0 : counter.count();
    }

}
