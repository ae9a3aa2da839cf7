package io.shouyin.host.acquiring;

import io.shouyin.host.channels.HostAnswer;
import io.shouyin.kernel.ResponseCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What the terminal is told, the same however often it asks.
///
/// @param code field 39
/// @param approved what an approval brought; the balance only where it was just asked for
/// @param wanted what is missing, or what the refusal is about, as terminals are told: one byte each
/// @param refusal why not, by name, where the code alone does not tell
/// @param chip field 55, for the card, where it was just heard: it is nowhere kept
/// @param at the host's time of the transaction, fields 12 and 13
/// @param journaled false if nothing was kept of the request
public record TransactionAnswer(ResponseCode code, Optional<HostAnswer.Approved> approved, Optional<String> rrn,
                                List<Integer> wanted, Optional<Integer> triesLeft, Optional<String> refusal, Optional<byte[]> chip, Instant at, LocalDate businessDate,
                                boolean journaled) {

    static TransactionAnswer refusal(ResponseCode code, Instant at, LocalDate businessDate) {
        return new TransactionAnswer(code, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), at, businessDate, false);
    }
}
