package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shouyin.host.Corridor;
import io.shouyin.host.Patience;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.network.DemoCard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sale over the wire, told to a receiver of OTLP: one span with a child for each step, and nothing of the card.
class TracesIT {

    /// @param parent empty of the first
    private record SpanSeen(String trace, String id, String parent, String name) {}

    @TempDir
    static Path folder;

    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    @Test
    void sale_isASpanWithAChildForEachStep_andNothingOfTheCard() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        Map<String, Object> settings = Map.of("shouyin.traces.endpoint", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces", "shouyin.traces.pause", "100ms");
        try (Corridor corridor = Corridor.start(folder, settings)) {
            RawTerminal terminal = RawTerminal.inService(corridor, "SYRT-000000061");
            corridor.awaitNetwork();
            DemoCard card = corridor.network.cards().getFirst();
            Message sale = terminal.sale(12_345, card).build();
            assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
            Patience.until("the span of the sale", () -> spans().stream().anyMatch(span -> span.name().equals("transaction")));

            SpanSeen transaction = spans().stream().filter(span -> span.name().equals("transaction")).findFirst().orElseThrow();
            assertThat(transaction.parent()).isEmpty();
            assertThat(spans()).filteredOn(span -> span.parent().equals(transaction.id())).allMatch(span -> span.trace().equals(transaction.trace()))
                    .extracting(SpanSeen::name).containsExactly("step-up", "journal-open", "channel", "journal-close");
            String told = received.stream().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)).reduce("", String::concat);
            String pan = card.pan().reveal(CardDataAccess.granted());
            assertThat(told).contains("shouyin.response_code", terminal.id(), "main").doesNotContain(pan, pan.substring(0, 6), card.track2(CardDataAccess.granted()));
        } finally {
            receiver.stop(0);
        }
    }

    private List<SpanSeen> spans() {
        List<SpanSeen> spans = new ArrayList<>();
        for (byte[] request : received) {
            for (byte[] resource : fields(request, 1)) {
                for (byte[] scope : fields(resource, 2)) {
                    for (byte[] span : fields(scope, 2)) {
                        spans.add(new SpanSeen(hex(fields(span, 1)), hex(fields(span, 2)), hex(fields(span, 4)), new String(fields(span, 5).getFirst(), StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return spans;
    }

    private static String hex(List<byte[]> field) {
        return field.isEmpty() ? "" : HexFormat.of().formatHex(field.getFirst());
    }

    /// Fields of a protobuf message that have a length, by number.
    private static List<byte[]> fields(byte[] message, int wanted) {
        Map<Integer, List<byte[]>> found = new HashMap<>();
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.position(in.position() + 8);
                case 2 -> {
                    byte[] value = new byte[(int) varint(in)];
                    in.get(value);
                    found.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
                }
                case 5 -> in.position(in.position() + 4);
                default -> throw new IllegalStateException("no protobuf");
            }
        }
        return found.getOrDefault(wanted, List.of());
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
