package io.shouyin.host.credentials;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.LocalTime;
import java.util.Optional;

/// What rules look at in the message itself.
///
/// @param time in China
record Situation(MerchantId merchant, TerminalId terminal, TransactionKind kind, MinorAmount amount, LocalTime time, Optional<OperatorNumber> operator,
                 EntryMode entryMode) {}
