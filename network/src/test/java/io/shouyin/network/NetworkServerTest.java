package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class NetworkServerTest {

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Logger logger;
    private NetworkServer network;
    private HostSide host;

    @BeforeEach
    void start() throws Exception {
        logger = (Logger) LoggerFactory.getLogger("io.shouyin.network");
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        network = NetworkServer.start(settings());
        host = HostSide.signedOn(network, folder);
    }

    private NetworkSettings settings() {
        return NetworkSettings.of(folder).withPorts(0, 0).withClock(clock);
    }

    private void restart() throws Exception {
        host.close();
        network.close();
        network = NetworkServer.start(settings());
        host = HostSide.signedOn(network, folder);
    }

    @AfterEach
    void noSecretIsInLogOrJournal() throws Exception {
        host.close();
        network.close();
        logger.detachAppender(log);
        StringBuilder written = new StringBuilder(Files.readString(folder.resolve("journal.log")));
        for (ILoggingEvent event : List.copyOf(log.list)) {
            written.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                written.append(event.getThrowableProxy().getMessage()).append('\n');
            }
        }
        assertThat(log.list).isNotEmpty();
        String all = written.toString();
        for (DemoCard card : network.cards()) {
            assertThat(all).doesNotContain(card.pan().reveal(CardDataAccess.granted()))
                    .doesNotContain(card.track2(CardDataAccess.granted()).substring(20))
                    .doesNotContainPattern("(?<![0-9-])" + card.pin(SecretAccess.granted()) + "(?![0-9-])(?!\")");
        }
    }

    private DemoCard card(String nameEn) {
        return network.cards().stream().filter(card -> card.name().en().equals(nameEn)).findFirst().orElseThrow();
    }

    private DemoCard debit() {
        return card("Debit card");
    }

    // The first start

    @Test
    void start_firstTime_makesAFolderThatIsItsOwnersAlone() throws IOException {
        assertThat(mode(folder)).isEqualTo("rwx------");
        for (String file : List.of("keys.p12", "keys.passphrase", "zmk-component-1.txt", "zmk-component-2.txt", "cards.json",
                "issuer.json", "journal.log")) {
            assertThat(mode(folder.resolve(file))).as(file).isEqualTo("rw-------");
        }
        assertThat(network.firstStart()).hasValueSatisfying(first -> {
            assertThat(first.zmkComponents()).allMatch(Files::exists).hasSize(2);
            assertThat(first.cardsFile()).exists();
        });
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void start_firstTime_makesCardsThatAreWhole() throws IOException {
        assertThat(network.cards()).hasSize(8);
        for (DemoCard card : network.cards()) {
            assertThat(card.pan().isLuhnValid()).isTrue();
            assertThat(card.pin(SecretAccess.granted())).matches("[0-9]{6}");
            assertThat(card.track2(CardDataAccess.granted())).hasSize(37)
                    .startsWith(card.pan().reveal(CardDataAccess.granted()) + "=" + card.expiry() + "220");
            assertThat(card.name().zh()).isNotBlank();
            assertThat(card.hint().zh()).isNotBlank();
            assertThat(card.scheme()).isEqualTo("CUP");
            assertThat(card.toString()).doesNotContain(card.pan().reveal(CardDataAccess.granted()))
                    .doesNotContain(card.pin(SecretAccess.granted()));
        }
        var json = Store.JSON.readTree(Files.readAllBytes(folder.resolve("cards.json")));
        assertThat(json.get(0).propertyNames())
                .containsExactly("name", "hint", "kind", "pan", "track2", "expiry", "pin", "scheme", "chip");
        assertThat(json.get(0).get("pan").asString()).isEqualTo("6216261000000000018");
        assertThat(json.get(0).get("track2").asString()).isEqualTo("6216261000000000018=30122200000000000");
        for (String file : List.of("issuer.json", "journal.log")) {
            String content = Files.readString(folder.resolve(file));
            assertThat(network.cards()).noneMatch(
                    card -> content.contains("\"" + card.pin(SecretAccess.granted()) + "\""));
        }
    }

    @Test
    void start_twoInstallations_shareNoPinAndNoKey(@TempDir Path other) throws Exception {
        try (NetworkServer second = NetworkServer.start(NetworkSettings.of(other).withPorts(0, 0).withClock(clock))) {
            Set<String> pins = new HashSet<>();
            network.cards().forEach(card -> pins.add(card.pan() + card.pin(SecretAccess.granted())));
            int before = pins.size();
            second.cards().forEach(card -> pins.add(card.pan() + card.pin(SecretAccess.granted())));
            assertThat(pins.size()).isGreaterThan(before + 3);
            assertThat(HostSide.zmk(folder)).isNotEqualTo(HostSide.zmk(other));
        }
    }

    @Test
    void start_again_keepsKeysCardsAndMoney() throws Exception {
        String cards = Files.readString(folder.resolve("cards.json"));
        String answer = host.ask(host.sale(1, debit(), 1_000)).text(38);
        for (Path component : NetworkKeys.componentFiles(folder)) {
            assertThat(component).exists();
        }
        byte[] zmk = HostSide.zmk(folder);
        restart();
        assertThat(network.firstStart()).isEmpty();
        assertThat(Files.readString(folder.resolve("cards.json"))).isEqualTo(cards);
        assertThat(HostSide.zmk(folder)).isEqualTo(zmk);
        assertThat(network.balanceFen(debit().pan())).isEqualTo(4_999_000);
        assertThat(host.ask(host.sale(1, debit(), 1_000)).text(38)).isEqualTo(answer);
        assertThat(network.postings()).hasSize(1);
    }

    @Test
    void start_componentFilesTakenAway_doesNotWriteThemAgain() throws Exception {
        host.close();
        network.close();
        Path kept = Files.createDirectory(folder.resolve("kept"));
        for (Path component : NetworkKeys.componentFiles(folder)) {
            Files.move(component, kept.resolve(component.getFileName()));
        }
        network = NetworkServer.start(settings());
        assertThat(NetworkKeys.componentFiles(folder)).noneMatch(Files::exists);
        host = HostSide.signedOn(network, kept);
        assertThat(host.ask(host.sale(1, debit(), 1_000)).text(39)).isEqualTo("00");
    }

    @Test
    void start_folderInUse_isRefusedByName() {
        assertThatThrownBy(() -> NetworkServer.start(settings())).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("NETWORK_DATA_IN_USE"));
    }

    @Test
    void start_portTaken_isRefusedByName(@TempDir Path other) {
        assertThatThrownBy(() -> NetworkServer.start(NetworkSettings.of(other).withPorts(network.port(), 0)))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("NETWORK_PORT_UNUSABLE"));
        assertThatThrownBy(() -> NetworkServer.start(NetworkSettings.of(other).withPorts(0, network.controlPort())))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("NETWORK_PORT_UNUSABLE"));
        NetworkServer.start(NetworkSettings.of(other).withPorts(0, 0)).close();
    }

    @ParameterizedTest
    @CsvSource({"keys.passphrase,NETWORK_KEYS_UNUSABLE", "keys.p12,NETWORK_KEYS_UNUSABLE", "issuer.json,NETWORK_CARDS_UNUSABLE",
        "cards.json,NETWORK_CARDS_UNUSABLE"})
    void start_brokenFile_isRefusedByNameWithoutItsContent(String file, String code) throws Exception {
        host.close();
        network.close();
        byte[] before = Files.readAllBytes(folder.resolve(file));
        Files.writeString(folder.resolve(file), "[{\"pin\":\"739155\"");
        assertThatThrownBy(() -> NetworkServer.start(settings())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault).hasMessageNotContaining("739155");
        });
        Files.write(folder.resolve(file), before);
        network = NetworkServer.start(settings());
    }

    // Management

    @Test
    void signOn_answersBothKeysInBlocksThatTheHostCanOpen() throws Exception {
        Message reply = host.signOn();
        assertThat(reply.type()).isEqualTo("0810");
        assertThat(reply.text(39)).isEqualTo("00");
        assertThat(reply.text(70)).isEqualTo("001");
        assertThat(reply.text(48)).startsWith("010112D0112P0TB00E0000").contains("020112D0112M3TC00E0000").hasSize(236);
    }

    @Test
    void echo_isAnswered() throws Exception {
        assertThat(host.ask(HostSide.management("301")).text(39)).isEqualTo("00");
        assertThat(network.counts().echoes()).isEqualTo(1);
    }

    @Test
    void management_unknownCode_isRefused40AndMissingTrace30() throws Exception {
        assertThat(host.ask(HostSide.management("999")).text(39)).isEqualTo("40");
        assertThat(host.ask(HostSide.management("001").toBuilder().without(11).build()).text(39)).isEqualTo("30");
    }

    @Test
    void signOff_salesAreAnswered91UntilSignOn() throws Exception {
        assertThat(host.ask(HostSide.management("002")).text(39)).isEqualTo("00");
        assertThat(host.ask(host.sale(1, debit(), 1_000)).text(39)).isEqualTo("91");
        host.signOn();
        assertThat(host.ask(host.sale(1, debit(), 1_000)).text(39)).isEqualTo("00");
    }

    @Test
    void changeWorkingKeys_oldMacIsRefused63_untilSignOn_andTheNewOnesSurviveARestart() throws Exception {
        network.changeWorkingKeys();
        host.send(host.sale(1, debit(), 1_000));
        assertThat(HostSide.decode(host.receiveBody()).message().text(39)).isEqualTo("63");
        host.signOn();
        Message sale = host.sale(1, debit(), 1_000);
        assertThat(host.ask(sale).text(39)).isEqualTo("00");
        restart();
        assertThat(host.ask(host.sale(2, debit(), 1_000)).text(39)).isEqualTo("00");
    }

    // Sales and reversals

    @Test
    void sale_approved_echoesTheRequestAndCarriesAnAuthCode() throws Exception {
        Message sale = host.sale(17, debit(), 123_400);
        Message reply = host.ask(sale);
        assertThat(reply.type()).isEqualTo("0210");
        for (int field : new int[] {3, 4, 7, 11, 12, 13, 25, 32, 37, 41, 42, 49}) {
            assertThat(reply.text(field)).as("field %d", field).isEqualTo(sale.text(field));
        }
        assertThat(reply.text(2, CardDataAccess.granted())).isEqualTo(sale.text(2, CardDataAccess.granted()));
        assertThat(reply.text(39)).isEqualTo("00");
        assertThat(reply.text(38)).matches("[0-9]{6}");
        assertThat(reply.has(14) || reply.has(35) || reply.has(52)).as("no expiry, track or PIN block comes back").isFalse();
        assertThat(network.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.movement()).isEqualTo(Movement.SALE);
            assertThat(posting.takenFen()).isEqualTo(123_400);
            assertThat(posting.cardMasked()).isEqualTo("621626*********0018");
            assertThat(posting.rrn()).isEqualTo(sale.text(37));
            assertThat(posting.authCode()).isEqualTo(reply.text(38));
            assertThat(posting.at()).isEqualTo(clock.instant());
        });
    }

    @ParameterizedTest(name = "{0} {1} fen: {2}")
    @CsvSource({"Debit card,1000,00", "Credit card,1000,00", "Card that is short,101,51", "Small-sum card,10001,61",
        "Lost card,1000,41", "Stolen card,1000,43", "Expired card,1000,54", "Debit card,0,13"})
    void sale_demoCard_answersWhatItsHintSays(String nameEn, long amountFen, String code) throws Exception {
        DemoCard card = card(nameEn);
        Message reply = host.ask(host.sale(1, card, amountFen));
        assertThat(reply.text(39)).isEqualTo(code);
        assertThat(reply.has(38)).isEqualTo(code.equals("00"));
        if (!code.equals("00") && !code.equals("13")) {
            assertThat(card.hint().zh()).contains(code);
            assertThat(card.hint().en()).contains(code);
        }
    }

    @Test
    void sale_eachDigitOfThePinCounts() throws Exception {
        String pin = debit().pin(SecretAccess.granted());
        for (int i = 0; i < pin.length(); i++) {
            char other = (char) ('0' + (pin.charAt(i) - '0' + 5) % 10);
            String wrong = pin.substring(0, i) + other + pin.substring(i + 1);
            assertThat(host.ask(host.sale(i + 1, debit(), 100, wrong)).text(39)).as("digit %d", i + 1).isEqualTo("55");
            network.unlockPin(debit().pan());
        }
        assertThat(host.ask(host.sale(8, debit(), 100, pin.substring(0, 4))).text(39)).isEqualTo("55");
        assertThat(host.ask(host.sale(9, debit(), 100)).text(39)).isEqualTo("00");
    }

    @Test
    void sale_threeWrongPins_lockTheCardOverARestart() throws Exception {
        String wrong = debit().pin(SecretAccess.granted()).equals("000000") ? "111111" : "000000";
        assertThat(host.ask(host.sale(1, debit(), 100, wrong)).text(39)).isEqualTo("55");
        assertThat(host.ask(host.sale(2, debit(), 100, wrong)).text(39)).isEqualTo("55");
        restart();
        assertThat(host.ask(host.sale(3, debit(), 100, wrong)).text(39)).isEqualTo("75");
        restart();
        assertThat(host.ask(host.sale(4, debit(), 100)).text(39)).isEqualTo("75");
    }

    @Test
    void sale_pinBlockOfAnotherCard_isRefused() throws Exception {
        Message other = host.sale(1, card("Credit card"), 100);
        Message sale = host.sale(2, debit(), 100).toBuilder().bytes(52, other.bytes(52)).build();
        assertThat(host.ask(sale).text(39)).isIn("55", "99");
        assertThat(network.postings()).isEmpty();
    }

    @Test
    void sale_withoutPin_isRefusedForDebitAndApprovedForCredit() throws Exception {
        assertThat(host.ask(host.sale(1, debit(), 100).toBuilder().without(52).build()).text(39)).isEqualTo("55");
        assertThat(host.ask(host.sale(2, card("Credit card"), 100).toBuilder().without(52).build()).text(39)).isEqualTo("00");
    }

    @Test
    void sale_unknownCardOtherTrackOtherCurrencyOtherProcessing_areRefusedByTheirCodes() throws Exception {
        Message sale = host.sale(1, debit(), 100);
        assertThat(host.ask(sale.toBuilder().text(2, "6216261999999999990").build()).text(39)).isEqualTo("14");
        assertThat(host.ask(sale.toBuilder().text(11, "000002").text(35, "6216261000000000018=30122209999999999").build()).text(39))
                .isEqualTo("59");
        assertThat(host.ask(sale.toBuilder().text(11, "000003").text(49, "840").build()).text(39)).isEqualTo("12");
        assertThat(host.ask(sale.toBuilder().text(11, "000004").text(3, "400000").build()).text(39)).isEqualTo("40");
        assertThat(network.postings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 32, 41, 42, 49})
    void sale_withoutAMandatoryField_isRefused30(int field) throws Exception {
        Message reply = host.ask(host.sale(1, debit(), 100).toBuilder().without(field).build());
        assertThat(reply.text(39)).isEqualTo("30");
        assertThat(network.counts().formatRefused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100", "0400", "0120"})
    void request_ofAKindThatIsNotServed_isRefused40(String type) throws Exception {
        Message request = Message.builder(type).copy(host.sale(1, debit(), 100), 2, 3, 4, 7, 11, 32, 41, 42, 49).build();
        Message reply = host.ask(request);
        assertThat(reply.type()).isEqualTo(type.substring(0, 2) + (char) (type.charAt(2) + 1) + "0");
        assertThat(reply.text(39)).isEqualTo("40");
    }

    @Test
    void sale_repeated_getsTheSameAnswerByteForByteAndIsPostedOnce() throws Exception {
        byte[] body = host.body(host.sale(1, debit(), 1_000));
        host.sendBody(body);
        byte[] first = host.receiveBody();
        host.sendBody(body);
        assertThat(host.receiveBody()).isEqualTo(first);
        assertThat(network.postings()).hasSize(1);
        assertThat(network.counts().repeated()).isEqualTo(1);
        assertThat(host.ask(host.sale(1, debit(), 1_001)).text(39)).isEqualTo("94");
    }

    @Test
    void reversal_undoesTheSaleOnce() throws Exception {
        Message sale = host.sale(1, debit(), 1_000);
        host.ask(sale);
        Message reply = host.ask(HostSide.reversal(sale));
        assertThat(reply.type()).isEqualTo("0430");
        assertThat(reply.text(39)).isEqualTo("00");
        assertThat(reply.has(128)).isTrue();
        assertThat(reply.text(90)).isEqualTo(HostSide.reversal(sale).text(90));
        assertThat(host.ask(HostSide.reversal(sale)).text(39)).isEqualTo("00");
        assertThat(network.balanceFen(debit().pan())).isEqualTo(5_000_000);
        assertThat(network.postings()).hasSize(2);
        assertThat(network.counts().reversed()).isEqualTo(1);
    }

    @Test
    void reversal_beforeItsSale_isRememberedOverARestartAndTheSaleDeclined12() throws Exception {
        Message sale = host.sale(1, debit(), 1_000);
        assertThat(host.ask(HostSide.reversal(sale)).text(39)).isEqualTo("00");
        restart();
        assertThat(host.ask(host.sale(1, debit(), 1_000)).text(39)).isEqualTo("12");
        assertThat(network.postings()).isEmpty();
    }

    @Test
    void reversal_ofSomethingThatCannotBeReversed_isRefused30() throws Exception {
        Message reversal = HostSide.reversal(host.sale(1, debit(), 1_000));
        String field90 = reversal.text(90);
        assertThat(host.ask(reversal.toBuilder().text(90, "0420" + field90.substring(4)).build()).text(39)).isEqualTo("30");
        assertThat(host.ask(reversal.toBuilder().without(90).build()).text(39)).isEqualTo("30");
    }

    @Test
    void voidRefundAndCompletion_nameTheirOriginalInField90() throws Exception {
        Message sale = host.sale(1, debit(), 1_000);
        host.ask(sale);
        assertThat(host.ask(HostSide.following(sale, "0220", "200000", "00", 2, 400)).text(39)).isEqualTo("00");
        assertThat(host.ask(HostSide.following(sale, "0200", "200000", "00", 3, 1_000)).text(39)).isEqualTo("22");
        Message preAuth = Message.builder("0100").copy(host.sale(4, debit(), 500), 2, 4, 7, 11, 12, 13, 14, 18, 22, 32, 35, 37, 41, 42, 43, 49, 52)
                .text(3, "030000").text(25, "06").build();
        assertThat(host.ask(preAuth).text(39)).isEqualTo("00");
        Message completion = HostSide.following(preAuth, "0200", "000000", "06", 5, 575);
        assertThat(host.ask(completion.toBuilder().without(90).build()).text(39)).isEqualTo("30");
        Message answer = host.ask(completion);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(answer.text(38)).matches("[0-9]{6}");
        assertThat(host.ask(HostSide.reversal(completion)).text(39)).isEqualTo("00");
        assertThat(host.ask(HostSide.following(preAuth, "0100", "200000", "06", 6, 500)).text(39)).isEqualTo("00");
        restart();
        assertThat(network.balanceFen(debit().pan())).isEqualTo(5_000_000 - 600);
        assertThat(network.postings()).extracting(Posting::movement, Posting::reversal, Posting::takenFen).containsExactly(
                tuple(Movement.SALE, false, 1_000L), tuple(Movement.REFUND, false, -400L), tuple(Movement.PRE_AUTH, false, 500L),
                tuple(Movement.COMPLETION, false, 75L), tuple(Movement.COMPLETION, true, -75L), tuple(Movement.PRE_AUTH_VOID, false, -500L));
    }

    // MAC

    @Test
    void sale_everyBitOfTheMessageFlipped_isNeverPosted() throws Exception {
        byte[] body = host.body(host.sale(1, debit(), 1_000));
        for (int bit = 0; bit < body.length * 8; bit++) {
            byte[] flipped = body.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            for (Message reply : answersUntilEcho(flipped)) {
                assertThat(reply.text(39)).as("bit %d", bit).isIn("63", "30");
            }
        }
        assertThat(network.postings()).isEmpty();
        assertThat(network.counts().approved()).isZero();
        host.close();
        host = HostSide.signedOn(network, folder);
        host.sendBody(body);
        assertThat(host.receive().text(39)).isEqualTo("00");
    }

    /// What comes back before the echo test behind it does, or before the network ends the connection.
    private List<Message> answersUntilEcho(byte[] body) throws Exception {
        List<Message> answers = new ArrayList<>();
        try {
            host.sendBody(body);
            host.send(HostSide.management("301"));
            while (true) {
                Message answer = HostSide.decode(host.receiveBody()).message();
                if (answer.type().equals("0810")) {
                    break;
                }
                answers.add(answer);
            }
        } catch (IOException e) {
            host.close();
            host = HostSide.signedOn(network, folder);
        }
        return answers;
    }

    @Test
    void sale_withoutMac_isRefused63() throws Exception {
        Message sale = host.sale(1, debit(), 1_000);
        host.sendBody(new Codec(Dialects.NETWORK).encode(sale));
        assertThat(host.receive().text(39)).isEqualTo("63");
        assertThat(network.counts().macWrong()).isEqualTo(1);
        assertThat(network.postings()).isEmpty();
    }

    @Test
    void reversal_withWrongMac_isRefused63AndUndoesNothing() throws Exception {
        Message sale = host.sale(1, debit(), 1_000);
        host.ask(sale);
        byte[] body = host.body(HostSide.reversal(sale));
        body[body.length - 1] ^= 1;
        host.sendBody(body);
        Message reply = HostSide.decode(host.receiveBody()).message();
        assertThat(reply.text(39)).isIn("63", "30");
        assertThat(network.balanceFen(debit().pan())).isEqualTo(4_999_000);
    }

    // Frames and connections

    @Test
    void requests_twoHundredInFlight_areAllAnsweredOnOneConnection() throws Exception {
        Map<String, Message> sent = new HashMap<>();
        for (int trace = 1; trace <= 200; trace++) {
            Message sale = host.sale(trace, debit(), 100);
            sent.put(sale.text(11), sale);
            host.send(sale);
        }
        for (int i = 0; i < 200; i++) {
            Message reply = host.receive();
            assertThat(reply.text(39)).isEqualTo("00");
            assertThat(sent.remove(reply.text(11))).isNotNull();
        }
        assertThat(network.balanceFen(debit().pan())).isEqualTo(5_000_000 - 200 * 100);
    }

    @Test
    void request_behindASlowOne_isAnsweredFirst() throws Exception {
        network.behaviour(Behaviour.slow(Duration.ofSeconds(2)).times(1));
        host.send(host.sale(1, debit(), 100));
        host.send(HostSide.management("301"));
        assertThat(host.receive().type()).isEqualTo("0810");
        assertThat(host.receive().text(11)).isEqualTo("000001");
        assertThat(network.postings()).hasSize(1);
    }

    @Test
    void message_thatDoesNotDecode_isAnswered30IfItTellsWhoseItIs() throws Exception {
        byte[] body = host.body(host.sale(1, debit(), 1_000));
        String text = new String(body, StandardCharsets.US_ASCII);
        host.sendBody(text.replace("SHOUYIN", "SHO\u0007YIN").getBytes(StandardCharsets.US_ASCII));
        Message reply = host.receive();
        assertThat(reply.text(39)).isEqualTo("30");
        assertThat(reply.text(11)).isEqualTo("000001");
        assertThat(host.ask(host.sale(2, debit(), 1_000)).text(39)).isEqualTo("00");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"no message, 002A0102, NETWORK_LINE_FRAME_UNREADABLE", "empty frame, 0000, NETWORK_LINE_FRAME_EMPTY",
        "longer than the limit, 1001, NETWORK_LINE_FRAME_TOO_LONG"})
    void frame_thatMakesNoSense_endsTheLineByName(String name, String hex, String end) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        host.sendRaw(bytes.length == 4 ? new byte[] {0, 2, 1, 2} : bytes);
        assertThat(host.isClosedByNetwork()).isTrue();
        awaitLogged(end);
    }

    @Test
    void answer_comingUnasked_isDroppedAndTheLineGoesOn() throws Exception {
        Message sale = host.sale(1, debit(), 100);
        host.send(sale.reply().copy(sale, 3, 4, 7, 11, 41).text(39, "00").build());
        assertThat(host.ask(sale).text(39)).isEqualTo("00");
    }

    @Test
    void frame_thatStops_endsTheLineAtItsDeadline(@TempDir Path other) throws Exception {
        var settings = NetworkSettings.of(other).withPorts(0, 0).withDeadlines(Duration.ofMillis(100), Duration.ofSeconds(20));
        try (NetworkServer impatient = NetworkServer.start(settings);
             HostSide slow = HostSide.connect(impatient.port(), other)) {
            slow.sendRaw(new byte[] {0, 50, '0'});
            assertThat(slow.isClosedByNetwork()).isTrue();
            awaitLogged("NETWORK_LINE_FRAME_TOO_SLOW");
        }
    }

    @Test
    void line_thatIsIdle_endsAtItsDeadline(@TempDir Path other) throws Exception {
        var settings = NetworkSettings.of(other).withPorts(0, 0).withDeadlines(Duration.ofSeconds(20), Duration.ofMillis(100));
        try (NetworkServer impatient = NetworkServer.start(settings);
             HostSide idle = HostSide.connect(impatient.port(), other)) {
            assertThat(idle.isClosedByNetwork()).isTrue();
            awaitLogged("NETWORK_LINE_IDLE");
        }
    }

    @Test
    void lines_aboveTheLimit_areClosedAtOnce(@TempDir Path other) throws Exception {
        var settings = NetworkSettings.of(other).withPorts(0, 0).withLimits(4096, 1, 10);
        try (NetworkServer small = NetworkServer.start(settings);
             HostSide first = HostSide.signedOn(small, other);
             HostSide second = HostSide.connect(small.port(), other)) {
            assertThat(second.isClosedByNetwork()).isTrue();
            assertThat(first.ask(HostSide.management("301")).text(39)).isEqualTo("00");
        }
    }

    private void awaitLogged(String reason) {
        await(reason, () -> log.list.stream().anyMatch(event -> event.getFormattedMessage().contains(reason)));
    }

    private void awaitUnanswered() {
        await("a request left without an answer", () -> network.counts().unanswered() == 1);
    }

    private static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within 10 s", what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    // Behaviours

    @Test
    void behaviour_silent_losesTheRequestAndThenIsOver() throws Exception {
        network.behaviour(Behaviour.silent().times(1));
        host.send(host.sale(1, debit(), 100));
        assertThat(host.ask(host.sale(2, debit(), 200)).text(11)).isEqualTo("000002");
        assertThat(network.postings()).extracting(Posting::amountFen).containsExactly(200L);
        assertThat(network.behaviour()).isEqualTo(Behaviour.normal());
        awaitUnanswered();
    }

    @Test
    void behaviour_approveThenSilent_postsAndTheReversalUndoesIt() throws Exception {
        network.behaviour(Behaviour.approveThenSilent().times(1));
        Message sale = host.sale(1, debit(), 100);
        host.send(sale);
        awaitUnanswered();
        assertThat(network.balanceFen(debit().pan())).isEqualTo(4_999_900);
        assertThat(host.ask(HostSide.reversal(sale)).text(39)).isEqualTo("00");
        assertThat(network.balanceFen(debit().pan())).isEqualTo(5_000_000);
    }

    @Test
    void behaviour_wrongMac_isWrongByTheMacAlone() throws Exception {
        network.behaviour(Behaviour.wrongMac().times(1));
        host.send(host.sale(1, debit(), 100));
        Decoded reply = HostSide.decode(host.receiveBody());
        assertThat(reply.message().text(39)).isEqualTo("00");
        assertThat(host.hasRightMac(reply)).isFalse();
        assertThat(network.postings()).hasSize(1);
    }

    @Test
    void behaviour_wrongAmount_answersOneFenMoreUnderARightMac() throws Exception {
        network.behaviour(Behaviour.wrongAmount().times(1));
        assertThat(host.ask(host.sale(1, debit(), 100)).text(4)).isEqualTo("000000000101");
        assertThat(network.postings()).extracting(Posting::amountFen).containsExactly(100L);
    }

    @Test
    void behaviour_decline_answersTheCodeAndPostsNothing() throws Exception {
        network.behaviour(Behaviour.decline("96").times(2).only("0200"));
        Message sale = host.sale(1, debit(), 100);
        assertThat(host.ask(sale).text(39)).isEqualTo("96");
        assertThat(host.ask(HostSide.reversal(sale)).text(39)).isEqualTo("00");
        assertThat(host.ask(host.sale(2, debit(), 100)).text(39)).isEqualTo("96");
        assertThat(host.ask(host.sale(3, debit(), 100)).text(39)).isEqualTo("00");
        assertThat(network.postings()).hasSize(1);
    }

    @Test
    void behaviour_garbage_doesNotDecode() throws Exception {
        network.behaviour(Behaviour.garbage().times(1));
        host.send(host.sale(1, debit(), 100));
        byte[] noise = host.receiveBody();
        assertThatThrownBy(() -> HostSide.decode(noise)).isInstanceOf(DecodeException.class);
        assertThat(host.ask(host.sale(2, debit(), 100)).text(39)).isEqualTo("00");
    }

    @Test
    void behaviour_close_endsTheLineAndPostsNothing() throws Exception {
        network.behaviour(Behaviour.close().times(1));
        host.send(host.sale(1, debit(), 100));
        assertThat(host.isClosedByNetwork()).isTrue();
        assertThat(network.postings()).isEmpty();
    }

    @Test
    void behaviour_silentForReversals_isMetByReversalsOnly() throws Exception {
        network.behaviour(Behaviour.silent().only("0420"));
        Message sale = host.sale(1, debit(), 100);
        assertThat(host.ask(sale).text(39)).isEqualTo("00");
        host.send(HostSide.reversal(sale));
        assertThat(host.ask(HostSide.management("301")).type()).isEqualTo("0810");
        network.behaviour(Behaviour.normal());
        assertThat(host.ask(HostSide.reversal(sale)).text(39)).isEqualTo("00");
    }

    @Test
    void close_withASlowAnswerPending_returnsSoonAndKeepsThePosting() throws Exception {
        network.behaviour(Behaviour.slow(Duration.ofMinutes(5)));
        host.send(host.sale(1, debit(), 100));
        List<Posting> postings = new ArrayList<>();
        while (postings.isEmpty()) {
            postings.addAll(network.postings());
            Thread.onSpinWait();
        }
        long begin = System.nanoTime();
        network.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        network = NetworkServer.start(settings());
        assertThat(network.postings()).isEqualTo(postings);
    }

    @Test
    void balanceFen_ofAnotherCard_isRefused() {
        assertThatThrownBy(() -> network.balanceFen(Pan.of("4000000000000002"))).isInstanceOf(IllegalArgumentException.class);
    }
}
