package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// Turns a PIN block under one key into one under another, under the table of PCI PIN v3.1 requirement 3-3.
///
/// The card number is one parameter and so the same on both sides: a change of it inside a translation, by which
/// digits of a PIN leak, cannot be asked for. A block that does not decode is refused with the one
/// [CryptoRefusal#PIN_BLOCK_REFUSED], whatever is wrong with it.
public final class PinTranslation {

    /// What requirement 3-3 says of one pair of formats.
    public enum Rule {
        /// Allowed.
        ALLOWED,
        /// Allowed as long as the card number does not change: always so here.
        ALLOWED_FOR_THE_SAME_PAN,
        /// Allowed only towards an IC card (offline PIN, PIN change): not on an acquiring path.
        ONLY_TOWARDS_AN_IC_CARD,
        /// Never allowed.
        FORBIDDEN
    }

    /// What the table says: `rule(ISO_1, ISO_0)` is [Rule#ALLOWED], `rule(ISO_0, ISO_1)` is [Rule#FORBIDDEN].
    public static Rule rule(PinFormat from, PinFormat to) {
        given(from);
        return switch (given(to)) {
            case ISO_0, ISO_3, ISO_4 -> switch (from) {
                case ISO_0, ISO_3, ISO_4, CN_16 -> Rule.ALLOWED_FOR_THE_SAME_PAN;
                case ISO_1 -> Rule.ALLOWED;
                case ISO_2 -> Rule.FORBIDDEN;
            };
            case ISO_1 -> from == PinFormat.ISO_1 ? Rule.ALLOWED : Rule.FORBIDDEN;
            case ISO_2 -> from == PinFormat.CN_16 ? Rule.FORBIDDEN : Rule.ONLY_TOWARDS_AN_IC_CARD;
            case CN_16 -> from == PinFormat.CN_16 ? Rule.ALLOWED_FOR_THE_SAME_PAN : Rule.FORBIDDEN;
        };
    }

    private static final String PIN_KEY_RULE = "a PIN key has 16 or 24 bytes";

    private PinTranslation() {}

    /// Format 0 to format 0, TDES to TDES.
    ///
    /// From key `3E702C4C31CE6B0D43CBFB01D3C7C1A1` to `BCB60E75A7A46ED9922573D3DF31A497`, card `409467201432158`:
    /// block `914A73F65161232A` becomes `E8485F0FC0A99505`.
    ///
    /// @param from 16 or 24 bytes
    /// @param to 16 or 24 bytes
    /// @param block 8 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#PIN_BLOCK_REFUSED], [CryptoRefusal#KEY_LENGTH] for a single DES key,
    ///         [CryptoRefusal#KEY_WEAK] for one that is written double
    public static byte[] translate(byte[] from, byte[] to, byte[] block, CharSequence pan) {
        CryptoRefusal.KEY_LENGTH.unless(given(from).length >= 16 && given(to).length >= 16, PIN_KEY_RULE);
        Tdes.requireStrong(from);
        Tdes.requireStrong(to);
        try (TdesKey fromKey = TdesKey.of(from); TdesKey toKey = TdesKey.of(to)) {
            return translate(fromKey, PinFormat.ISO_0, toKey, PinFormat.ISO_0, block, pan);
        }
    }

