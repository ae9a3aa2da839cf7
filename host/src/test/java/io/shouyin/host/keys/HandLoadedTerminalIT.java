package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Handout;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.HandLoad;
import io.shouyin.terminal.TerminalSettings;
import java.io.IOException;
import java.net.URI;
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

    @Test
    void terminal_withoutCredentialKey_sellsAndChecksItsOperatorsItself() {
        Handout handout = corridor.register("SYHAND-00000002");
        List<byte[]> components = officers.seen(officers.approved(Map.of("kind", "TERMINAL", "terminalId", handout.terminalId(), "parts", 2))).stream()
                .map(part -> HexFormat.of().parseHex(part.path("components").get(0).path("hex").asString())).toList();
        RawTerminal terminal = RawTerminal.loadedByHand(corridor, handout, Tdes.withOddParity(KeyComponents.combine(components)));
        terminal.signIn(KeySet.WITH_TRACK_KEY);
        Message answer = terminal.askSigned(terminal.saleWithoutFactors(100, corridor.network.cards().getFirst()).text(22, "021").text(26, "12")
                .text(53, "2610000000000000").bytes(52, terminal.pinBlock(corridor.pin(0), corridor.network.cards().getFirst())).build());
        assertThat(answer.text(39)).isEqualTo("00");
        Message refused = terminal.ask(terminal.credential("401", Map.of(FactorTlv.OPERATOR, "01"), Map.of()));
        assertThat(refused.text(39)).as("the host keeps no passwords of its operators").isEqualTo("40");
        assertLoadedByHand(handout);
    }

    private static void assertLoadedByHand(Handout handout) {
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'terminal.load-by-hand' AND object LIKE '%' || ?").param(handout.terminalId())
                .query(Integer.class).single()).isEqualTo(1);
    }
}
