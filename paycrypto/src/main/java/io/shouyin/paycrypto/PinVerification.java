package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.givenAll;

/// Verifies an enciphered PIN block against what the issuer keeps, without ever giving the PIN out.
///
/// A block that does not decode and a wrong PIN give the same answer, false, after the same work. What it is compared with is checked
/// before the block is opened, so that a malformed reference tells nothing of a block.
///
/// Blocks are those of ISO 9564-1:2017, 9.3; references are made as in [Pvv] and [Ibm3624].
public final class PinVerification {

    private PinVerification() {}

    /// By Visa PVV.
    ///
    /// ZPK `4A25461680621C6B26B33B94520B2F31`, format 0, block `F191A91599CBA049`, card `5242999381519586`, PVK pair
    /// `A23D588A085457F2589BCECD5D10D5D6`, index 1, PVV `2765`: true.
    ///
    /// @param block enciphered
    /// @param pvv 4 digits
    public static boolean byPvv(BlockKey pinKey, PinFormat format, byte[] block, CharSequence pan, TdesKey pvkPair, int keyIndex,
                                CharSequence pvv) {
        givenAll(pan, pvkPair);
        Pvv.requireReference(keyIndex, pvv);
        long field = PinTranslation.decipher(pinKey, format, block, pan);
        return Decimals.same(Pvv.pvv(pvkPair, pan, keyIndex, field), pvv) & field != PinBlocks.REFUSED;
    }

    /// By IBM 3624 offset.
    ///
    /// The same block, card and key, table `0123456789012345`, validation data `0000299938151958`, offset `1087`: true.
    ///
    /// @param block enciphered
    /// @param validationData 16 hex digits
    /// @param offset 4 to 12 digits
    public static boolean byOffset(BlockKey pinKey, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk,
                                   Ibm3624.DecimalisationTable table, CharSequence validationData, CharSequence offset) {
        givenAll(pan, pvk, table);
        Ibm3624.requireReference(validationData, offset);
        long field = PinTranslation.decipher(pinKey, format, block, pan);
        return Ibm3624.verify(pvk, table, validationData, field, offset) & field != PinBlocks.REFUSED;
    }
}
