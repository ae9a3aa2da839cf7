package io.shouyin.terminal.device;

import io.shouyin.kernel.MinorAmount;
import java.util.Locale;

/// How an amount stands on screen and paper: yuan with two decimals, the thousands apart.
public final class Amounts {

    private Amounts() {}

    /// `1,234.50`, where the currency stands beside it.
    public static String grouped(MinorAmount amount) {
        return String.format(Locale.ROOT, "%,d.%02d", amount.fen() / 100, amount.fen() % 100);
    }

    /// `-¥1,234.50` of what is owed.
    public static Text signedYuan(long fen) {
        return Text.plain((fen < 0 ? "-¥" : "¥") + grouped(new MinorAmount(Math.abs(fen))));
    }

    /// `¥1,234.50`
    public static Text yuan(MinorAmount amount) {
        return Text.plain("¥" + grouped(amount));
    }
}
