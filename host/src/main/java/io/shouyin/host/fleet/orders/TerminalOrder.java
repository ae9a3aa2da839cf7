package io.shouyin.host.fleet.orders;

import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An order, and what became of it.
///
/// @param sequence rising, of this terminal's orders
/// @param text that the terminal shows
/// @param reason that a person gave
/// @param outcome of a failed one the name of the terminal's reason, of an upload of logs that is done the number of its lines
record TerminalOrder(UUID id, TerminalId terminal, long sequence, OrderKind kind, Optional<String> text, String reason, OrderState state, Optional<String> outcome,
                     String orderedBy, Instant orderedAt, Instant expiresAt, Optional<Instant> sentAt, Optional<Instant> acknowledgedAt, Optional<Instant> endedAt) {

    /// As the audit log names it.
    String object() {
        return "terminal:" + terminal.value();
    }

    /// As the audit log describes it.
    String title() {
        return "order " + sequence + " " + kind;
    }
}
