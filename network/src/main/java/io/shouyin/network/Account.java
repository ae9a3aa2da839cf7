package io.shouyin.network;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.BitSet;

/// One card's account: what the issuer was set up with, and where it stands now.
///
/// The standing (money left, PIN tries, what was spent today) changes under the [Issuer]'s lock only and is rebuilt
/// from the [Journal] at each start.
final class Account {

    static final int PIN_TRIES_MAX = 3;
    /// Of every card of this issuer.
    static final String CARD_SEQUENCE = "01";
    static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");

    private final Terms terms;
    private final Pan pan;
    private long availableFen;
    private int pinTries;
    private final BitSet chipCounters = new BitSet();
    private boolean pinUnblockDue;
    private LocalDate spendingDay = LocalDate.MIN;
    private long spentOnDayFen;

    Account(Terms terms) {
        this.terms = terms;
        this.pan = Pan.of(terms.pan());
        this.availableFen = terms.openingFen();
    }

    Terms terms() {
        return terms;
    }

    Pan pan() {
        return pan;
    }

    /// Debit: the balance. Credit: what is left of the limit. Below zero if something was given back, spent, and then the giving back reversed.
    long availableFen() {
        return availableFen;
    }

    int pinTries() {
        return pinTries;
    }

    void pinTries(int tries) {
        pinTries = tries;
    }

    boolean isPinLocked() {
        return pinTries >= PIN_TRIES_MAX;
    }

    /// Whether the chip has used a counter before.
    boolean hasSeen(int chipCounter) {
        return chipCounters.get(chipCounter);
    }

    void see(int chipCounter) {
        chipCounters.set(chipCounter);
    }

    /// Whether the chip is to forget wrong PINs, too, and has not said yet that it did.
    boolean isPinUnblockDue() {
        return pinUnblockDue;
    }

    void pinUnblockDue(boolean due) {
        pinUnblockDue = due;
    }

    /// The card is good until the last day of its month.
    boolean isExpired(Instant now) {
        return YearMonth.from(now.atZone(BUSINESS_ZONE)).isAfter(terms.expiryMonth());
    }

    long spentFen(Instant at) {
        return LocalDate.ofInstant(at, BUSINESS_ZONE).equals(spendingDay) ? spentOnDayFen : 0;
    }

    /// Takes money, or gives it back.
    ///
    /// @param takenFen negative: given back
    /// @param countsAt the day whose limit it counts for: that on which the money was first taken
    void move(long takenFen, Instant countsAt) {
        LocalDate day = LocalDate.ofInstant(countsAt, BUSINESS_ZONE);
        if (day.isAfter(spendingDay)) {
            spendingDay = day;
            spentOnDayFen = 0;
        }
        if (day.equals(spendingDay)) {
            spentOnDayFen += takenFen;
        }
        availableFen = Math.subtractExact(availableFen, takenFen);
        Check.invariant(availableFen <= terms.openingFen(), "an account does not rise above where it began");
    }

    /// Why a card is not served, whatever it holds.
    enum Block {
        NONE, LOST, STOLEN
    }

    /// What the issuer keeps about a card, one entry of `issuer.json`.
    ///
    /// @param card           the index that journal and logs use in place of the number
    /// @param openingFen     balance or credit limit at the beginning
    /// @param singleLimitFen most for one sale
    /// @param dailyLimitFen  most for one day in China
    /// @param expiry         YYMM
    /// @param track2         as it is on the card
    /// @param pvvFront       PIN verification value of the PIN's first four digits, key index 1
    /// @param pvvRear        the same of its last four, key index 2: the method reads four digits, the PIN has six
    record Terms(int card, String pan, CardKind kind, Block block, long openingFen, long singleLimitFen, long dailyLimitFen,
                 String expiry, String track2, String pvvFront, String pvvRear) {

        Terms {
            Check.argument(expiry.matches("[0-9]{2}(0[1-9]|1[0-2])"), "an expiry is YYMM");
            Check.argument(openingFen >= 0 && singleLimitFen >= 0 && dailyLimitFen >= 0, "amounts are not negative");
        }

        YearMonth expiryMonth() {
            return YearMonth.of(2000 + Integer.parseInt(expiry.substring(0, 2)), Integer.parseInt(expiry.substring(2)));
        }

        @Override
        public String toString() {
            return "Terms[card " + card + ", " + kind + "]";
        }
    }
}
