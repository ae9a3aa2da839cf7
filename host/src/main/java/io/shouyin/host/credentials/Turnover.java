package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;

/// What was sold before, for rules that look at more than one sale. Sales that may still be approved count.
public interface Turnover {

    MinorAmount ofTerminal(MerchantId merchant, TerminalId terminal, Instant since);

    /// With this card, at all merchants.
    MinorAmount ofCard(Pan card, Instant since);
}
