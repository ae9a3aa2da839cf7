package io.shouyin.host.acquiring;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.List;

/// A terminal's batch. Printed as `merchant.terminal.batch`.
public record BatchKey(MerchantId merchant, TerminalId terminal, BatchNumber batch) {

    /// @throws IllegalArgumentException unless three parts of the right shape
    public static BatchKey of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a batch is merchant.terminal.batch");
        }
        return new BatchKey(new MerchantId(parts[0]), new TerminalId(parts[1]), BatchNumber.of(parts[2]));
    }

    BatchKey next() {
        return new BatchKey(merchant, terminal, batch.next());
    }

    /// As the key's columns have them.
    List<Object> values() {
        return List.of(merchant.value(), terminal.value(), batch.value());
    }

    @Override
    public String toString() {
        return merchant + "." + terminal + "." + batch;
    }
}
