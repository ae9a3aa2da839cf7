package io.shouyin.terminal.device;

import java.time.Instant;
import java.util.Optional;

/// The bar at the top of the screen.
///
/// @param batch six digits, empty before the first sign-in
/// @param operator two digits, empty while nobody is logged on
/// @param batteryPercent 0 to 100
public record Status(Network network, boolean activated, boolean signedIn, Optional<String> batch, Optional<String> operator,
                     boolean paper, boolean reversalPending, int batteryPercent, Instant time, Language language) {

    private static final int BATTERY_LOW_PERCENT = 20;

    public boolean isBatteryLow() {
        return batteryPercent <= BATTERY_LOW_PERCENT;
    }

    public enum Network {
        /// Nothing was sent yet.
        UNKNOWN,
        UP,
        DOWN
    }
}
