package io.shouyin.host.keys;

import io.shouyin.vault.PinLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.keys.pin-limits.*`: against guessing PINs through the security module, by each host for itself. `vault serve` takes
/// the same ones by its options or the same variables.
///
/// @param window in which PIN blocks are counted; a restart begins anew
/// @param blocksPerCardMax PIN blocks of one card in a window; beyond it the card is declined with 75
/// @param blocksPerTerminalMax PIN blocks of one terminal in a window, through all of its sign-ins
/// @param blocksPerNetworkKeyMax PIN blocks that a network sends under one key in a window, where the security module takes such
/// @param wrongPinWindow in which wrong PINs and card values are counted, where the security module verifies them: a day from midnight UTC, whatever restarts come between
/// @param wrongPinsPerCardMax wrong PINs of one card in their window
/// @param wrongCardValuesPerCardMax wrong card values (CVV, CVV2, iCVV) of one card in the same window
@Validated
@ConfigurationProperties("shouyin.keys.pin-limits")
record PinLimitSettings(@DefaultValue("10m") @NotNull Duration window,
                        @DefaultValue("300") @Min(1) @Max(1_000_000_000) int blocksPerCardMax,
                        @DefaultValue("3000") @Min(1) @Max(1_000_000_000) int blocksPerTerminalMax,
                        @DefaultValue("1000000") @Min(1) @Max(1_000_000_000) int blocksPerNetworkKeyMax,
                        @DefaultValue("24h") @NotNull Duration wrongPinWindow,
                        @DefaultValue("10") @Min(1) @Max(1_000_000_000) int wrongPinsPerCardMax,
                        @DefaultValue("10") @Min(1) @Max(1_000_000_000) int wrongCardValuesPerCardMax) {

    PinLimits limits() {
        return new PinLimits(window, blocksPerCardMax, blocksPerTerminalMax, blocksPerNetworkKeyMax, wrongPinWindow, wrongPinsPerCardMax,
                wrongCardValuesPerCardMax);
    }
}
