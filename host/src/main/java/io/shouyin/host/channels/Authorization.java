package io.shouyin.host.channels;

import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import java.time.Instant;
import java.util.Optional;

/// What the network is asked to authorize.
///
/// @param kind fixes message type, processing code and condition code
/// @param original what it follows
/// @param expiry YYMM
/// @param entryMode 3 digits, field 22
/// @param track2 digits with `=`, in clear; never kept
/// @param chip field 55; never kept
/// @param mcc 4 digits
/// @param partly less than the amount is welcome, if that is all there is
/// @param merchantLine name and city, ASCII, at most 40 characters
public record Authorization(NetworkReference reference, TransactionKind kind, Optional<OriginalRequest> original, Pan pan, MinorAmount amount,
                            Optional<String> expiry, String entryMode, Optional<String> cardSequence, Optional<String> track2,
                            Optional<EncryptedPin> pin, Optional<Field55> chip, MerchantId merchant, TerminalId terminal, boolean partly, String mcc, String merchantLine,
                            Instant at) {

    /// @param key the terminal's PIK
    /// @param block under it, in the format of the terminal's profile: 8 or 16 bytes
    public record EncryptedPin(KeyBlock key, byte[] block) {}

    @Override
    public String toString() {
        return "Authorization[" + reference.rrn() + "]";
    }
}
