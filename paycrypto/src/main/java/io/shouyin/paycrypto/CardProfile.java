package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenAll;

import java.util.Arrays;
import java.util.Locale;

/// What a cryptogram version number (CVN) stands for: how keys, cryptograms and scripts of one kind of card are made.
///
/// The data under the cryptogram is the caller's: its list of fields is in the scheme's documents.
///
/// Sources: EMV 4.3 book 2, 8, 9 and A1; VIS 1.5 for Visa's scripts.
///
/// The worked example of the methods below is `Visa CVN 18` with the issuer's keys `0123456789ABCDEFFEDCBA9876543210`,
/// `FEDCBA98765432100123456789ABCDEF` and `89ABCDEF0123456776543210FEDCBA98`, card `1234567890123456`, sequence `00`, counter
/// `001C`, unpredictable number of zeros, data `0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800`;
/// for method 1 it is `Visa CVN 10` with the same keys.
public enum CardProfile {
    /// Visa CVN 10: the card key itself, method 1, secure messaging by counter.
    VISA_10(false, Session.NONE, MacPadding.ZEROS, Arpc.METHOD_1_CARD_KEY, Messaging.VISA_BY_COUNTER),
    /// Visa CVN 18: common session key, method 2, secure messaging by counter.
    VISA_18(true, Session.COMMON, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_2, Messaging.VISA_BY_COUNTER),
    /// Visa CVN 22: as 18, secure messaging by cryptogram.
    VISA_22(true, Session.COMMON, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_2, Messaging.VISA_BY_CRYPTOGRAM),
    /// Mastercard CVN 16: M/Chip session key, ARPC under the card key.
    MASTERCARD_16(false, Session.MASTERCARD, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_1_CARD_KEY, Messaging.MASTERCARD),
    /// Mastercard CVN 17: as 16 with counters in the data.
    MASTERCARD_17(false, Session.MASTERCARD, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_1_CARD_KEY, Messaging.MASTERCARD),
    /// Mastercard CVN 20: common session key, ARPC under the session key.
    MASTERCARD_20(false, Session.COMMON, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_1_SESSION_KEY, Messaging.MASTERCARD),
    /// Mastercard CVN 21: as 20 with counters in the data.
    MASTERCARD_21(false, Session.COMMON, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_1_SESSION_KEY, Messaging.MASTERCARD),
    /// Interac CVN 133: M/Chip session key for cryptogram and ARPC.
    INTERAC_133(false, Session.MASTERCARD, MacPadding.ONE_AND_ZEROS, Arpc.METHOD_1_SESSION_KEY, Messaging.INTERAC);

    private enum Session { NONE, COMMON, MASTERCARD }

    private enum Arpc { METHOD_1_CARD_KEY, METHOD_1_SESSION_KEY, METHOD_2 }

    private enum Messaging { VISA_BY_COUNTER, VISA_BY_CRYPTOGRAM, MASTERCARD, INTERAC }

    private final boolean optionB;
    private final Session session;
    private final MacPadding padding;
    private final Arpc arpc;
    private final Messaging messaging;

    CardProfile(boolean optionB, Session session, MacPadding padding, Arpc arpc, Messaging messaging) {
        this.optionB = optionB;
        this.session = session;
        this.padding = padding;
        this.arpc = arpc;
        this.messaging = messaging;
    }

    /// The padding under the cryptogram.
    public MacPadding padding() {
        return padding;
    }

    /// The card's keys, 16 bytes each.
    ///
    /// @param cryptogram `imk` for cryptograms, then for integrity and confidentiality of scripts
    public Card card(byte[] cryptogram, byte[] integrity, byte[] confidentiality, CharSequence pan, CharSequence panSequence) {
        return new Card(this, masterKey(cryptogram, pan, panSequence), masterKey(integrity, pan, panSequence),
                masterKey(confidentiality, pan, panSequence));
    }

    /// A card for its cryptograms alone: it has no keys for scripts and refuses them.
    public Card card(byte[] cryptogram, CharSequence pan, CharSequence panSequence) {
        return new Card(this, masterKey(cryptogram, pan, panSequence), new byte[0], new byte[0]);
    }

