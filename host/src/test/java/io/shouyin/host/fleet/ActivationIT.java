package io.shouyin.host.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.EcKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Activation over the device API and sign-in over the gateway: one code, one device, one key; fresh working keys each time.
class ActivationIT {

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.keys.single-length-keys", true));
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static String newCode(RawTerminal terminal) {
        try (Secret code = corridor.bean(Terminals.class).issueActivation(new TerminalId(terminal.id()), Optional.empty()).clear()) {
            return new String(code.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }

    @Test
    void settings_tellTheDeviceWhereTheGatewayIsAndWhatToPin() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYACT-00000001");
        GatewayServer gateway = corridor.bean(GatewayServer.class);
        assertThat(terminal.settings().path("terminalId").asString()).isEqualTo(terminal.id());
        assertThat(terminal.settings().path("merchantId").asString()).isEqualTo(Corridor.MERCHANT.value());
        assertThat(terminal.settings().path("gatewayPort").asInt()).isEqualTo(gateway.tlsPort());
        assertThat(terminal.settings().path("gatewayCertificateSha256").asString()).matches("[0-9a-f]{64}").isEqualTo(gateway.current().certificateSha256());
        assertThat(terminal.settings().path("stepUp").asString()).isEqualTo("online");
    }

    @Test
    void code_usedOnce_isDead() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYACT-00000002");
        HttpResponse<String> again = terminal.activate(corridor, terminal.handout().activationCode(), EcKeys.P256.generate());
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(RawTerminal.problem(again)).isEqualTo("ACTIVATION_CODE_EXPIRED");
    }

