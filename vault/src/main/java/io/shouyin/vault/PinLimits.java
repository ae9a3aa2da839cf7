package io.shouyin.vault;

import io.shouyin.kernel.Check;
import java.time.Duration;

/// How many PIN blocks the vault takes: against guessing through it.
///
/// A person types a PIN in seconds, so a terminal and a card stay far below. A terminal is told by its master key, see [TerminalMark], or by
/// the key serial number of DUKPT: it signs in as often as it likes. Blocks from a network are counted by card only.
///
/// The first window of blocks begins when the vault opens: these are rates, and a restart forgets them. Windows of wrong PINs follow on each
/// other since 1970, those of a day from midnight UTC, and a restart takes none back, see [WrongPinJournal]. With each window the counts
/// begin anew.
///
/// @param window for blocks, translated or verified
/// @param blocksPerCardMax in a window
/// @param blocksPerTerminalMax in a window
/// @param wrongPinWindow for wrong PINs
/// @param wrongPinsPerCardMax in its window; a right PIN is not counted and takes nothing back
public record PinLimits(Duration window, int blocksPerCardMax, int blocksPerTerminalMax, Duration wrongPinWindow,
                        int wrongPinsPerCardMax) {

    /// 10 minutes: 300 blocks a card, 3000 a terminal. A day: 10 wrong PINs a card.
    public static final PinLimits STANDARD = new PinLimits(Duration.ofMinutes(10), 300, 3000, Duration.ofDays(1), 10);

    static final long WRONG_PIN_WINDOWS_FROM_MILLIS = 0;

    /// When the window of wrong PINs began that this moment is in.
    long wrongPinWindowStartMillis(long millis) {
        return millis - Math.floorMod(millis - WRONG_PIN_WINDOWS_FROM_MILLIS, wrongPinWindow.toMillis());
    }

    public PinLimits {
        Check.argument(window.compareTo(Duration.ofSeconds(1)) >= 0 && wrongPinWindow.compareTo(Duration.ofSeconds(1)) >= 0,
                "a window of PIN limits lasts a second or longer");
        Check.argument(blocksPerCardMax >= 1 && blocksPerTerminalMax >= 1 && wrongPinsPerCardMax >= 1,
                "a PIN limit is 1 or more");
        Check.argument(Math.max(blocksPerCardMax, Math.max(blocksPerTerminalMax, wrongPinsPerCardMax)) <= WindowCounts.COUNT_MAX,
                "a PIN limit is at most 1000000000");
    }
}
