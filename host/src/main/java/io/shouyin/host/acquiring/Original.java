package io.shouyin.host.acquiring;

import io.shouyin.host.channels.NetworkReference;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;

/// A transaction that another one names, its row locked.
///
/// @param cardIndex tells whether two card numbers are the same; null if a wallet has paid
/// @param authCode null if it was not approved
/// @param channel over which it went; null if it went over none
record Original(TransactionKey key, TransactionKind kind, TransactionState state, MinorAmount amount, byte[] cardIndex, String authCode,
                NetworkReference reference, String channel) {

    @Override
    public String toString() {
        return kind + "[" + key + "]";
    }
}
