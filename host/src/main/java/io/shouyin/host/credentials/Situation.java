package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Cumulated;
import io.shouyin.host.credentials.Conditions.EntryMode;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.LocalTime;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What rules look at. What costs a read is asked for only by a rule whose other conditions hold.
///
/// @param time in China
/// @param cards what the card is: registered or not, and debit or credit, where that is known
/// @param secondFactor whether a code can be sent or a fingerprint shown
record Situation(MerchantId merchant, TerminalId terminal, TransactionKind kind, MinorAmount amount, LocalTime time, Optional<OperatorNumber> operator,
                 EntryMode entryMode, Set<CardKind> cards, BooleanSupplier secondFactor, CumulatedFen cumulated) {

    interface CumulatedFen {
        long fen(Cumulated.Over over);
    }
}
