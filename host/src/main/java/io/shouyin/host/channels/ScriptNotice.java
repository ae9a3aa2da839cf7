package io.shouyin.host.channels;

import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;

/// What a chip has made of the scripts in an answer, for the issuer that sent them.
///
/// @param chip field 55 of the notice
public record ScriptNotice(OriginalRequest original, Pan pan, MinorAmount amount, MerchantId merchant, TerminalId terminal, Field55 chip) {}
