package io.shouyin.host.keys;

import static io.shouyin.host.Patience.until;
import static io.shouyin.iso8583.terminal.TransactionKind.BALANCE;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_NOTICE;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.OFFLINE_SALE;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_TOP_UP;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.REFUND;
import static io.shouyin.iso8583.terminal.TransactionKind.SALE;
import static io.shouyin.iso8583.terminal.TransactionKind.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Handout;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.iso8583.terminal.Field54;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.HandLoad;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.EntryMode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Terminals whose keys people carry to them: a ceremony of two officers, components typed, sign-in, a sale.
class HandLoadedTerminalIT {

    private static final String CEREMONIES = "/api/v1/keys/ceremonies";

    @TempDir
    static Path folder;
    private static Corridor corridor;
    private static Officers officers;

    @BeforeAll
    static void start() {
        corridor = Corridor.start(folder);
        officers = new Officers(corridor.url(),
                TwoAdministrators.of(URI.create(corridor.url()).getPort(), corridor.bean(FirstAdministrators.class).ensure()), 2);
    }

    @AfterAll
    static void stop() {
        corridor.close();
    }

    @ParameterizedTest
    @EnumSource
    void terminal_withCredentialKey_sellsWithItsTransactionPassword(TerminalProfile profile) throws IOException {
        Handout handout = corridor.register("SYHAND-" + profile, profile);
        List<JsonNode> parts = officers.seen(officers.approved(Map.of("kind", "TERMINAL", "terminalId", handout.terminalId(), "parts", 2, "withCredentialKey", true)));
        assertThat(corridor.jdbc().sql("SELECT state || ' ' || step_up || ' ' || profile FROM fleet.terminal WHERE terminal_id = ?").param(handout.terminalId())
                .query(String.class).single()).isEqualTo("ACTIVATED online " + profile.code());
        List<Path> files = new ArrayList<>();
        for (JsonNode part : parts) {
            files.add(Files.writeString(folder.resolve(profile + "-component-" + part.path("part").asString() + ".txt"), lines(part)));
        }
        Path settingsFile = Files.writeString(folder.resolve(profile + "-settings.json"),
                officers.browser(0).get("/api/v1/terminals/" + handout.terminalId() + "/settings").expect(200).text());
        TerminalSettings settings = TerminalSettings.in(folder.resolve("terminal-" + handout.serialNumber())).withSerialNumber(handout.serialNumber());
        assertThatThrownBy(() -> HandLoad.load(settings, List.of(files.getFirst(), files.getFirst()), settingsFile)).hasMessageContaining("component files");
        HandLoad.load(settings, files, settingsFile);

        try (Till till = corridor.switchOn(handout)) {
            till.logOnFirst("99", Corridor.ADMINISTRATOR_PASSWORD);
            till.await("menu.administrator");
            till.press("1");
            till.await("menu.passwords");
            till.press("1");
            till.enterTwice("transactionPassword.new", "transactionPassword.again", Corridor.TRANSACTION_PASSWORD);
            till.await("transactionPassword.saved");
            till.press("OK CANCEL");
            till.await("menu.administrator");
            till.press("3");
            till.logOnFirst("01", Corridor.CASHIER_PASSWORD);
            till.await("signIn.offer");
            till.press("OK");
            till.await("signIn.done");
            till.press("OK");
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
        }
        assertLoadedByHand(handout);
    }

    @Test
    void terminal_activated_losesItsKeysOnlyWhereThatIsSaid() {
        RawTerminal device = RawTerminal.registered(corridor, "SYHAND-00000003");
        Map<String, Object> load = Map.of("kind", "TERMINAL", "terminalId", device.id(), "parts", 2);
        String waiting = officers.browser(0).post(CEREMONIES, load).expect(201).body().path("id").asString();
        assertThat(device.activate(corridor, device.handout().activationCode(), EcKeys.P256.generate()).statusCode()).isEqualTo(200);
        String key = masterKey(device);
        assertThat(officers.browser(1).post(CEREMONIES + "/" + waiting + "/approval", null).expect(409).body().path("code").asString())
                .as("activated since it was proposed").isEqualTo("TERMINAL_HAS_KEYS");
        officers.browser(0).post(CEREMONIES + "/" + waiting + "/cancellation", null).expect(200);

        assertThat(officers.browser(0).post(CEREMONIES, load).expect(409).body().path("code").asString()).isEqualTo("TERMINAL_HAS_KEYS");
        Map<String, Object> replace = Map.of("kind", "TERMINAL", "terminalId", device.id(), "parts", 2, "replaceKeys", true);
        String replacing = officers.approved(replace);
        assertThat(officers.browser(1).get(CEREMONIES + "/" + replacing).expect(200).body().path("replaceKeys").asBoolean()).isTrue();
        assertThat(masterKey(device)).as("not before the last part").isEqualTo(key);
        officers.seen(replacing);
        assertThat(masterKey(device)).isNotEqualTo(key);
    }

