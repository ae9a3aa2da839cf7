package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Means;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// Sale 消费 and pre-authorization 预授权: the amount, the card, and on as every [CardTransaction], unless the chip alone decides.
final class Charge {

    private final Machine machine;
    private final boolean isSale;
    private final CardTransaction transaction;

    /// @param trade [Trade#SALE] or [Trade#PRE_AUTH]
    Charge(Machine machine, Trade trade) {
        this.machine = machine;
        this.isSale = trade == Trade.SALE;
        this.transaction = new CardTransaction(machine, trade);
    }

    void run() {
        transaction.ready();
        MinorAmount amount = transaction.amount();
        Means means = transaction.card(amount, Optional.empty());
        boolean isSold = isSale && means instanceof CardRead card && new OfflineSales(machine).sell(amount, card);
        if (!isSold) {
            transaction.run(amount, Original.NONE, means);
        }
    }
}
