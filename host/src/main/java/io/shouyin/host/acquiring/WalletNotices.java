package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Rrn;
import java.util.Optional;
import org.springframework.http.HttpStatus;
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
    /// @throws RefusedRequest 422, by name, if people have to look
    public boolean take(Rrn reference) {
        if (WalletChannel.isOfWallet(reference)) {
            Optional<WalletNoticeRefusal> refusal = staticPayments.record(reference);
            if (refusal.isPresent() && refusal.get() != WalletNoticeRefusal.WALLET_NOTICE_TOO_EARLY) {
                throw new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT, refusal.get());
            }
            return refusal.isEmpty();
        }
        waiting.hurry(reference);
        return true;
    }
}
