package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenEach;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Split knowledge (PCI PIN requirement 6, ISO 11568-2): a key in full-length components, of which no single one tells a bit of
/// it, or in shares, of which any `t` give it back.
public final class KeyComponents {

    private static final String LENGTH_RULE = "a key has at least one byte";
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyComponents() {}

    /// The XOR of components, of a key of any cipher; those of a TDES key belong to [#combineTdes].
    ///
    /// `AAAABBBBCCCCDDDD1111222233334444`, `1111222233334444AAAABBBBCCCCDDDD` and `FFFF0000FFFF00000000FFFF0000FFFF` give
    /// `4444999900009999BBBB6666FFFF6666`.
    ///
    /// @param components two or more, of one length
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for what [#requireKey] refuses
    public static byte[] combine(List<byte[]> components) {
        CryptoRefusal.COMPONENTS.unless(givenEach(components).size() >= 2, "a key has two components or more");
        int length = components.getFirst().length;
        CryptoRefusal.COMPONENTS.unless(components.stream().allMatch(component -> component.length == length), "components have one length");
        byte[] key = new byte[length];
        components.forEach(component -> Bytes.xorInto(key, 0, component, 0, length));
        return kept(key, KeyComponents::requireKey);
    }

    /// A TDES key from components, with odd parity.
    ///
    /// `0123456789ABCDEFFEDCBA9876543210`, sixteen times `10` and sixteen times `04` give `153751739DBFD9FBEAC8AE8C62402604`.
    ///
    /// @param components two or more of 8, 16 or 24 bytes, of one length; each with odd parity, so that a wrong key stroke shows
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_PARITY] for a component of even parity, [CryptoRefusal#KEY_WEAK] for a sum that
    ///         [Tdes#requireStrong] refuses: what a single component looks like says nothing of the key
    public static byte[] combineTdes(List<byte[]> components) {
        givenEach(components).forEach(Tdes::requireOddParity);
        byte[] sum = combine(components);
        byte[] key = Tdes.withOddParity(sum);
        Bytes.wipe(sum);
        return kept(key, Tdes::requireStrong);
    }

    /// A key that a rule allows; one that it refuses is wiped.
    static byte[] kept(byte[] key, Consumer<byte[]> rule) {
        try {
            rule.accept(key);
            return key;
        } catch (CryptoRefusedException refused) {
            Bytes.wipe(key);
            throw refused;
        }
    }

    /// Random components of a key.
    ///
    /// The inverse of [#combine]; other components each time.
    ///
    /// @param count 2 to 255
    public static List<byte[]> split(byte[] key, int count) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length > 0, LENGTH_RULE);
        CryptoRefusal.COMPONENTS.unless(count >= 2 && count <= 255, "a key has 2 to 255 components");
        List<byte[]> components = new ArrayList<>(count);
        byte[] last = key.clone();
        for (int i = 1; i < count; i++) {
            byte[] component = new byte[key.length];
            RANDOM.nextBytes(component);
            Bytes.xorInto(last, 0, component, 0, key.length);
            components.add(component);
        }
        components.add(last);
        return components;
    }

    /// A share by Shamir's method over GF(2^8) with the polynomial 0x11B.
    ///
    /// @param x 1 to 255, another one for each share
    /// @param y as long as the key
    public record Share(int x, byte[] y) {

        public Share {
            CryptoRefusal.COMPONENTS.unless(x >= 1 && x <= 255, "a share has a number from 1 to 255");
            given(y);
        }

        @Override
        public String toString() {
            return "KeyComponents.Share[" + x + "]";
        }
    }

    /// Shares 1 to `count`, of which any `threshold` give the key back and fewer tell nothing.
    ///
    /// The inverse of [#recover]; other shares each time.
    public static List<Share> share(byte[] key, int threshold, int count) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length > 0, LENGTH_RULE);
        CryptoRefusal.COMPONENTS.unless(threshold >= 2 && threshold <= count && count <= 255,
                "a key has 2 to 255 shares, of which at least 2 are needed");
        byte[][] y = new byte[count][key.length];
        byte[] coefficients = new byte[threshold];
        for (int i = 0; i < key.length; i++) {
            RANDOM.nextBytes(coefficients);
            coefficients[0] = key[i];
            for (int x = 1; x <= count; x++) {
                int value = 0;
                for (int power = threshold - 1; power >= 0; power--) {
                    value = times(value, x) ^ coefficients[power] & 0xFF;
                }
                y[x - 1][i] = (byte) value;
            }
        }
        Bytes.wipe(coefficients);
        List<Share> shares = new ArrayList<>(count);
        for (int x = 1; x <= count; x++) {
            shares.add(new Share(x, y[x - 1]));
        }
        return shares;
    }

    /// The key from shares. With too few, or with foreign ones, another key comes out: compare its check value.
    ///
    /// Shares `1: 4C83C7F0BB71DA74769B11D63C6BDFD7` and `2: 461B95039F2FD1A5543D333824DFA5CC` of a key with threshold 2 give
    /// `4A0200A1A7B22A3B68F90F8C340700DE`.
    ///
    /// @param shares at least the threshold, of different numbers and one length
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for what [#requireKey] refuses
    public static byte[] recover(List<Share> shares) {
        CryptoRefusal.COMPONENTS.unless(givenEach(shares).size() >= 2, "a key takes at least 2 shares");
        int length = shares.getFirst().y().length;
        Set<Integer> numbers = new HashSet<>();
        for (Share share : shares) {
            CryptoRefusal.COMPONENTS.unless(share.y().length == length && numbers.add(share.x()),
                    "shares have one length and different numbers");
        }
        byte[] key = new byte[length];
        for (Share share : shares) {
            int weight = 1;
            for (Share other : shares) {
                if (other.x() != share.x()) {
                    weight = times(weight, times(other.x(), inverse(other.x() ^ share.x())));
                }
            }
            for (int i = 0; i < length; i++) {
                key[i] ^= (byte) times(weight, share.y()[i] & 0xFF);
            }
        }
        return kept(key, KeyComponents::requireKey);
    }

    /// Refuses what is no key of any cipher: one byte over and over, zeros among it. Functions take such keys, since published test data
    /// has them; where a key comes to be (here, and wherever the caller makes or imports one) it is an error of hand or of a source.
    ///
    /// Sixteen times `77` is none, `0123456789ABCDEFFEDCBA9876543210` is one.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK]
    public static void requireKey(byte[] key) {
        int different = 0;
        for (byte b : given(key)) {
            different |= b ^ key[0];
        }
        CryptoRefusal.KEY_WEAK.unless(different != 0, "a key is not one byte over and over");
    }

    /// Without branches on the values.
    private static int times(int a, int b) {
        int product = 0;
        int factor = a;
        for (int i = 0; i < 8; i++) {
            product ^= -(b >> i & 1) & factor;
            factor = (factor << 1 ^ -(factor >> 7) & 0x11B) & 0xFF;
        }
        return product;
    }

    /// The power 254.
    private static int inverse(int a) {
        int result = 1;
        int square = a;
        for (int i = 1; i < 8; i++) {
            square = times(square, square);
            result = times(result, square);
        }
        return result;
    }
}
