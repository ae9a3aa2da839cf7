package io.shouyin.vault;

import io.shouyin.kernel.Check;
import java.time.Duration;

/// How many PIN blocks the vault takes: against guessing through it.
///
/// A person types a PIN in seconds, so a terminal and a card stay far below. The first window begins when the vault opens; the counts
/// begin anew with the next one.
/// Blocks from a network are counted by card only.
///
/// @param window for blocks, translated or verified
/// @param blocksPerCardMax in a window
/// @param blocksPerTerminalMax in a window, by the key of the terminal
/// @param wrongPinWindow for wrong PINs
/// @param wrongPinsPerCardMax in its window; a right PIN is not counted and takes nothing back
public record PinLimits(Duration window, int blocksPerCardMax, int blocksPerTerminalMax, Duration wrongPinWindow,
                        int wrongPinsPerCardMax) {

    /// 10 minutes: 300 blocks a card, 3000 a terminal. A day: 10 wrong PINs a card.
    public static final PinLimits STANDARD = new PinLimits(Duration.ofMinutes(10), 300, 3000, Duration.ofDays(1), 10);

    public PinLimits {
        Check.argument(window.compareTo(Duration.ofSeconds(1)) >= 0 && wrongPinWindow.compareTo(Duration.ofSeconds(1)) >= 0,
                "a window of PIN limits lasts a second or longer");
        Check.argument(blocksPerCardMax >= 1 && blocksPerTerminalMax >= 1 && wrongPinsPerCardMax >= 1,
                "a PIN limit is 1 or more");
        Check.argument(Math.max(blocksPerCardMax, Math.max(blocksPerTerminalMax, wrongPinsPerCardMax)) <= WindowCounts.COUNT_MAX,
                "a PIN limit is at most 1000000000");
    }
}
