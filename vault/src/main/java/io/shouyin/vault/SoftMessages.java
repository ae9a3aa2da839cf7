package io.shouyin.vault;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import java.security.MessageDigest;
import java.util.Set;

/// MACs and tracks in this process.
final class SoftMessages implements MessageCommands {

    private static final Set<KeyPurpose> MAC_KEYS = Set.of(KeyPurpose.TERMINAL_MAC, KeyPurpose.ZONE_MAC);

    private final KeyRing ring;

    SoftMessages(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public byte[] mac(KeyBlock macKey, byte[] macBytes) {
        return ring.use(macKey, MAC_KEYS, "mac", entry -> mac(entry, macBytes));
    }

    @Override
    public boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac) {
        return ring.use(macKey, MAC_KEYS, "verifyMac", entry -> MessageDigest.isEqual(mac(entry, macBytes), mac));
    }

    @Override
    public String openTrack(KeyBlock terminalDataKey, String trackDigits) {
        return ring.use(terminalDataKey, Set.of(KeyPurpose.TERMINAL_DATA), "openTrack", entry -> {
            try {
                return TrackCipher.decrypt(entry.tdes(), trackDigits);
            } catch (CryptoRefusedException e) {
                throw VaultRefusal.TRACK_UNREADABLE.fault();
            }
        });
    }

    private static byte[] mac(KeyCache.Entry entry, byte[] macBytes) {
        return switch (entry.key()) {
            case ReadyKey.Tdes(TdesKey key) -> UnionPayMac.mac(key, macBytes);
            case ReadyKey.Retail(RetailMacKey key) -> key.mac(MacPadding.ZEROS, macBytes);
            case ReadyKey.Gcm _, ReadyKey.Hmac _, ReadyKey.Wrapping _, ReadyKey.Aes _, ReadyKey.TdesBase _, ReadyKey.AesBase _,
                 ReadyKey.CardValue _, ReadyKey.Issuer _ ->
                    throw new IllegalStateException("a MAC key is TDES or retail");
        };
    }
}