    private byte[] masterKey(byte[] issuerMasterKey, CharSequence pan, CharSequence panSequence) {
        return optionB ? EmvKeys.masterKeyB(issuerMasterKey, pan, panSequence)
                : EmvKeys.masterKeyA(issuerMasterKey, pan, panSequence);
    }

    /// One card under its profile. Close it to wipe its keys.
    public static final class Card extends ClosableKey {
        private final CardProfile profile;
        private final byte[] cryptogramKey;
        private final byte[] integrityKey;
        private final byte[] confidentialityKey;

        private Card(CardProfile profile, byte[] cryptogramKey, byte[] integrityKey, byte[] confidentialityKey) {
            this.profile = profile;
            this.cryptogramKey = cryptogramKey;
            this.integrityKey = integrityKey;
            this.confidentialityKey = confidentialityKey;
        }

        /// The session key for the cryptogram, 16 bytes.
        ///
        /// In the example: `436B942AD637E08564B532B0EC97CB26`.
        ///
        /// @param atc 2 bytes
        /// @param unpredictableNumber 4 bytes; used by Mastercard's older profiles and Interac
        public byte[] sessionKey(byte[] atc, byte[] unpredictableNumber) {
            givenAll(atc, unpredictableNumber);
            requireOpen();
            return switch (profile.session) {
                case NONE -> cryptogramKey.clone();
                case COMMON -> EmvKeys.commonSessionKeyForAtc(cryptogramKey, atc);
                case MASTERCARD -> EmvKeys.mastercardSessionKey(cryptogramKey, atc, unpredictableNumber);
            };
        }

        /// ARQC, TC or AAC, 8 bytes.
        ///
        /// In the example: `7A788EA6B8A3E733`.
        public byte[] cryptogram(byte[] atc, byte[] unpredictableNumber, byte[] data) {
            byte[] key = sessionKey(atc, unpredictableNumber);
            try {
                return EmvCryptograms.cryptogram(key, profile.padding, data);
            } finally {
                Bytes.wipe(key);
            }
        }

        /// Whether a cryptogram is the card's; compares in constant time.
        ///
        /// The cryptogram is that of [#cryptogram].
        public boolean verify(byte[] atc, byte[] unpredictableNumber, byte[] data, byte[] cryptogram) {
            return Bytes.same(cryptogram(atc, unpredictableNumber, data), cryptogram);
        }

        /// Method 1, 8 bytes, for profiles that use it.
        ///
        /// `Visa CVN 10`, cryptogram `29CCA15AE665FA2E`, response code `3030`: `28993816AFAE4AEB`.
        ///
        /// @param responseCode 2 bytes
        public byte[] arpc(byte[] atc, byte[] unpredictableNumber, byte[] arqc, byte[] responseCode) {
            givenAll(atc, unpredictableNumber, arqc, responseCode);
            requireOpen();
            CryptoRefusal.PARAMETER.unless(profile.arpc != Arpc.METHOD_2, "this profile makes its ARPC by method 2");
            byte[] key = profile.arpc == Arpc.METHOD_1_CARD_KEY ? cryptogramKey.clone() : sessionKey(atc, unpredictableNumber);
            try {
                return EmvCryptograms.arpcMethod1(key, arqc, responseCode);
            } finally {
                Bytes.wipe(key);
            }
        }

        /// Method 2, 4 bytes, for profiles that use it.
        ///
        /// In the example, update `00000000`, no proprietary data: `9AF514C1`.
        public byte[] arpcWithStatus(byte[] atc, byte[] arqc, byte[] cardStatusUpdate, byte[] proprietary) {
            CryptoRefusal.PARAMETER.unless(profile.arpc == Arpc.METHOD_2, "this profile makes its ARPC by method 1");
            byte[] key = sessionKey(atc, new byte[4]);
            try {
                return EmvCryptograms.arpcMethod2(key, arqc, cardStatusUpdate, proprietary);
            } finally {
                Bytes.wipe(key);
            }
        }

