package io.shouyin.host.channels;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;

/// What the network is asked to undo.
///
/// @param reason 2 characters, field 39 of the advice
public record ReversalRequest(OriginalRequest original, Pan pan, MinorAmount amount,
                              MerchantId merchant, TerminalId terminal, String reason) {}