    @Test
    void request_replayed_isRefusedAndTheKeysStay() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000003");
        EcKeys.Pair device = EcKeys.P256.generate();
        String code = terminal.handout().activationCode();
        byte[] nonce = ActivationExchange.newNonce();
        byte[] proof = ActivationExchange.proof(ActivationExchange.codeKey(code, "SYACT-00000003"), "SYACT-00000003", device.publicKey(), nonce);
        assertThat(terminal.activate(corridor, code, device, nonce, proof).statusCode()).isEqualTo(200);
        byte[] master = terminal.masterKey();
        assertThat(RawTerminal.problem(terminal.activate(corridor, code, device, nonce, proof))).isEqualTo("ACTIVATION_CODE_EXPIRED");
        assertThat(terminal.masterKey()).as("nobody's keys were replaced").isEqualTo(master);
        assertThat(terminal.signIn(KeySet.DOUBLE).text(39)).isEqualTo("00");
        newCode(terminal);
        assertThat(RawTerminal.problem(terminal.activate(corridor, code, device, nonce, proof))).as("under a newer code").isEqualTo("ACTIVATION_CODE_WRONG");
    }

    @Test
    void answer_lost_theSameDeviceAsksAgain_untilItsFirstSignIn() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000015");
        EcKeys.Pair device = EcKeys.P256.generate();
        String code = terminal.handout().activationCode();
        assertThat(terminal.activate(corridor, code, device).statusCode()).isEqualTo(200);
        assertThat(terminal.activate(corridor, code, device).statusCode()).isEqualTo(200);
        terminal.signIn(KeySet.DOUBLE);                                        // with the keys of the second answer
        assertThat(RawTerminal.problem(terminal.activate(corridor, code, device))).isEqualTo("ACTIVATION_CODE_EXPIRED");
    }

    @Test
    void code_wrongFiveTimes_isLocked_andTheRightOneToo_untilThereIsANewOne() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000004");
        for (int i = 1; i <= 4; i++) {
            assertThat(RawTerminal.problem(terminal.activate(corridor, "2222-3333-4444", EcKeys.P256.generate()))).isEqualTo("ACTIVATION_CODE_WRONG");
        }
        assertThat(RawTerminal.problem(terminal.activate(corridor, "2222-3333-4444", EcKeys.P256.generate()))).isEqualTo("ACTIVATION_LOCKED");
        HttpResponse<String> right = terminal.activate(corridor, terminal.handout().activationCode(), EcKeys.P256.generate());
        assertThat(right.statusCode()).isEqualTo(403);
        assertThat(RawTerminal.problem(right)).isEqualTo("ACTIVATION_LOCKED");
        assertThat(refusalsInTheLog(terminal)).as("four wrong codes, the fifth twice: wrong, and locked by it; the right one when locked").containsExactly(
                "ACTIVATION_CODE_WRONG", "ACTIVATION_CODE_WRONG", "ACTIVATION_CODE_WRONG", "ACTIVATION_CODE_WRONG", "ACTIVATION_CODE_WRONG",
                "ACTIVATION_LOCKED", "ACTIVATION_LOCKED");
        assertThat(terminal.activate(corridor, newCode(terminal), EcKeys.P256.generate()).statusCode()).isEqualTo(200);
    }

    @Test
    void refusals_thatNothingStops_areInTheLogTwentyTimesAndNoMore() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000040");
        String code = terminal.handout().activationCode();
        assertThat(terminal.activate(corridor, code, EcKeys.P256.generate()).statusCode()).isEqualTo(200);
        for (int i = 0; i < 25; i++) {
            assertThat(RawTerminal.problem(terminal.activate(corridor, code, EcKeys.P256.generate()))).isEqualTo("ACTIVATION_CODE_EXPIRED");
        }
        assertThat(refusalsInTheLog(terminal)).hasSize(20).containsOnly("ACTIVATION_CODE_EXPIRED");
    }

    private static List<String> refusalsInTheLog(RawTerminal terminal) {
        return corridor.jdbc().sql("SELECT reason FROM audit.entry WHERE action = 'terminal.activate' AND result = 'REFUSED' AND object = ? ORDER BY entry_id")
                .param("terminal:" + terminal.handout().terminalId()).query(String.class).list();
    }

    @Test
    void codes_fiftyWrongOnesAtOnce_countExactly() throws Exception {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000005");
        List<String> problems = new ArrayList<>();
        try (ExecutorService thieves = Executors.newFixedThreadPool(8)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(thieves.submit(() -> RawTerminal.problem(terminal.activate(corridor, "2222-3333-4444", EcKeys.P256.generate()))));
            }
            for (Future<String> answer : answers) {
                problems.add(answer.get());
            }
        }
        assertThat(problems.stream().filter("ACTIVATION_CODE_WRONG"::equals).count()).isEqualTo(4);
        assertThat(problems.stream().filter("ACTIVATION_LOCKED"::equals).count()).isEqualTo(46);
    }

    @Test
    void code_afterItsTime_isExpired() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000006");
        corridor.jdbc().sql("UPDATE fleet.activation SET expires_at = now() - interval '1 second' WHERE terminal_id = ?").param(terminal.id()).update();
        HttpResponse<String> answer = terminal.activate(corridor, terminal.handout().activationCode(), EcKeys.P256.generate());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(RawTerminal.problem(answer)).isEqualTo("ACTIVATION_CODE_EXPIRED");
    }

    @Test
    void deviceKey_ofOneTerminal_isRefusedForAnother() {
        EcKeys.Pair device = EcKeys.P256.generate();
        RawTerminal one = RawTerminal.registered(corridor, "SYACT-00000007");
        RawTerminal other = RawTerminal.registered(corridor, "SYACT-00000008");
        assertThat(one.activate(corridor, one.handout().activationCode(), device).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = other.activate(corridor, other.handout().activationCode(), device);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(RawTerminal.problem(answer)).isEqualTo("DEVICE_KEY_IN_USE");
    }

    @Test
    void deviceKey_usedByTwoAtOnce_belongsToOne() throws Exception {
        EcKeys.Pair device = EcKeys.P256.generate();
        List<RawTerminal> terminals = List.of(RawTerminal.registered(corridor, "SYACT-00000009"), RawTerminal.registered(corridor, "SYACT-00000010"),
                RawTerminal.registered(corridor, "SYACT-00000011"), RawTerminal.registered(corridor, "SYACT-00000012"));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService devices = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = terminals.stream().map(terminal -> devices.submit(() ->
                    terminal.activate(corridor, terminal.handout().activationCode(), device).statusCode())).toList();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
    }

    @Test
    void serialNumber_notInTheRegister_404() {
        HttpResponse<String> answer = RawTerminal.post(corridor, """
                {"serialNumber":"SYACT-NOBODY01","model":"x","devicePublicKey":"AAAA","nonce":"%1$s","proof":"%1$s"}"""
                .formatted("A".repeat(43) + "="));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(RawTerminal.problem(answer)).isEqualTo("TERMINAL_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"serialNumber\":\"x\"}",
            "{\"serialNumber\":\"SYACT-00000001\",\"devicePublicKey\":\"!\",\"nonce\":\"!\",\"proof\":\"!\"}",
            "{\"serialNumber\":\"SYACT-00000001\",\"devicePublicKey\":\"AAAA\",\"nonce\":\"AAAA\",\"proof\":\"AAAA\"}", "{\"serialNumber\":"})
    void request_thatIsNone_400(String body) {
        HttpResponse<String> answer = RawTerminal.post(corridor, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void deviceKey_thatIsNoPointOfTheCurve_400() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYACT-00000013");
        EcKeys.Pair device = EcKeys.P256.generate();
        byte[] spoilt = device.publicKey();
        spoilt[spoilt.length - 1] ^= 1;
        byte[] nonce = ActivationExchange.newNonce();
        byte[] proof = ActivationExchange.proof(ActivationExchange.codeKey(terminal.handout().activationCode(), "SYACT-00000013"), "SYACT-00000013",
                spoilt, nonce);
        HttpResponse<String> answer = terminal.activateAs(corridor, terminal.handout().activationCode(), device, spoilt, nonce, proof);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawTerminal.problem(answer)).isEqualTo("DEVICE_KEY_INVALID");
    }

    @Test
    void activation_again_replacesTheKeysAndEndsTheSignIn() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYACT-00000014");
        byte[] oldMaster = terminal.masterKey();
        byte[] oldCredential = terminal.credentialKey();
        byte[] signedWithOldKeys = terminal.signed(terminal.sale(100, card).build());
        byte[] sealedWithOldKey = RawTerminal.unsigned(terminal.logOn("01", Corridor.CASHIER_PASSWORD));
        assertThat(terminal.activate(corridor, newCode(terminal), EcKeys.P256.generate()).statusCode()).isEqualTo(200);
        assertThat(terminal.masterKey()).isNotEqualTo(oldMaster);
        assertThat(terminal.credentialKey()).isNotEqualTo(oldCredential);
        assertThat(terminal.decode(terminal.exchange(signedWithOldKeys).orElseThrow()).text(39)).isEqualTo("77");
        assertThat(terminal.decode(terminal.exchange(sealedWithOldKey).orElseThrow()).text(39)).isEqualTo("A7");
        terminal.signIn(KeySet.WITH_TRACK_KEY);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    // sign-in ----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(KeySet.class)
    void signIn_bringsKeysThatWork(KeySet set) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYSGN-0000000" + set.ordinal(), set.profile());
        Message answer = terminal.signIn(set);                                 // compares each check value
        assertThat(answer.bytes(62)).hasSize(switch (set) {
            case SINGLE -> 24;
            case DOUBLE -> 40;
            case WITH_TRACK_KEY -> 60;
            case AES, SM4 -> 384;
        });
        assertThat(answer.text(60)).isEqualTo("00000001" + set.networkCode());
        Message sale = terminal.sale(1100, card).build();
        boolean trackInClear = sale.has(35) && sale.text(35, CardDataAccess.granted()).equals(card.track2(CardDataAccess.granted()));
        assertThat(trackInClear).isEqualTo(set == KeySet.SINGLE || set == KeySet.DOUBLE);
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
    }

    @Test
    void signIn_again_bringsOtherKeys_andTheOldMacsAreWrong() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYSGN-00000011");
        byte[] old = terminal.signed(terminal.sale(100, card).build());
        byte[] oldKey = terminal.macKey();
        terminal.signIn(KeySet.WITH_TRACK_KEY);
        assertThat(terminal.macKey()).isNotEqualTo(oldKey);
        assertThat(terminal.decode(terminal.exchange(old).orElseThrow()).text(39)).isEqualTo("A0");
    }

    @Test
    void signOut_thenASale_77() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYSGN-00000012");
        assertThat(terminal.ask(terminal.signOutRequest()).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("77");
        terminal.signIn(KeySet.DOUBLE);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    @Test
    void encryptedTrack_withoutATrackKey_A7() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYSGN-00000013");
        Message encrypted = terminal.sale(100, card).build();
        terminal.signIn(KeySet.DOUBLE);
        Message sale = terminal.sale(100, card).copy(encrypted, 35, 53).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("A7");
    }
}
