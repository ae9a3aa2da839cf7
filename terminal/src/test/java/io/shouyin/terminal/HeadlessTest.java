package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HeadlessTest {

    @TempDir
    Path folder;

    private static final String WALK = """
            # from activation to the first receipt
            wait activation.done
            key OK
            type 01
            key OK
            type %s
            key OK
            wait signIn.offer
            key OK
            wait signIn.done
            key OK
            key 1
            type 1000
            key OK
            wait sale.card
            card swipe 1
            type %s
            key OK
            type %s
            key OK
            wait sale.approved
            key OK OK
            quit
            """.formatted(Bench.LOGIN, Bench.PASSWORD, Bench.PIN);

    private TerminalSettings settings(FakeHost host) throws Exception {
        host.operatorsHave(Bench.LOGIN);
        host.setTransactionPassword(Bench.PASSWORD);
        Path cards = folder.resolve("cards.json");
        Files.writeString(cards, """
                [{"name":{"zh":"储蓄卡","en":"Debit card"},"hint":{"zh":"余额充足","en":"plenty"},"kind":"DEBIT","pan":"%s","track2":"%s","expiry":"3012","pin":"123456","scheme":"CUP"}]
                """.formatted(Bench.PAN, Bench.TRACK2));
        return host.settings(folder.resolve("state")).withActivationCode(FakeHost.CODE).withCardsFile(cards);
    }

    @Test
    void walk_inJson_tellsEveryEventAndNoSecret() throws Exception {
        try (var host = FakeHost.start()) {
            var out = new ByteArrayOutputStream();
            int result = HeadlessTerminal.run(settings(host), new ByteArrayInputStream(WALK.getBytes(StandardCharsets.UTF_8)), out);
            String all = out.toString(StandardCharsets.UTF_8);
            assertThat(result).as(all).isZero();
            assertThat(all).contains("●●●●●●●●").doesNotContain(Bench.PASSWORD, Bench.LOGIN, Bench.PAN);
            assertThat(all.lines().map(JsonMapper.shared()::readTree).map((JsonNode n) -> n.path("event").asString()).distinct())
                    .contains("screen", "status", "print", "beep");
            assertThat(host.postedTraces).hasSize(1);
        }
    }

    @Test
    void walk_inPlainText_isReadable() throws Exception {
        try (var host = FakeHost.start()) {
            var out = new ByteArrayOutputStream();
            HeadlessTerminal.run(settings(host), new ByteArrayInputStream(WALK.getBytes(StandardCharsets.UTF_8)), out, HeadlessTerminal.Format.PLAIN);
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("--- print merchant", "金额 RMB                   10.00", "交易成功");
        }
    }

    @Test
    void command_unknownOrImpossible_isAnErrorEventAndResultOne() throws Exception {
        try (var host = FakeHost.start()) {
            var out = new ByteArrayOutputStream();
            int result = HeadlessTerminal.run(settings(host), new ByteArrayInputStream("""
                    dance
                    card swipe 1
                    card swipe 9
                    key F9
                    wait no.such.screen 1
                    """.getBytes(StandardCharsets.UTF_8)), out);
            assertThat(result).isEqualTo(1);
            assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("\"error\""))).hasSize(5);
        }
    }
}
