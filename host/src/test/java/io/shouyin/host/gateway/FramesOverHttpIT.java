package io.shouyin.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.iso8583.Message;
import io.shouyin.network.DemoCard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bytes of the line as bodies of HTTP: the same answers, judged by the same rules.
class FramesOverHttpIT {

    private static final String TYPE = "x-ISO-TPDU/x-auth";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;
    private static HttpClient client;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.gateway.http-enabled", true));
        terminal = RawTerminal.inService(corridor, "SYHTTP-0000001");
        card = corridor.network.cards().getFirst();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stopHost() {
        client.close();
        corridor.close();
    }

    private static HttpResponse<byte[]> post(String type, byte[] body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(corridor.url() + FramesOverHttp.PATH)).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Message answer(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).isEqualToIgnoringCase(TYPE));
        byte[] body = response.body();
        assertThat((body[0] & 0xFF) << 8 | body[1] & 0xFF).isEqualTo(body.length - 2);
        return terminal.decode(Arrays.copyOfRange(body, 2, body.length));
    }

    @Test
    void sale_overHttp_isApprovedAndItsRepeatOverTheLineGetsTheSameAnswer() throws Exception {
        byte[] sale = terminal.signed(terminal.sale(1000, card).build());
        Message first = answer(post(TYPE, sale));
        assertThat(first.text(39)).isEqualTo("00");
        Message again = terminal.decode(terminal.exchange(sale).orElseThrow());
        assertThat(again.text(37)).isEqualTo(first.text(37));
    }

    @Test
    void sale_changedByte_isRefusedByItsMac() throws Exception {
        byte[] sale = terminal.signed(terminal.sale(1000, card).build());
        sale[sale.length - 1] ^= 1;
        assertThat(answer(post(TYPE, sale)).text(39)).isEqualTo("A0");
    }

    /// What is no frame, and what another sender could have meant.
    @ParameterizedTest
    @CsvSource({
        "x-ISO-TPDU/x-auth, '',                     400, REQUEST_INVALID",
        "x-ISO-TPDU/x-auth, 00,                     400, REQUEST_INVALID",
        "x-ISO-TPDU/x-auth, 0001,                   400, REQUEST_INVALID",
        "x-ISO-TPDU/x-auth, 000460000300,           400, REQUEST_INVALID",
        "x-ISO-TPDU/x-auth, 0005FFFFFFFFFF,         400, REQUEST_INVALID",
        "x-ISO-TPDU/x-auth, 00046000030000,         400, REQUEST_INVALID",
        "application/json,  000460000300,           415, ''",
    })
    void body_noFrame_isRefusedByName(String type, String hex, int status, String code) throws Exception {
        HttpResponse<byte[]> response = post(type, HexFormat.of().parseHex(hex));
        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 400) {
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("\"" + code + "\"");
        }
    }

    @Test
    void body_tooLong_isRefused() throws Exception {
        byte[] body = new byte[2 + 4097];
        body[0] = 0x10;
        body[1] = 0x01;
        assertThat(post(TYPE, body).statusCode()).isEqualTo(400);
        assertThat(post(TYPE, new byte[1 << 20]).statusCode()).as("longer than any body may be").isEqualTo(413);
    }
}
