package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.kernel.qr.PayCode;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.device.WalletCode;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// A sale that a wallet pays 扫码支付: the amount, then the customer's code, scanned or typed; or a code that the customer scans.
final class WalletSale {

    private final Machine machine;
    private final CardTransaction transaction;

    WalletSale(Machine machine) {
        this.machine = machine;
        this.transaction = new CardTransaction(machine, Trade.SALE);
    }

    /// The customer shows a code.
    void scan() {
        transaction.ready();
        MinorAmount amount = transaction.amount();
        transaction.run(amount, Original.NONE, new WalletCode(Optional.of(payCode(amount))));
    }

    /// The terminal shows one.
    void show() {
        transaction.ready();
        MinorAmount amount = transaction.amount();
        transaction.run(amount, Original.NONE, WalletCode.NONE);
    }

    private PayCode payCode(MinorAmount amount) {
        String digits = machine.dialogue().digits(() -> CardTransaction.priced(transaction.screen("payCode").step(2, CardTransaction.STEPS)
                .message(Tone.NEUTRAL, Text.of("wallet.payCode.ask"), Text.of("wallet.payCode.detail")), amount),
                Text.of("wallet.payCode"), PayCode.DIGITS_MIN, PayCode.DIGITS_MAX, Text.of("key.next"));
        try {
            return PayCode.of(digits);
        } catch (CodeException impossible) {
            throw new IllegalStateException("16 to 24 digits are a payment code", impossible);
        }
    }
}
