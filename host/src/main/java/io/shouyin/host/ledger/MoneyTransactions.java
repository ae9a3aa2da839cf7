package io.shouyin.host.ledger;

import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.kernel.MerchantId;
import java.time.Instant;
import java.util.stream.Stream;

/// The transactions that move money, as those tell them who answer the terminals: what the books are compared with.
public interface MoneyTransactions {

    /// @param key of its journal
    /// @param channel the network that it went over
    /// @param stands what the terminal was told last: approved; otherwise undone
    /// @param since when it was received, or what it follows if that is what its journal is made from
    record Told(MerchantId merchant, String key, Kind kind, String channel, boolean stands, long amountFen, Instant since) {}

    /// All that were ever approved or undone, in the order of merchant and key, each sorted by its bytes. In the caller's transaction.
    Stream<Told> inOrder();
}
