package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Chips over the wire, signed by hand with the keys of `cards.json`: what the issuer believes, and what it answers.
class ChipDeskTest {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DEBIT_CARD = 0;
    private static final int CREDIT_CARD = 1;

    @TempDir
    Path folder;

    private NetworkServer network;
    private HostSide host;
    private int counter;

    @BeforeEach
    void start() throws Exception {
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0));
        host = HostSide.signedOn(network, folder);
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        network.close();
    }

    /// A chip as `cards.json` tells it.
    private record Chip(byte[] key, byte[] integrityKey, int version) {

        byte[] sessionKey(byte[] atc) {
            return version == 10 ? key : EmvKeys.commonSessionKeyForAtc(key, atc);
        }

        Field55 sign(Field55 data) {
            byte[] own = data.value(Field55.ISSUER_APPLICATION_DATA);
            byte[] behind = version == 10 ? Arrays.copyOfRange(own, 3, own.length) : own;
            return data.with(Field55.CRYPTOGRAM, EmvCryptograms.cryptogram(sessionKey(data.value(Field55.COUNTER)),
                    version == 10 ? MacPadding.ZEROS : MacPadding.ONE_AND_ZEROS, joined(data.underCryptogram(), behind)));
        }
    }

    private Chip chip(int card) throws IOException {
        JsonNode chip = Store.JSON.readTree(Files.readAllBytes(folder.resolve("cards.json"))).get(card).get("chip");
        return new Chip(HEX.parseHex(chip.get("cryptogramKey").asString()), HEX.parseHex(chip.get("integrityKey").asString()),
                chip.get("cryptogramVersion").asInt());
    }

    private Field55 data(Chip chip, long fen) {
        counter++;
        return Field55.empty().with(Field55.AMOUNT, HEX.parseHex("%012d".formatted(fen))).with(Field55.AMOUNT_OTHER, new byte[6])
                .with(Field55.COUNTRY, HEX.parseHex("0156")).with(Field55.VERIFICATION_RESULTS, new byte[5]).with(Field55.CURRENCY, HEX.parseHex("0156"))
                .with(Field55.DATE, HEX.parseHex("260701")).with(Field55.TYPE, new byte[1]).with(Field55.UNPREDICTABLE_NUMBER, HEX.parseHex("1A2B3C4D"))
                .with(Field55.INTERCHANGE_PROFILE, HEX.parseHex("1C00")).with(Field55.COUNTER, new byte[] {0, (byte) counter})
                .with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {(byte) 0x80})
                .with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("0601%02X03A00000".formatted(chip.version)));
    }

    private Message sale(int card, Field55 data) {
        return host.sale(counter, network.cards().get(card), 1_000).toBuilder().text(22, "051").text(23, "001").bytes(55, data.encode()).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {DEBIT_CARD, CREDIT_CARD})
    void sale_signedByTheChip_isAnsweredWithAnArpcThatTheChipBelieves(int card) throws Exception {
        Chip chip = chip(card);
        Field55 data = chip.sign(data(chip, 1_000));
        Message answer = host.ask(sale(card, data));
        assertThat(answer.text(39)).isEqualTo("00");
        byte[] said = Field55.decode(answer.bytes(55)).value(Field55.ISSUER_AUTHENTICATION);
        byte[] arqc = data.value(Field55.CRYPTOGRAM);
        assertThat(HEX.formatHex(said)).isEqualTo(chip.version == 10
                ? HEX.formatHex(EmvCryptograms.arpcMethod1(chip.key, arqc, HEX.parseHex("3030"))) + "3030"
                : HEX.formatHex(EmvCryptograms.arpcMethod2(chip.sessionKey(data.value(Field55.COUNTER)), arqc, HEX.parseHex("00800000"), new byte[0])) + "00800000");
        assertThat(host.ask(sale(card, data)).bytes(55)).as("the same again").isEqualTo(answer.bytes(55));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrong(String what, UnaryOperator<Field55> before, UnaryOperator<Field55> after) throws Exception {
        Chip chip = chip(DEBIT_CARD);
        Message answer = host.ask(sale(DEBIT_CARD, after.apply(chip.sign(before.apply(data(chip, 1_000))))));
        assertThat(answer.text(39)).isEqualTo("59");
        assertThat(answer.has(55)).isFalse();
        assertThat(network.postings()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                after("a cryptogram with one bit turned", data -> {
                    byte[] cryptogram = data.value(Field55.CRYPTOGRAM);
                    cryptogram[7] ^= 1;
                    return data.with(Field55.CRYPTOGRAM, cryptogram);
                }),
                after("verification results that were not signed", data -> data.with(Field55.VERIFICATION_RESULTS, HEX.parseHex("0000040000"))),
                after("another counter", data -> data.with(Field55.COUNTER, HEX.parseHex("0100"))),
                after("another unpredictable number", data -> data.with(Field55.UNPREDICTABLE_NUMBER, new byte[4])),
                before("another amount, signed", data -> data.with(Field55.AMOUNT, HEX.parseHex("000000000999"))),
                before("another currency, signed", data -> data.with(Field55.CURRENCY, HEX.parseHex("0840"))),
                before("a version that is not one of ours", data -> data.with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("06011103A00000"))),
                before("the version of another card", data -> data.with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("06010A03A00000"))),
                before("issuer application data too short", data -> data.with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("060112"))),
                after("a TC where the issuer is asked", data -> data.with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {0x40})),
                after("another sequence number", data -> data.with(Field55.CARD_SEQUENCE, new byte[] {2})));
    }

    private static Arguments before(String what, UnaryOperator<Field55> change) {
        return Arguments.of(what, change, UnaryOperator.<Field55>identity());
    }

    private static Arguments after(String what, UnaryOperator<Field55> change) {
        return Arguments.of(what, UnaryOperator.<Field55>identity(), change);
    }

    @Test
    void sale_whoseChipDataLacksATag_isRefused30() throws Exception {
        Message answer = host.ask(sale(DEBIT_CARD, Field55.empty().with(Field55.CRYPTOGRAM, new byte[8])));
        assertThat(answer.text(39)).isEqualTo("30");
        assertThat(network.counts().formatRefused()).isEqualTo(1);
    }

    @Test
    void offlineSale_withTheCardsTc_isBooked_andWithAnArqcIsNot() throws Exception {
        Chip chip = chip(CREDIT_CARD);
        Field55 told = data(chip, 1_000).with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {0x40})
                .with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("06010A03900000"));
        assertThat(host.ask(offline(chip.sign(told))).text(39)).isEqualTo("00");
        assertThat(host.ask(offline(chip.sign(data(chip, 1_000)))).text(39)).isEqualTo("59");
    }

    private Message offline(Field55 data) {
        Message sale = sale(CREDIT_CARD, data);
        return Message.builder("0220").copy(sale, 2, 3, 4, 7, 11, 14, 18, 22, 23, 25, 32, 35, 37, 41, 42, 43, 49, 55).build();
    }

    @Test
    void card_whosePinWasUnlocked_getsAScriptThatOnlyItsIssuerCanHaveMade() throws Exception {
        Chip chip = chip(DEBIT_CARD);
        network.unlockPin(network.cards().get(DEBIT_CARD).pan());
        Field55 data = chip.sign(data(chip, 1_000));
        Field55 said = Field55.decode(host.ask(sale(DEBIT_CARD, data)).bytes(55));
        byte[] command = BerTlv.decode(said.value(Field55.SCRIPT_AFTER), 55).get(0x86);
        byte[] header = HEX.parseHex("8424000008");
        byte[] atc = data.value(Field55.COUNTER);
        assertThat(command).isEqualTo(joined(header, EmvCryptograms.scriptMac(EmvKeys.visaMessagingKey(chip.integrityKey, atc), header, atc,
                data.value(Field55.CRYPTOGRAM))));
        Field55 done = data(chip, 1_000).with(Field55.ISSUER_APPLICATION_DATA, HEX.parseHex("06011203A00010"));
        assertThat(Field55.decode(host.ask(sale(DEBIT_CARD, chip.sign(done))).bytes(55)).find(Field55.SCRIPT_AFTER)).isEmpty();
    }

    @Test
    void drawer_ofBeforeThereWereChips_getsThem() throws Exception {
        stop();
        Path cards = folder.resolve("cards.json");
        JsonNode drawer = Store.JSON.readTree(Files.readAllBytes(cards));
        drawer.forEach(card -> ((ObjectNode) card).remove("chip"));
        Files.write(cards, Store.JSON.writeValueAsBytes(drawer));
        start();
        Chip chip = chip(CREDIT_CARD);
        assertThat(host.ask(sale(CREDIT_CARD, chip.sign(data(chip, 1_000)))).text(39)).isEqualTo("00");
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
