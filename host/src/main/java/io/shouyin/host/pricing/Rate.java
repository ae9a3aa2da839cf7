package io.shouyin.host.pricing;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import java.util.Optional;

/// A part of an amount, and the most that it comes to.
///
/// @param e7 in ten millionths: 0.60 % is 60000
/// @param cap in fen, reached after rounding
public record Rate(int e7, Optional<MinorAmount> cap) {

    private static final int ONE_E7 = 10_000_000;

    public Rate {
        Check.argument(e7 >= 0 && e7 <= ONE_E7, "a rate is 0 to 10000000 ten millionths");
    }

    /// In whole fen, a half rounded up: 0.60 % of 83.38 yuan is 50 fen.
    public long of(long amountFen) {
        long fen = Math.addExact(Math.multiplyExact(amountFen, 2L * e7), ONE_E7) / (2L * ONE_E7);
        return cap.map(most -> Math.min(fen, most.fen())).orElse(fen);
    }

    /// The cap stays as it is: 90 % of 0.35 % up to 13 yuan is 0.315 % up to 13 yuan.
    Rate share(int percent) {
        long hundredths = (long) e7 * percent;
        Check.invariant(hundredths % 100 == 0, "a share of a rate is a whole number of ten millionths");
        return new Rate((int) (hundredths / 100), cap);
    }
}
