package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// Track 2 whole under the TDK of a cipher with blocks of 16 bytes, in the profiles `aes` and `sm4` (field 57, tag `DF21`):
/// initial value 16, random; then CBC over 32 bytes: the track's digits, `D` for its separator, `F` to the end. 48 bytes,
/// whatever the length of the track.
///
/// It hides the track and does not vouch for it: the message's CMAC does, and is checked first.
///
/// It is this project's own (ours); CBC is that of ISO/IEC 10116.
public final class TrackBlock {

    public static final int BLOCK_BYTES = 48;
    public static final int TRACK_DIGITS_MAX = 37;

    private static final int CLEAR_BYTES = 32;

    private TrackBlock() {}

    /// Track `6216261000000000018=30122200000000000`, AES TDK `7F6E5D4C3B2A19081726354453627180`: another block each time; after
    /// the initial value `000102030405060708090A0B0C0D0E0F` it goes on
    /// `40B6EE56930A762217E6BC50EEB37CDC49D8621EA6E0B63E4EB2A107350C9D56`, with SM4
    /// `F96BDF9BCDF87ABB3B7E750E75F2925B50BA2EC8BF103B3BB23ECCC5E52AAF04`.
    ///
    /// @param tdk AES or SM4
    /// @param track 1 to 37 digits, `=` or `D` as separator
    /// @return 48 bytes
    public static byte[] encrypt(BlockKey tdk, CharSequence track) {
        byte[] iv = Bytes.concat(Bytes.ofLong(Randoms.next()), Bytes.ofLong(Randoms.next()));
        return encrypt(tdk, track, iv);
    }

    /// With the initial value given, for tests and known answers.
    ///
    /// @param iv 16 bytes
    static byte[] encrypt(BlockKey tdk, CharSequence track, byte[] iv) {
        CryptoRefusal.DATA_LENGTH.unless(!given(track).isEmpty() && track.length() <= TRACK_DIGITS_MAX, "a track 2 has 1 to 37 digits");
        byte[] clear = new byte[CLEAR_BYTES];
        Arrays.fill(clear, (byte) 0xFF);
        for (int i = 0; i < track.length(); i++) {
            char c = track.charAt(i) == '=' ? 'D' : track.charAt(i);
            CryptoRefusal.NOT_DIGITS.unless(c >= '0' && c <= '9' || c == 'D', "a track has digits and separators only");
            int nibble = Character.digit(c, 16);
            clear[i / 2] = (byte) (i % 2 == 0 ? nibble << 4 | 0xF : clear[i / 2] & 0xF0 | nibble);
        }
        byte[] sealed = given(tdk).encryptCbc(iv, clear);
        Bytes.wipe(clear);
        return Bytes.concat(iv, sealed);
    }

    /// The inverse of [#encrypt]: digits, `=` as separator.
    ///
    /// @param block 48 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#DATA_LENGTH], or [CryptoRefusal#NOT_DIGITS] if no track comes out: most likely
    ///         another key
    public static String decrypt(BlockKey tdk, byte[] block) {
        CryptoRefusal.DATA_LENGTH.unless(given(block).length == BLOCK_BYTES, "an encrypted track has 48 bytes");
        byte[] clear = given(tdk).decryptCbc(Arrays.copyOf(block, 16), Arrays.copyOfRange(block, 16, BLOCK_BYTES));
        try {
            StringBuilder track = new StringBuilder(TRACK_DIGITS_MAX);
            boolean ended = false;
            boolean whole = true;
            for (int i = 0; i < 2 * CLEAR_BYTES; i++) {
                int nibble = Bytes.nibbleAt(clear, i);
                ended |= nibble == 0xF;
                whole &= ended ? nibble == 0xF : nibble <= 9 || nibble == 0xD;
                if (!ended) {
                    track.append(nibble == 0xD ? '=' : (char) ('0' + nibble));
                }
            }
            CryptoRefusal.NOT_DIGITS.unless(whole && !track.isEmpty() && track.length() <= TRACK_DIGITS_MAX,
                    "a track has digits and separators only");
            return track.toString();
        } finally {
            Bytes.wipe(clear);
        }
    }
}
