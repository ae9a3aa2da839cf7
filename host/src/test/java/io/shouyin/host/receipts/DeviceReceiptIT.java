package io.shouyin.host.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.receipt.Signature;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Signatures and links over the device API, from devices that send what they should not: nothing is kept, and each is told why.
class DeviceReceiptIT {

    private static final String SIGNATURES = "/device/v1/signatures";
    private static final String LINKS = "/device/v1/receipt-links";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Signature SIGNATURE = new Signature(List.of(new Signature.Stroke(List.of(new Signature.Point(20, 90), new Signature.Point(300, 40)))));

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal own;
    private static RawTerminal others;
    private static Message sale;

    @BeforeAll
    static void aSale() throws Exception {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        own = RawTerminal.inService(corridor, "SYDR-000000001");
        others = RawTerminal.inService(corridor, "SYDR-000000002");
        sale = sold(own);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static Message sold(RawTerminal terminal) throws Exception {
        Message request = terminal.sale(128_000, corridor.network.cards().getFirst()).build();
        assertThat(terminal.askSigned(request).text(39)).isEqualTo("00");
        return request;
    }

    private static HttpResponse<String> post(RawTerminal terminal, String path, Map<String, ?> body) {
        return post(terminal, path, JSON.writeValueAsString(body));
    }

    private static HttpResponse<String> post(RawTerminal terminal, String path, String json) {
        return RawTerminal.post(corridor, path, terminal.signature(path, Instant.now(), json), json);
    }

    private static Map<String, Object> about(RawTerminal terminal, Message of, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("batch", terminal.batch(), "trace", of.text(11)));
        body.putAll(more);
        return body;
    }

    private static Map<String, Object> signed(Message of, byte[] encoded) {
        return about(own, of, Map.of("signature", Base64.getEncoder().encodeToString(encoded)));
    }

    private static long kept(Message of) {
        return corridor.jdbc().sql("SELECT count(*) FROM receipts.signature WHERE terminal_id = ? AND trace_number = ?")
                .params(of.text(41), Integer.parseInt(of.text(11))).query(Long.class).single();
    }

    @Test
    void signature_ofAnotherTerminalsSale_isNotTaken_norALinkGiven() {
        assertThat(RawTerminal.problem(post(others, SIGNATURES, signed(sale, SIGNATURE.encode())))).isEqualTo("RECEIPT_UNKNOWN");
        assertThat(RawTerminal.problem(post(others, LINKS, about(own, sale, Map.of("language", "zh"))))).isEqualTo("RECEIPT_UNKNOWN");
        assertThat(kept(sale)).isZero();
    }

    @Test
    void signature_ofASaleThatWasReversedSince_isNotTaken_andItsLinkOpensNothing() throws Exception {
        Message undone = sold(own);
        String url = JSON.readTree(post(own, LINKS, about(own, undone, Map.of("language", "zh"))).body()).path("url").asString();
        assertThat(own.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");
        assertThat(RawTerminal.problem(post(own, SIGNATURES, signed(undone, SIGNATURE.encode())))).isEqualTo("RECEIPT_UNKNOWN");
        String token = url.substring(url.indexOf('#') + 1);
        assertThat(corridor.bean(ReceiptLinks.class).find(token).flatMap(corridor.bean(Receipts.class)::find)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0100", "0101", "010100010005", "0101000100050005", "0141000100050005", "02010002000500050100FFFF", "01010001FFFF0005", "01017FFF00050005", "0101FFFF00050005"})
    void strokes_thatAreNone_orCut_orOffTheGrid_areRefused(String hex) {
        assertThat(RawTerminal.problem(post(own, SIGNATURES, signed(sale, HexFormat.of().parseHex(hex))))).isEqualTo("REQUEST_INVALID");
        assertThat(kept(sale)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "null", "{\"batch\":1,\"trace\":null,\"signature\":\"AQ==\"}", "{\"batch\":\"000001\",\"trace\":\"000001\",\"signature\":NaN}",
            "{\"batch\":\"000001\",\"trace\":\"-00001\"}", "{\"batch\":\"000001\",\"trace\":\"000001\",\"signature\":\"%%%\"}"})
    void body_thatIsNone_isRefused(String json) {
        assertThat(RawTerminal.problem(post(own, SIGNATURES, json))).isIn("REQUEST_INVALID", "RECEIPT_UNKNOWN");
        assertThat(kept(sale)).isZero();
    }

    @Test
    void body_thatIsHuge_isRefused_beforeItIsRead() {
        Map<String, Object> huge = about(own, sale, Map.of("signature", String.join("", Collections.nCopies(20_000, "A"))));
        assertThat(RawTerminal.problem(post(own, SIGNATURES, huge))).isEqualTo("REQUEST_INVALID");
    }

    @Test
    void signature_isTakenOnce_andTheSameAgainIsFine() throws Exception {
        Message another = sold(own);
        assertThat(post(own, SIGNATURES, signed(another, SIGNATURE.encode())).statusCode()).isEqualTo(200);
        assertThat(post(own, SIGNATURES, signed(another, SIGNATURE.encode())).statusCode()).isEqualTo(200);
        Signature other = new Signature(List.of(new Signature.Stroke(List.of(new Signature.Point(0, 0), new Signature.Point(600, 220)))));
        assertThat(RawTerminal.problem(post(own, SIGNATURES, signed(another, other.encode())))).isEqualTo("SIGNATURE_DIFFERS");
        assertThat(kept(another)).isEqualTo(1);
    }
}
