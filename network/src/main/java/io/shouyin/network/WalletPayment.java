package io.shouyin.network;

import java.time.Instant;

/// One payment, order or refund in the simulated wallet.
///
/// @param reference the acquirer's number; of a payment into a static code the wallet's own
/// @param original of a refund, whose money goes back; else null
/// @param payload of an order: the code that the merchant shows; else null
/// @param customer who pays; null until somebody has scanned
/// @param reason of a refusal, else null
/// @param confirmation six digits, of what is paid, else null
/// @param toBeTold the acquirer has not taken the notice of it yet
record WalletPayment(String reference, String original, String merchant, String merchantName, long amountFen, String payload, String customer, State state,
                     WalletReason reason, String confirmation, Instant at, Instant expiresAt, boolean toBeTold) {

    enum State {
        /// For the customer.
        WAITING,
        PAID,
        REFUSED,
        CANCELLED
    }

    WalletPayment by(String who) {
        return new WalletPayment(reference, original, merchant, merchantName, amountFen, payload, who, state, reason, confirmation, at, expiresAt, toBeTold);
    }

    WalletPayment paid(String code) {
        return new WalletPayment(reference, original, merchant, merchantName, amountFen, payload, customer, State.PAID, null, code, at, expiresAt, toBeTold);
    }

    WalletPayment refused(WalletReason why) {
        return new WalletPayment(reference, original, merchant, merchantName, amountFen, payload, customer, State.REFUSED, why, null, at, expiresAt, toBeTold);
    }

    WalletPayment cancelled() {
        return new WalletPayment(reference, original, merchant, merchantName, amountFen, payload, customer, State.CANCELLED, WalletReason.CANCELLED, null, at, expiresAt, false);
    }

    WalletPayment telling(boolean due) {
        return new WalletPayment(reference, original, merchant, merchantName, amountFen, payload, customer, state, reason, confirmation, at, expiresAt, due);
    }

    boolean goesBack() {
        return original != null;
    }
}
