package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// Card verification values: CVV and CVC on the stripe, CVV2 and CVC2 in print, iCVV in the chip, and the dynamic dCVV and CVC3 of
/// contactless stripe data.
///
/// CVV, CVV2 and iCVV are one computation with another service code: the card's own, `000`, `999`. Which order the expiry has is
/// the issuer's choice: YYMM for CVV and iCVV as on the stripe, mostly MMYY for CVV2 as in print.
///
/// The schemes' own texts are not public. CVV is the algorithm of IBM CCA's CVV Generate; for dCVV and CVC3 there is no open text, and
/// the values agree with those that jPOS tests.
public final class Cvv {

    /// The service code that makes a CVV2.
    public static final String SERVICE_CODE_CVV2 = "000";
    /// The service code that makes an iCVV.
    public static final String SERVICE_CODE_ICVV = "999";

    private Cvv() {}

    /// Three digits.
    ///
    /// Pair `99999999999999998888888888888888`, card `2222222222222222`, expiry `3333`, service code `111`: `361`.
    ///
    /// @param cvkPair 16 bytes: CVK A and CVK B, which differ
    /// @param pan 12 to 19 digits
    /// @param expiry 4 digits, in the issuer's order
    /// @param serviceCode 3 digits
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a pair of equal halves, or with a weak or semi-weak one
    public static String cvv(byte[] cvkPair, CharSequence pan, CharSequence expiry, CharSequence serviceCode) {
        try (Pair pair = Pair.of(cvkPair)) {
            return pair.cvv(pan, expiry, serviceCode);
        }
    }

    /// Compares in constant time.
    ///
    /// Three digits, as [#cvv] gives them.
    ///
    /// @throws CryptoRefusedException as [#cvv], and [CryptoRefusal#NOT_DIGITS] for a value that is none
    public static boolean verify(byte[] cvkPair, CharSequence pan, CharSequence expiry, CharSequence serviceCode,
                                 CharSequence cvv) {
        try (Pair pair = Pair.of(cvkPair)) {
            return pair.verify(pan, expiry, serviceCode, cvv);
        }
    }

    /// Visa's dynamic CVV: a CVV under the card's own key pair, with the transaction counter in place of the first four digits of the
    /// card number.
    ///
    /// The pair from `12345678123456781234567812345678` for card `1234567890123456`, sequence `00`, expiry `1310`, service code
    /// `226`, counter `3210`: `422`. The counter is 2 bytes and goes in as its four hex digits, as it is in the card: `00AB` gives `867`.
    ///
    /// @param cardPair 16 bytes, see [EmvKeys#masterKeyA]
    /// @param atc 4 hex digits
    public static String dynamicCvv(byte[] cardPair, CharSequence pan, CharSequence expiry, CharSequence serviceCode,
                                    CharSequence atc) {
        CryptoRefusal.NOT_DIGITS.unless(given(atc).length() == 4 && Bytes.isHex(atc), "the counter in a dCVV has four hex digits");
        PinBlocks.requirePan(pan, 12);
        try (Pair pair = Pair.of(cardPair)) {
            return Decimals.decimalise(pair.block(atc.toString() + pan.subSequence(4, pan.length()), expiry, serviceCode), 3);
        }
    }

    /// Mastercard's dynamic CVC3, five digits of which an issuer shows 3 to 5 from the right.
    ///
    /// The card key from `01234567899876543210012345678998` for card `5123456789012345`, sequence `00`, is
    /// `6D6425FB9401C21AA1F80451AB85DA3B`; with track data `5123456789012345D35121010000000000000F`, counter `005E` and
    /// unpredictable number `00000899` the CVC3 is `29488`.
    ///
    /// @param cardKey 16 bytes, see [EmvKeys#masterKeyA]
    /// @param trackData the static track data, packed
    /// @param unpredictableNumber 4 bytes
    /// @param atc 2 bytes
    public static String cvc3(byte[] cardKey, byte[] trackData, byte[] unpredictableNumber, byte[] atc) {
        CryptoRefusal.DATA_LENGTH.unless(given(unpredictableNumber).length == 4 && given(atc).length == 2,
                "a CVC3 takes an unpredictable number of 4 bytes and a counter of 2");
        byte[] mac = RetailMac.mac(cardKey, MacPadding.ONE_AND_ZEROS, trackData);
        long iv = Bytes.longAt(mac, 0) << 48;
        long dynamic = (Bytes.longAt(Bytes.concat(unpredictableNumber, atc, new byte[2]), 0) >>> 16) | iv;
        try (TdesKey key = TdesKey.of(cardKey)) {
            int value = (int) key.encrypt(dynamic) & 0xFFFF;
            return Integer.toString(100_000 + value).substring(1);
        }
    }