        /// The MAC of a script command, 8 bytes.
        ///
        /// In the example, header `8418000008`, no data: `04EDE90BC24CC35E`.
        ///
        /// @param header with its length byte, such as `8418000008` for unblocking the application
        /// @param data what follows the header before the MAC; may be empty
        public byte[] scriptMac(byte[] header, byte[] atc, byte[] arqc, byte[] data) {
            givenAll(header, data);
            byte[] key = messagingKey(integrityKey, atc, arqc);
            try {
                return switch (profile.messaging) {
                    case VISA_BY_COUNTER, VISA_BY_CRYPTOGRAM, MASTERCARD ->
                            EmvCryptograms.scriptMac(key, header, atc, arqc, data);
                    case INTERAC -> EmvCryptograms.scriptMac(key, header, data);
                };
            } finally {
                Bytes.wipe(key);
            }
        }

        /// The whole PIN change command: header, enciphered block, MAC.
        ///
        /// In the example, PIN `9999`, no current PIN: `8424000218BB221AF527377A2811D2B6EBC396A9391A22B480EF312F40`.
        ///
        /// @param currentPin null if the card does not ask for it; only Visa cards can
        public byte[] pinChange(byte[] atc, byte[] arqc, CharSequence pin, CharSequence currentPin) {
            requireOpen();
            byte[] block = pinChangeBlock(pin, currentPin);
            byte[] key = messagingKey(confidentialityKey, atc, arqc);
            byte[] enciphered = switch (profile.messaging) {
                case VISA_BY_COUNTER, VISA_BY_CRYPTOGRAM -> EmvCryptograms.encryptScriptDataVisa(key, block);
                case MASTERCARD, INTERAC -> EmvCryptograms.encryptScriptDataMastercard(key, block);
            };
            Bytes.wipe(block, key);
            byte[] header = {(byte) 0x84, 0x24, 0, (byte) (currentPin == null ? 2 : 1), (byte) (enciphered.length + 8)};
            return Bytes.concat(header, enciphered, scriptMac(header, atc, arqc, enciphered));
        }

        private byte[] pinChangeBlock(CharSequence pin, CharSequence currentPin) {
            return switch (profile.messaging) {
                case VISA_BY_COUNTER -> EmvCryptograms.visaPinChangeBlock(cryptogramKey, pin, currentPin);
                case VISA_BY_CRYPTOGRAM -> currentPin == null ? PinBlocks.encodeFormat2(pin)
                        : EmvCryptograms.visaPinChangeBlock(cryptogramKey, pin, currentPin);
                case MASTERCARD, INTERAC -> {
                    CryptoRefusal.PARAMETER.unless(currentPin == null, "this profile changes a PIN without the current one");
                    yield PinBlocks.encodeFormat2(pin);
                }
            };
        }

        private byte[] messagingKey(byte[] cardKey, byte[] atc, byte[] arqc) {
            givenAll(atc, arqc);
            requireOpen();
            return profile.messaging == Messaging.VISA_BY_COUNTER ? EmvKeys.visaMessagingKey(cardKey, atc)
                    : EmvKeys.commonSessionKey(cardKey, arqc);
        }

        @Override
        void wipe() {
            Bytes.wipe(cryptogramKey, integrityKey, confidentialityKey);
        }

        @Override
        public String toString() {
            return "CardProfile.Card[" + profile + "]";
        }
    }

    /// The profile of a scheme's number.
    ///
    /// @param name such as `Visa CVN 10`
    public static CardProfile named(String name) {
        CryptoRefusal.PARAMETER.unless(Bytes.isAscii(given(name)), "a profile's name is ASCII");
        String wanted = name.toUpperCase(Locale.ROOT).replace(" CVN ", "_");
        return Arrays.stream(values()).filter(profile -> profile.name().equals(wanted)).findFirst()
                .orElseThrow(() -> CryptoRefusal.PARAMETER.because("a known cryptogram version number"));
    }
}