    private static String masterKey(RawTerminal device) {
        return corridor.jdbc().sql("SELECT master_key FROM fleet.terminal WHERE terminal_id = ?").param(device.id()).query(String.class).single();
    }

    private static String lines(JsonNode part) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode component : part.path("components")) {
            String prefix = component.path("purpose").asString().equals("TERMINAL_CREDENTIAL") ? "credential-" : "";
            lines.append(prefix).append("component=").append(component.path("hex").asString()).append('\n')
                    .append(prefix).append("check=").append(component.path("checkValue").asString()).append('\n')
                    .append(prefix).append("whole-check=").append(component.path("wholeCheckValue").asString()).append('\n');
        }
        return lines.toString();
    }

    @ParameterizedTest
    @EnumSource
    void virtualTerminal_withoutCredentialKey_judgesItsOperatorsItself_andSells(TerminalProfile profile) throws IOException {
        Handout handout = corridor.register("SYHAND-LOCAL-" + profile, profile);
        List<Path> files = new ArrayList<>();
        for (JsonNode part : officers.seen(officers.approved(Map.of("kind", "TERMINAL", "terminalId", handout.terminalId(), "parts", 2)))) {
            files.add(Files.writeString(folder.resolve(profile + "-local-" + part.path("part").asString() + ".txt"), lines(part)));
        }
        Path settingsFile = Files.writeString(folder.resolve(profile + "-local-settings.json"),
                officers.browser(0).get("/api/v1/terminals/" + handout.terminalId() + "/settings").expect(200).text());
        Map<OperatorNumber, Secret> initial = HandLoad.load(TerminalSettings.in(folder.resolve("terminal-" + handout.serialNumber())).withSerialNumber(handout.serialNumber()),
                files, settingsFile);
        try (Till till = corridor.switchOn(handout); Secret once = initial.get(new OperatorNumber("01"))) {
            till.logOnFirst("01", new String(once.reveal(SecretAccess.granted()), StandardCharsets.UTF_8), Corridor.CASHIER_PASSWORD);
            till.await("signIn.offer");
            till.press("OK");
            till.await("signIn.done");
            till.press("OK");
            till.await("menu.cashier");
            till.press("1");
            till.await("sale.amount");
            till.type("1000");
            till.await("sale.card");
            till.terminal.card(EntryMode.SWIPE, 0);
            till.await("sale.pin");
            till.type(corridor.pin(0));
            till.await("sale.approved");
        }
        assertLoadedByHand(handout);
    }

    @Test
    void terminal_withoutCredentialKey_sellsAndChecksItsOperatorsItself() {
        RawTerminal terminal = loadedByHand("SYHAND-00000002");
        terminal.signIn(KeySet.WITH_TRACK_KEY);
        Message answer = terminal.askSigned(terminal.saleWithoutFactors(100, corridor.network.cards().getFirst()).text(22, "021").text(26, "12")
                .text(53, "2610000000000000").bytes(52, terminal.pinBlock(corridor.pin(0), corridor.network.cards().getFirst())).build());
        assertThat(answer.text(39)).isEqualTo("00");
        Message refused = terminal.ask(terminal.credential("401", Map.of(FactorTlv.OPERATOR, "01"), Map.of()));
        assertThat(refused.text(39)).as("the host keeps no passwords of its operators").isEqualTo("40");
        assertLoadedByHand(terminal.handout());
    }

    /// A terminal of another maker: no field 57, no factors, no word of ours.
    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "WITH_TRACK_KEY"})
    void terminal_thatKnowsNothingOfOurs_walksEveryRowOfTheProtocol(KeySet keys) throws Exception {
        RawTerminal terminal = loadedByHand("SYHAND-10000" + keys.networkCode());
        DemoCard card = corridor.network.cards().get(1);
        long before = corridor.network.balanceFen(card.pan());
        terminal.signIn(keys);
        assertThat(terminal.ask(terminal.request("0800", "00", "360").build()).bytes(62)).asString(StandardCharsets.US_ASCII)
                .isEqualTo("1260" + "133" + "180" + "1900" + "201" + "210" + "233");
        for (Message heard : List.of(terminal.request("0800", "00", "361").build(), terminal.request("0820", "00", "362").build(),
                terminal.request("0820", "00", "301").without(11).build())) {
            assertThat(terminal.ask(heard).text(39)).isEqualTo("00");
        }

        Message balance = terminal.askSigned(terminal.withoutFactors(BALANCE, 0, card).without(4).build());
        assertThat(Field54.decode(balance.text(54)).fen()).isEqualTo(before);
        approved(terminal, VOID, approved(terminal, SALE, 1_000), 1_000);
        Done sale = approved(terminal, SALE, 1_000);
        approved(terminal, REFUND, sale, 400);
        approved(terminal, REFUND, sale, 600);
        approved(terminal, PRE_AUTH_VOID, approved(terminal, PRE_AUTH, 1_000), 1_000);
        Done preAuth = approved(terminal, PRE_AUTH, 1_000);
        approved(terminal, PRE_AUTH_TOP_UP, preAuth, 1_000);
        approved(terminal, COMPLETION_VOID, approved(terminal, COMPLETION, preAuth, 2_300), 2_300);
        approved(terminal, COMPLETION_NOTICE, approved(terminal, PRE_AUTH, 1_000), 1_150);
        assertThat(terminal.askSigned(terminal.withoutFactors(OFFLINE_SALE, 500, card).text(22, "051").build()).text(39)).isEqualTo("00");
        Message undone = terminal.withoutFactors(SALE, 700, card).build();
        assertThat(terminal.askSigned(undone).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.network.balanceFen(card.pan()) == before - 1_150 - 500);

        var side = new Side(new MinorAmount(1_000 + 1_000 + 2_300 + 1_150 + 500), 5, new MinorAmount(1_000 + 400 + 600 + 2_300), 4, Result.ASKED);
        Message settled = terminal.ask(terminal.request("0500", "00", "201").text(48, new Field48.Totals(side, Side.NOTHING).encode()).text(49, "156")
                .text(63, "01 ").build());
        assertThat(Field48.Totals.decode(settled.text(48)).domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(terminal.ask(terminal.request("0320", "00", "207").text(48, Field48.ofUploadEnd(0)).build()).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.signOutRequest()).text(39)).isEqualTo("00");
        corridor.assertBooksHold();
    }

    private static Done approved(RawTerminal terminal, TransactionKind kind, long fen) {
        return approved(terminal, terminal.withoutFactors(kind, fen, corridor.network.cards().get(1)).build());
    }

    private static Done approved(RawTerminal terminal, TransactionKind kind, Done original, long fen) {
        return approved(terminal, terminal.naming(terminal.withoutFactors(kind, fen, corridor.network.cards().get(1)), kind, original));
    }

    private static Done approved(RawTerminal terminal, Message message) {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo("00");
        return Done.of(answer);
    }

    private static RawTerminal loadedByHand(String serialNumber) {
        Handout handout = corridor.register(serialNumber);
        List<byte[]> components = officers.seen(officers.approved(Map.of("kind", "TERMINAL", "terminalId", handout.terminalId(), "parts", 2))).stream()
                .map(part -> HexFormat.of().parseHex(part.path("components").get(0).path("hex").asString())).toList();
        return RawTerminal.loadedByHand(corridor, handout, Tdes.withOddParity(KeyComponents.combine(components)));
    }

    private static void assertLoadedByHand(Handout handout) {
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'terminal.load-by-hand' AND object LIKE '%' || ?").param(handout.terminalId())
                .query(Integer.class).single()).isEqualTo(1);
    }
}