    /// Any format to any other that the table allows on an acquiring path.
    ///
    /// From format 4 under AES `00112233445566778899AABBCCDDEEFF`, block `28B41FDDD29B743E93124BD8E32D921E`, card `1234567890123456789`, to
    /// format 0 under TDES `0123456789ABCDEFFEDCBA9876543210`: `ABFB7A6C0CBC4234`. Formats 1, 3 and 4 get fresh random fill.
    ///
    /// @param from a key whose cipher has blocks as long as `fromFormat`
    /// @param to a key whose cipher has blocks as long as `toFormat`
    /// @param block enciphered
    /// @throws CryptoRefusedException [CryptoRefusal#PIN_TRANSLATION_FORBIDDEN] by the table, [CryptoRefusal#KEY_LENGTH] for single DES, plain or
    ///         as equal parts, that is not made by [TdesKey#singleForPins], [CryptoRefusal#PIN_BLOCK_REFUSED] for the block
    public static byte[] translate(BlockKey from, PinFormat fromFormat, BlockKey to, PinFormat toFormat, byte[] block,
                                   CharSequence pan) {
        given(pan);
        boolean allowed = switch (rule(fromFormat, toFormat)) {
            case ALLOWED, ALLOWED_FOR_THE_SAME_PAN -> true;
            case ONLY_TOWARDS_AN_IC_CARD, FORBIDDEN -> false;
        };
        CryptoRefusal.PIN_TRANSLATION_FORBIDDEN.unless(allowed,
                "this PIN block format may not be turned into that one (PCI PIN 3-3)");
        requireFit(to, toFormat);
        return encipher(to, toFormat, PinBlocks.accepted(decipher(from, fromFormat, block, pan)), pan);
    }

    /// Online PINs are under TDES of two or three keys, or under a cipher with blocks of 16 bytes (PCI PIN 2-3).
    static void requireFit(BlockKey key, PinFormat format) {
        CryptoRefusal.PARAMETER.unless(given(key).blockBytes() == given(format).blockBytes(), "the cipher's block is as long as the PIN block");
        CryptoRefusal.KEY_LENGTH.unless(!(key instanceof TdesKey tdes) || tdes.isForPins(), PIN_KEY_RULE);
    }

    /// The PIN field (see [PinBlocks]) in an enciphered block, or [PinBlocks#REFUSED].
    static long decipher(BlockKey key, PinFormat format, byte[] block, CharSequence pan) {
        requireFit(key, format);
        CryptoRefusal.DATA_LENGTH.unless(given(block).length == format.blockBytes(),
                "a PIN block has 8 bytes in formats 0 to 3, else 16");
        if (format == PinFormat.ISO_4) {
            return PinBlocks.openFormat4(key, block, PinBlocks.format4PanField(pan));
        }
        long panField = format.isPanBound() ? PinBlocks.panField(pan) : 0;
        byte[] clear = new byte[block.length];
        key.decrypt(block, 0, clear, 0);
        try {
            return switch (format) {
                case ISO_0 -> PinBlocks.openFormat0(Bytes.longAt(clear, 0), panField);
                case ISO_1 -> PinBlocks.openFormat1(Bytes.longAt(clear, 0));
                case ISO_2 -> PinBlocks.openFormat2(Bytes.longAt(clear, 0));
                case ISO_3 -> PinBlocks.openFormat3(Bytes.longAt(clear, 0), panField);
                case CN_16 -> PinBlocks.openCn16(clear, 0, panField);
                case ISO_4 -> throw new IllegalStateException("format 4 is opened above");
            };
        } finally {
            Bytes.wipe(clear);
        }
    }

    static byte[] encipher(BlockKey key, PinFormat format, long field, CharSequence pan) {
        byte[] block = switch (format) {
            case ISO_0 -> Bytes.ofLong(field ^ PinBlocks.panField(pan));
            case ISO_1 -> Bytes.ofLong(PinBlocks.makeFormat1(field, Randoms.next()));
            case ISO_2 -> Bytes.ofLong(PinBlocks.makeFormat2(field));
            case ISO_3 -> Bytes.ofLong(PinBlocks.makeFormat3(field, PinBlocks.panField(pan)));
            case ISO_4 -> PinBlocks.makeFormat4(key, field, PinBlocks.format4PanField(pan));
            case CN_16 -> PinBlocks.makeCn16(field, PinBlocks.panField(pan));
        };
        if (format != PinFormat.ISO_4) {
            key.encrypt(block, 0, block, 0);
        }
        return block;
    }
}
