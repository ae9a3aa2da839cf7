package io.shouyin.host.credentials;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.time.Instant;
import java.util.UUID;

/// Something to be shown for one transaction: a code that was sent, or a fingerprint.
///
/// @param factor [Factor#ONE_TIME_CODE] or [Factor#FINGERPRINT]
public record Challenge(UUID id, Factor factor, Transaction transaction, Instant expiresAt) {

    /// The one transaction that it opens.
    ///
    /// @param kind by its 60.1, so that a pre-authorization's stands for a top-up's too: whoever asks for a challenge knows no more
    public record Transaction(MerchantId merchant, TerminalId terminal, BatchNumber batch, TraceNumber trace, TransactionKind kind,
                              MinorAmount amount, OperatorNumber operator) {

        public Transaction {
            kind = TransactionKind.ofTransactionType(kind.transactionType()).orElse(kind);
        }

        boolean isSameButForTrace(Transaction other) {
            return equals(new Transaction(other.merchant, other.terminal, other.batch, trace, other.kind, other.amount, other.operator));
        }

        /// What a verifier or signature covers: every part, one a line.
        String text() {
            return String.join("\n", merchant.value(), terminal.value(), batch.toString(), trace.toString(), kind.name(), amount.field4(), operator.value());
        }
    }
}
