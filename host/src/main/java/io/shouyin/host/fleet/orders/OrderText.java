package io.shouyin.host.fleet.orders;

import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is signed and sent: JSON that a terminal reads. It is signed as bytes, so no two sides need to write JSON alike.
final class OrderText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private OrderText() {}

    static byte[] of(UUID id, TerminalId terminal, long sequence, Wanted wanted, Instant now, Instant expiresAt) {
        ObjectNode order = JSON.createObjectNode().put("terminal", terminal.value()).put("sequence", sequence).put("id", id.toString())
                .put("kind", wanted.kind().name()).put("orderedAt", now.toString()).put("expiresAt", expiresAt.toString());
        wanted.text().ifPresent(text -> order.put("text", text));
        if (wanted.evenUnsettled()) {
            order.put("evenUnsettled", true);
        }
        wanted.logsFrom().ifPresent(from -> order.put("logsFrom", from.toString()));
        wanted.logsTo().ifPresent(to -> order.put("logsTo", to.toString()));
        return JSON.writeValueAsBytes(order);
    }

    /// What somebody wants of a terminal.
    ///
    /// @param evenUnsettled keys are wiped although money on the terminal is not settled yet
    /// @param hours that it is good for
    /// @param logsFrom of UPLOAD_LOGS: no line before it
    /// @param logsTo of UPLOAD_LOGS: no line after it
    record Wanted(OrderKind kind, Optional<String> text, boolean evenUnsettled, int hours, String reason, Optional<Instant> logsFrom, Optional<Instant> logsTo) {

        Wanted(OrderKind kind, Optional<String> text, boolean evenUnsettled, int hours, String reason) {
            this(kind, text, evenUnsettled, hours, reason, Optional.empty(), Optional.empty());
        }
    }
}
