package io.shouyin.host.fleet;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;

/// Somebody was handed a new activation code of a terminal. Published in the transaction that makes it.
public record ActivationReissued(TerminalId terminal, MerchantId merchant) {}
