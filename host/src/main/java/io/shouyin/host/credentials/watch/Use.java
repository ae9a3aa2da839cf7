package io.shouyin.host.credentials.watch;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;

/// A secret was shown at a terminal: whose, where, by whom, how it went. Never what was shown.
///
/// @param subject the key of whose secret it is: `txn:…`, `op:…`, `card:…`; of a code or a fingerprint the operator's
/// @param factor empty if it was refused before one was looked at
/// @param kind of the transaction, or what was asked of the credential service
/// @param reason of a refusal its name
public record Use(Instant at, String subject, MerchantId merchant, TerminalId terminal, Optional<OperatorNumber> operator, Optional<String> factor,
                  String kind, Outcome outcome, Optional<String> reason) {

    /// A wrong value that is the one-time secret of somebody else, or that was used before.
    public static final String ONE_TIME_ELSEWHERE = "ONE_TIME_ELSEWHERE";

    public enum Outcome {
        RIGHT,
        WRONG,
        /// Wrong, and once too often.
        LOCKED,
        /// Not wrong, but of no use: expired, used, locked before, another's.
        REFUSED
    }
}
