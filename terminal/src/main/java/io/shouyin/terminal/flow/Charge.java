package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// Sale 消费 and pre-authorization 预授权: the amount, the card, and on as every [CardTransaction].
final class Charge {

    private final CardTransaction transaction;

    /// @param trade [Trade#SALE] or [Trade#PRE_AUTH]
    Charge(Machine machine, Trade trade) {
        this.transaction = new CardTransaction(machine, trade);
    }

    void run() {
        transaction.ready();
        MinorAmount amount = transaction.amount();
        transaction.run(amount, Original.NONE, transaction.card(amount, Optional.empty()));
    }
}
