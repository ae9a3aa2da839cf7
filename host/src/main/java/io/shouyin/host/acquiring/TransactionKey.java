package io.shouyin.host.acquiring;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;

/// What a transaction is known by: the terminal's own numbers. Printed as `merchant.terminal.batch.trace`.
public record TransactionKey(MerchantId merchant, TerminalId terminal, BatchNumber batch, TraceNumber trace) {

    /// @throws IllegalArgumentException unless four parts of the right shape
    public static TransactionKey of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("a transaction is merchant.terminal.batch.trace");
        }
        return new TransactionKey(new MerchantId(parts[0]), new TerminalId(parts[1]), BatchNumber.of(parts[2]),
                TraceNumber.of(parts[3]));
    }

    @Override
    public String toString() {
        return merchant + "." + terminal + "." + batch + "." + trace;
    }
}
