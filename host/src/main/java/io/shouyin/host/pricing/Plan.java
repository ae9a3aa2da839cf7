package io.shouyin.host.pricing;

import java.time.LocalDate;
import java.util.Optional;

/// What a merchant has agreed to pay.
///
/// @param version counted from 1 for each merchant; 0 is the house's own rates
/// @param subsidyAccount who bears it if the rates are below the cost
public record Plan(int version, LocalDate effectiveFrom, Rate debit, Rate credit, Rate wallet, Optional<String> subsidyAccount) {

    Rate rate(CardType card) {
        return switch (card) {
            case DEBIT -> debit;
            case CREDIT -> credit;
            case WALLET -> wallet;
        };
    }
}
