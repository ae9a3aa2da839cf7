package io.shouyin.host.channels;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalTime;
import java.util.Optional;

/// What rules look at.
///
/// @param time of day in China
record RoutedRequest(MerchantId merchant, String cardDigits, Optional<CardKind> cardKind, Optional<CardScheme> cardScheme, MinorAmount amount, LocalTime time) {

    @Override
    public String toString() {
        return "RoutedRequest[" + merchant + "]";
    }
}
