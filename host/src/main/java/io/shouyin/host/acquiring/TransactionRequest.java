package io.shouyin.host.acquiring;

import io.shouyin.host.channels.Authorization.EncryptedPin;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.qr.PayCode;
import java.time.Instant;
import java.util.Optional;

/// A card transaction as the gateway hands it in: decoded, its MAC checked, its terminal known and signed in.
///
/// @param original what it follows; absent from a sale and a pre-authorization
/// @param pan none if a wallet pays
/// @param payCode that the customer has shown; none of a card, and where the merchant shows a code
/// @param expiry YYMM
/// @param track2 digits with `=`, in clear; never kept
/// @param chip field 55; handed on and never kept
/// @param stepUp absent for a terminal whose factors are checked by itself
/// @param partly less than the amount is welcome, if that is all there is
/// @param digest keyed digest of the message as received, tells a repeat from another transaction under the same numbers
/// @param macCheckedAt when the gateway had checked the MAC
public record TransactionRequest(TransactionKey key, TransactionKind kind, Optional<OriginalReference> original, MinorAmount amount, Optional<Pan> pan, Optional<PayCode> payCode,
                                 Optional<String> expiry, String entryMode, Optional<String> cardSequence, Optional<String> track2,
                                 Optional<EncryptedPin> pin, Optional<Field55> chip, Optional<OperatorNumber> operator, Optional<StepUp.Shown> stepUp, boolean partly, byte[] digest,
                                 Instant receivedAt, Instant macCheckedAt) {

    /// Whether a wallet pays.
    boolean isOfWallet() {
        return pan.isEmpty();
    }

    /// How lists and receipts name what pays.
    String masked() {
        return pan.map(Pan::masked).orElseGet(() -> payCode.map(PayCode::masked).orElse(PayCode.NO_CODE_MASKED));
    }

    @Override
    public String toString() {
        return kind + "[" + key + "]";
    }
}
