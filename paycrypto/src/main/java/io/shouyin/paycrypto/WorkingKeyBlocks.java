package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The working keys in field 62 of a sign-in answer in the profiles `aes` and `sm4`: three X9.143 key blocks under the
/// TMK, in ASCII, one behind the other: PIK, MAK, TDK. Each has 128 characters, so the field has 384 bytes.
///
/// | characters | content |
/// |---|---|
/// | 16 | header: version `D` (`4` for SM4), `0128`, usage, algorithm `A` (`4` for SM4), mode of use, `00`, `N`, `01`, `00` |
/// | 16 | optional block `KC`: `KC10`, `01` (CMAC), check value of 5 bytes in hex |
/// | 64 | length, key of 16 bytes and 14 random bytes, encrypted |
/// | 32 | MAC over all of it |
///
/// Usage and mode say what the terminal may do: PIK `P0` `E`, MAK `M6` `C`, TDK `D0` `E`. A key that was sent for one of
/// them is not taken for another.
public final class WorkingKeyBlocks {

    public static final int FIELD_BYTES = 384;

    private static final int BLOCK_BYTES = FIELD_BYTES / 3;
    private static final String CHECK_VALUE = "KC";
    private static final String CMAC = "01";

    private WorkingKeyBlocks() {}

    private enum Place {
        PIK("P0", 'E'),
        MAK("M6", 'C'),
        TDK("D0", 'E');

        private final String usage;
        private final char modeOfUse;

        Place(String usage, char modeOfUse) {
            this.usage = usage;
            this.modeOfUse = modeOfUse;
        }

        X9143.Header header(TerminalProfile profile, byte[] key) {
            return X9143.Header.of(version(profile), usage, algorithm(profile), modeOfUse, 'N')
                    .withOptionalBlocks(List.of(new X9143.OptionalBlock(CHECK_VALUE, CMAC + checkValue(profile, key))));
        }
    }

    /// A TMK made ready to wrap working keys.
    ///
    /// @param profile `aes` or `sm4`
    /// @param tmk 32 bytes for `aes`, 16 for `sm4`
    public static X9143.Protection master(TerminalProfile profile, byte[] tmk) {
        CryptoRefusal.KEY_LENGTH.unless(given(tmk).length == given(profile).masterKeyBytes(), "a TMK is as long as its profile wants");
        return X9143.Protection.of(version(profile), tmk);
    }

    /// Other blocks each time, read by [#parse]: of the PIK `2B7E151628AED2A6ABF7158809CF4F3C` in `aes` the first begins with
    /// `D0128P0AE00N0100KC1001` and the check value `7AD386C376`.
    ///
    /// @param pik 16 bytes, as `mak` and `tdk`
    /// @return 384 bytes
    public static byte[] build(TerminalProfile profile, X9143.Protection master, byte[] pik, byte[] mak, byte[] tdk) {
        String blocks = wrapped(profile, master, Place.PIK, pik) + wrapped(profile, master, Place.MAK, mak)
                + wrapped(profile, master, Place.TDK, tdk);
        return blocks.getBytes(StandardCharsets.US_ASCII);
    }

    private static String wrapped(TerminalProfile profile, X9143.Protection master, Place place, byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == TerminalProfile.WORKING_KEY_BYTES, "a working key of this profile has 16 bytes");
        return given(master).wrap(place.header(profile, key), key);
    }

    /// Takes the keys apart and checks each block's MAC, header and check value.
    ///
    /// @param field 384 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#DATA_LENGTH] for another length, one of the `KEY_BLOCK` reasons for a block
    ///         that was changed, is under another TMK or is for another use, [CryptoRefusal#CHECK_VALUE] if a key differs from
    ///         its check value
    public static WorkingKeyField.Keys parse(TerminalProfile profile, byte[] tmk, byte[] field) {
        CryptoRefusal.DATA_LENGTH.unless(given(field).length == FIELD_BYTES, "the working keys of field 62 have 384 bytes in this profile");
        byte[] pik = null;
        byte[] mak = null;
        try (X9143.Protection master = master(profile, tmk)) {
            pik = opened(profile, master, Place.PIK, field);
            mak = opened(profile, master, Place.MAK, field);
            return new WorkingKeyField.Keys(pik, mak, opened(profile, master, Place.TDK, field));
        } catch (CryptoRefusedException refused) {
            Bytes.wipe(pik, mak);
            throw refused;
        }
    }

    private static byte[] opened(TerminalProfile profile, X9143.Protection master, Place place, byte[] field) {
        int at = place.ordinal() * BLOCK_BYTES;
        String block = new String(Arrays.copyOfRange(field, at, at + BLOCK_BYTES), StandardCharsets.ISO_8859_1);
        byte[] key = null;
        try (X9143.Unwrapped unwrapped = master.unwrap(block)) {
            key = unwrapped.key();
            X9143.Header expected = place.header(profile, key);
            CryptoRefusal.KEY_BLOCK_HEADER.unless(unwrapped.header().withOptionalBlocks(List.of())
                    .equals(expected.withOptionalBlocks(List.of())), "a working key is sent for its own use");
            CryptoRefusal.CHECK_VALUE.unless(unwrapped.header().equals(expected), "a working key has its check value");
            return key;
        } catch (CryptoRefusedException refused) {
            Bytes.wipe(key);
            throw refused;
        }
    }

    private static char version(TerminalProfile profile) {
        return switch (given(profile)) {
            case AES -> 'D';
            case SM4 -> X9143.VERSION_SM4;
            case TDES -> throw ofTdes();
        };
    }

    private static char algorithm(TerminalProfile profile) {
        return switch (profile) {
            case AES -> 'A';
            case SM4 -> X9143.ALGORITHM_SM4;
            case TDES -> throw ofTdes();
        };
    }

    private static String checkValue(TerminalProfile profile, byte[] key) {
        return switch (profile) {
            case AES -> KeyCheck.aesCmac(key, 5);
            case SM4 -> KeyCheck.sm4Cmac(key, 5);
            case TDES -> throw ofTdes();
        };
    }

    private static CryptoRefusedException ofTdes() {
        return CryptoRefusal.PARAMETER.because("the profile tdes has no key blocks in field 62");
    }
}
