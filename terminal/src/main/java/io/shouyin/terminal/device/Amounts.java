package io.shouyin.terminal.device;

import io.shouyin.kernel.MinorAmount;

/// How an amount stands on the screen.
public final class Amounts {

    private Amounts() {}

    /// `-¥1,234.50` of what is owed.
    public static Text signedYuan(long fen) {
        return Text.plain((fen < 0 ? "-¥" : "¥") + new MinorAmount(Math.abs(fen)).grouped());
    }

    /// `¥1,234.50`
    public static Text yuan(MinorAmount amount) {
        return Text.plain("¥" + amount.grouped());
    }
}