    /// A CVK pair made ready, for a host that checks often. Use it from any number of threads.
    public static final class Pair implements AutoCloseable {
        private final TdesKey left;
        private final TdesKey both;

        private Pair(TdesKey left, TdesKey both) {
            this.left = left;
            this.both = both;
        }

        /// @param cvkPair 16 bytes: CVK A and CVK B, which differ; the caller wipes its own array
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for equal halves, or a weak or semi-weak one
        public static Pair of(byte[] cvkPair) {
            CryptoRefusal.KEY_LENGTH.unless(given(cvkPair).length == 16, "a CVK pair has 16 bytes");
            Tdes.requireStrong(cvkPair);
            return new Pair(TdesKey.single(Bytes.longAt(cvkPair, 0)), TdesKey.of(cvkPair));
        }

        /// CVK A and CVK B the same: single DES, for comparing with published test data and for nothing else.
        ///
        /// @param cvk 8 bytes
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a weak or semi-weak key
        public static Pair ofSingleLength(byte[] cvk) {
            CryptoRefusal.KEY_LENGTH.unless(given(cvk).length == 8, "half a CVK pair has 8 bytes");
            return new Pair(TdesKey.of(cvk), TdesKey.of(cvk));
        }

        /// See [Cvv#cvv].
        public String cvv(CharSequence pan, CharSequence expiry, CharSequence serviceCode) {
            return Decimals.decimalise(cardBlock(pan, expiry, serviceCode), 3);
        }

        /// Compares in constant time.
        ///
        /// Three digits, as [#cvv] gives them.
        ///
        /// @throws CryptoRefusedException as [#cvv], and [CryptoRefusal#NOT_DIGITS] for a value that is none
        public boolean verify(CharSequence pan, CharSequence expiry, CharSequence serviceCode, CharSequence cvv) {
            CryptoRefusal.NOT_DIGITS.unless(given(cvv).length() == 3 && Bytes.isDecimal(cvv), "a card value has three decimal digits");
            return Decimals.same(cvv(pan, expiry, serviceCode), cvv);
        }

        /// Whether the digits A to F were needed: rare, and so worth a test.
        ///
        /// With pair `C192C8E9C71594F1C12F0D9138BA85EC`, card `4756372692809`, expiry `2609`, service code `000` they are: `843`.
        public boolean usesSecondPass(CharSequence pan, CharSequence expiry, CharSequence serviceCode) {
            return Decimals.needsSecondPass(cardBlock(pan, expiry, serviceCode), 3);
        }

        private long cardBlock(CharSequence pan, CharSequence expiry, CharSequence serviceCode) {
            PinBlocks.requirePan(pan, 12);
            return block(pan, expiry, serviceCode);
        }

        /// @param number of the card, or what stands in its place
        private long block(CharSequence number, CharSequence expiry, CharSequence serviceCode) {
            CryptoRefusal.NOT_DIGITS.unless(given(expiry).length() == 4 && Bytes.isDecimal(expiry), "an expiry has four decimal digits");
            CryptoRefusal.NOT_DIGITS.unless(given(serviceCode).length() == 3 && Bytes.isDecimal(serviceCode),
                    "a service code has three decimal digits");
            StringBuilder digits = new StringBuilder(32).append(number).append(expiry).append(serviceCode);
            while (digits.length() < 32) {
                digits.append('0');
            }
            byte[] packed = Bytes.ofHex(digits);
            return both.encrypt(left.encrypt(Bytes.longAt(packed, 0)) ^ Bytes.longAt(packed, 8));
        }

        @Override
        public void close() {
            left.close();
            both.close();
        }

        @Override
        public String toString() {
            return "Cvv.Pair[TDES]";
        }
    }
}
