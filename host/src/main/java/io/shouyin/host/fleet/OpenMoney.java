package io.shouyin.host.fleet;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;

/// Whether money stands open at a terminal: asked before its keys are destroyed, answered by whoever keeps the money.
public interface OpenMoney {

    enum Standing {
        /// Transactions under way, in doubt, or being reversed.
        UNDER_WAY,
        /// Approved in a batch that is not settled.
        NOT_SETTLED,
        /// Pre-authorizations that nobody has ended, of the last thirty days: so long they hold a cardholder's money. Another terminal of the merchant can end them.
        HELD
    }

    /// In the caller's transaction. What is under way comes first: it may change the batch.
    Optional<Standing> at(MerchantId merchant, TerminalId terminal);
}
