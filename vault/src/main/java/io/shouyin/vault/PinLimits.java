package io.shouyin.vault;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;

/// How many PIN blocks the vault takes, and how many wrong PINs and card values: against guessing through it.
///
/// A person types a PIN in seconds, so a terminal and a card stay far below. A terminal is told by its master key, see [TerminalMark], or by
/// the key serial number of DUKPT: it signs in as often as it likes. A network is told by the key under which it sends blocks: it speaks for
/// many terminals, so its limit is a ceiling above its busiest hour, against one PIN that is tried on very many cards.
///
/// The first window of blocks begins when the vault opens: these are rates, and a restart forgets them. Windows of wrong PINs and card
/// values follow on each other since 1970, those of a day from midnight UTC, and a restart takes none back, see [WrongPinJournal]. With
/// each window the counts begin anew.
///
/// @param window for blocks, translated or verified
/// @param blocksPerCardMax in a window
/// @param blocksPerTerminalMax in a window
/// @param blocksPerNetworkKeyMax in a window
/// @param wrongPinWindow for wrong PINs and wrong card values
/// @param wrongPinsPerCardMax in its window; a right PIN is not counted and takes nothing back
/// @param wrongCardValuesPerCardMax in the same window, CVV, CVV2 and iCVV together
public record PinLimits(Duration window, int blocksPerCardMax, int blocksPerTerminalMax, int blocksPerNetworkKeyMax, Duration wrongPinWindow,
                        int wrongPinsPerCardMax, int wrongCardValuesPerCardMax) {

    /// 10 minutes: 300 blocks a card, 3000 a terminal, a million under a network's key. A day: 10 wrong PINs and 10 wrong values a card.
    public static final PinLimits STANDARD = new PinLimits(Duration.ofMinutes(10), 300, 3000, 1_000_000, Duration.ofDays(1), 10, 10);

    static final long WRONG_PIN_WINDOWS_FROM_MILLIS = 0;

    /// When the window of wrong PINs began that this moment is in.
    long wrongPinWindowStartMillis(long millis) {
        return millis - Math.floorMod(millis - WRONG_PIN_WINDOWS_FROM_MILLIS, wrongPinWindow.toMillis());
    }

    public PinLimits {
        Check.argument(window.compareTo(Duration.ofSeconds(1)) >= 0 && wrongPinWindow.compareTo(Duration.ofSeconds(1)) >= 0,
                "a window of PIN limits lasts a second or longer");
        IntSummaryStatistics limits = IntStream.of(blocksPerCardMax, blocksPerTerminalMax, blocksPerNetworkKeyMax, wrongPinsPerCardMax,
                wrongCardValuesPerCardMax).summaryStatistics();
        Check.argument(limits.getMin() >= 1, "a PIN limit is 1 or more");
        Check.argument(limits.getMax() <= WindowCounts.COUNT_MAX, "a PIN limit is at most 1000000000");
    }
}
