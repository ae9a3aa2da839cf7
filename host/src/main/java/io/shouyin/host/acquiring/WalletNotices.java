package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import io.shouyin.kernel.Rrn;
import org.springframework.stereotype.Service;

/// What follows when a wallet says that something has happened to a payment: it is asked at once.
@Service
public class WalletNotices {

    private final WaitingPayments waiting;
    private final StaticPayments staticPayments;

    WalletNotices(WaitingPayments waiting, StaticPayments staticPayments) {
        this.waiting = waiting;
        this.staticPayments = staticPayments;
    }

    /// @return false if the wallet is to say it again later
    public boolean take(Rrn reference) {
        if (WalletChannel.isOfWallet(reference)) {
            return staticPayments.record(reference);
        }
        waiting.hurry(reference);
        return true;
    }
}
