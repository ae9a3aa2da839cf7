package io.shouyin.terminal.device;

/// What a transaction is made with: a card, or a code of a wallet.
public sealed interface Means permits CardRead, WalletCode {

    EntryMode entryMode();

    /// As journal and receipt name it.
    String masked();
}
