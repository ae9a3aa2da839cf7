package io.shouyin.host.gateway;

import io.shouyin.host.channels.Authorization.EncryptedPin;
import io.shouyin.host.fleet.TerminalSession.WorkingKeyBlocks;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.VaultRefusal;
import java.util.Optional;

/// What of a card a message carries under the terminal's working keys, from where the terminal's profile puts it: fields 35 and 52
/// in `tdes`, `DF21` and `DF20` of field 57 in `aes` and `sm4`.
///
/// @param track2 in clear, `=` as separator
/// @param pin still enciphered
record EncipheredCard(Optional<String> track2, Optional<EncryptedPin> pin) {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    /// Field 53, first digit.
    private static final char NO_PIN = '0';
    private static final char PIN_WITH_PAN = '2';
    /// Field 53, third digit: the track data is encrypted.
    private static final char TRACK_ENCRYPTED = '1';

    /// @throws GatewayRefusal.Refused if PIN or track stand where another profile puts them, or field 53 says otherwise about the PIN
    /// @throws Fault `TRACK_UNREADABLE` if the track does not open, or the sign-in brought no TDK
    static EncipheredCard read(Incoming incoming, FactorTlv factors, SecurityModule vault) throws GatewayRefusal.Refused {
        WorkingKeyBlocks keys = incoming.session().keys().orElseThrow();
        return switch (incoming.session().profile()) {
            case TDES -> ofFields(incoming.message(), factors, keys, vault);
            case AES, SM4 -> ofFactors(incoming.message(), factors, keys, vault);
        };
    }

    private static EncipheredCard ofFields(Message message, FactorTlv factors, WorkingKeyBlocks keys, SecurityModule vault)
            throws GatewayRefusal.Refused {
        GatewayRefusal.PIN_BLOCK_OF_ANOTHER_PROFILE.when(factors.has(FactorTlv.PIN_BLOCK));
        GatewayRefusal.TRACK_OF_ANOTHER_PROFILE.when(factors.has(FactorTlv.TRACK_2));
        GatewayRefusal.PIN_FORMAT_CONTRADICTS.when(message.has(53) && message.text(53).charAt(0) != (message.has(52) ? PIN_WITH_PAN : NO_PIN));
        Optional<String> track = field35(message);
        return new EncipheredCard(
                isTrackEncrypted(message) ? track.map(digits -> vault.openTrack(keys.data().orElseThrow(EncipheredCard::noKey), digits)) : track,
                message.has(52) ? Optional.of(new EncryptedPin(keys.pin(), message.bytes(52))) : Optional.empty());
    }

    private static EncipheredCard ofFactors(Message message, FactorTlv factors, WorkingKeyBlocks keys, SecurityModule vault)
            throws GatewayRefusal.Refused {
        GatewayRefusal.PIN_BLOCK_OF_ANOTHER_PROFILE.when(message.has(52));
        GatewayRefusal.TRACK_OF_ANOTHER_PROFILE.when(message.has(35) && (isTrackEncrypted(message) || factors.has(FactorTlv.TRACK_2)));
        return new EncipheredCard(
                factors.find(FactorTlv.TRACK_2).map(block -> vault.openTrackBlock(keys.data().orElseThrow(EncipheredCard::noKey), block))
                        .or(() -> field35(message)),
                factors.find(FactorTlv.PIN_BLOCK).map(block -> new EncryptedPin(keys.pin(), block)));
    }

    private static Optional<String> field35(Message message) {
        return message.has(35) ? Optional.of(message.text(35, CARD_DATA)) : Optional.empty();
    }

    private static boolean isTrackEncrypted(Message message) {
        return message.has(53) && message.text(53).charAt(2) == TRACK_ENCRYPTED;
    }

    private static Fault noKey() {
        return new Fault(VaultRefusal.TRACK_UNREADABLE, Recovery.FIX_THE_INPUT);
    }

    @Override
    public String toString() {
        return "EncipheredCard[...]";
    }
}
