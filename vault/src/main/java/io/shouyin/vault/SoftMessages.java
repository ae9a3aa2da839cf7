package io.shouyin.vault;

import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CmacKey;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import java.security.MessageDigest;
import java.util.Set;
import java.util.function.Function;

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
        return openTrack(terminalDataKey, Set.of(TerminalProfile.TDES), "openTrack", tdk -> TrackCipher.decrypt((TdesKey) tdk, trackDigits));
    }

    @Override
    public String openTrackBlock(KeyBlock terminalDataKey, byte[] block) {
        return openTrack(terminalDataKey, Set.of(TerminalProfile.AES, TerminalProfile.SM4), "openTrackBlock",
                tdk -> TrackBlock.decrypt(tdk, block));
    }

    private String openTrack(KeyBlock terminalDataKey, Set<TerminalProfile> allowed, String command, Function<BlockKey, String> decrypt) {
        return ring.use(terminalDataKey, Set.of(KeyPurpose.TERMINAL_DATA), command, entry -> {
            ring.requireProfile(entry, allowed, command);
            try {
                return decrypt.apply(entry.cipher());
            } catch (CryptoRefusedException e) {
                throw VaultRefusal.TRACK_UNREADABLE.fault();
            }
        });
    }

    private static byte[] mac(KeyCache.Entry entry, byte[] macBytes) {
        return switch (entry.key()) {
            case ReadyKey.Tdes(TdesKey key) -> UnionPayMac.mac(key, macBytes);
            case ReadyKey.Cmac(CmacKey key) -> key.mac(macBytes, TerminalProfile.MAC_BYTES);
            case ReadyKey.Retail(RetailMacKey key) -> key.mac(MacPadding.ZEROS, macBytes);
            case ReadyKey.Block _, ReadyKey.Gcm _, ReadyKey.Credential _, ReadyKey.Hmac _, ReadyKey.Wrapping _, ReadyKey.TdesBase _, ReadyKey.AesBase _,
                 ReadyKey.CardValue _, ReadyKey.Issuer _, ReadyKey.SingleLength _ ->
                    throw new IllegalStateException("a MAC key is TDES, CMAC or retail");
        };
    }
}
