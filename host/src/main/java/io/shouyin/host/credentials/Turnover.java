package io.shouyin.host.credentials;

import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.function.Supplier;

/// What was sold before, for rules that look at more than one sale. Sales that may still be approved count.
public interface Turnover {

    Supplier<Long> ofTerminalFen(OneRead read, MerchantId merchant, TerminalId terminal, Instant since);

    /// With this card, at all merchants.
    Supplier<Long> ofCardFen(OneRead read, Pan card, Instant since);
}
