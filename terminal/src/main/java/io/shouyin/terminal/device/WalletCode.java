package io.shouyin.terminal.device;

import io.shouyin.kernel.qr.PayCode;
import java.util.Optional;

/// A code of a wallet: the one that the customer has shown, or none where the terminal shows one or gives something back.
public record WalletCode(Optional<PayCode> shown) implements Means {

    public static final WalletCode NONE = new WalletCode(Optional.empty());

    @Override
    public EntryMode entryMode() {
        return EntryMode.QR;
    }

    @Override
    public String masked() {
        return shown.map(PayCode::masked).orElse(PayCode.NO_CODE_MASKED);
    }
}
