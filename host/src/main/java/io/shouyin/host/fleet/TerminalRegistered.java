package io.shouyin.host.fleet;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;

/// Somebody was handed the activation code and the first passwords of a terminal. Published in the transaction of the registration.
public record TerminalRegistered(TerminalId terminal, MerchantId merchant) {}
