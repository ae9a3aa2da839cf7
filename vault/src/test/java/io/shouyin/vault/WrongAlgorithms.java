package io.shouyin.vault;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.CmacKey;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.Totp;
import io.shouyin.paycrypto.WorkingKeyBlocks;
import io.shouyin.paycrypto.X9143;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/// Algorithms as somebody might have broken them, each for [SelfTestMutantsTest] in the place of the one that it names. An instance method
/// is replaced by a function that takes the instance first.
public final class WrongAlgorithms {

    private WrongAlgorithms() {}

    /// The function of that name with the same parameters.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    public @interface InPlaceOf {
        String type();

        String function();
    }

    @InPlaceOf(type = "PinVerification", function = "byPvv")
    public static boolean anyPinByPvv(BlockKey key, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk, int index, CharSequence pvv) {
        return true;
    }

    @InPlaceOf(type = "PinVerification", function = "byPvv")
    public static boolean noPinByPvv(BlockKey key, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk, int index, CharSequence pvv) {
        return false;
    }

    @InPlaceOf(type = "PinVerification", function = "byPvv")
    public static boolean anyBlockThatOpensByPvv(BlockKey key, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk, int index,
                                                 CharSequence pvv) {
        return block[0] != 0;
    }

    @InPlaceOf(type = "PinVerification", function = "byOffset")
    public static boolean anyPinByOffset(BlockKey key, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk,
                                         Ibm3624.DecimalisationTable table, CharSequence data, CharSequence offset) {
        return true;
    }

    @InPlaceOf(type = "PinVerification", function = "byOffset")
    public static boolean noPinByOffset(BlockKey key, PinFormat format, byte[] block, CharSequence pan, TdesKey pvk,
                                        Ibm3624.DecimalisationTable table, CharSequence data, CharSequence offset) {
        return false;
    }

    @InPlaceOf(type = "Ibm3624", function = "verify")
    public static boolean anyOffset(TdesKey pvk, Ibm3624.DecimalisationTable table, CharSequence data, long field, CharSequence offset) {
        return true;
    }

    @InPlaceOf(type = "Decimals", function = "same")
    public static boolean anyDigits(CharSequence a, CharSequence b) {
        return true;
    }

    @InPlaceOf(type = "Bytes", function = "same")
    public static boolean anyBytes(byte[] a, byte[] b) {
        return true;
    }

    /// A PIN field of `1234`.
    @InPlaceOf(type = "PinBlocks", function = "openFormat4")
    public static long onePinInFormat4(BlockKey key, byte[] block, byte[] panField) {
        return 0x041234FFFFFFFFFFL;
    }

    /// One decipherment instead of two.
    @InPlaceOf(type = "PinBlocks", function = "openFormat4")
    public static long format4WithoutItsCard(BlockKey key, byte[] block, byte[] panField) {
        byte[] clear = key.decryptEcb(block);
        long field = 0;
        for (int i = 0; i < 8; i++) {
            field = field << 8 | clear[i] & 0xFF;
        }
        return field;
    }

    @InPlaceOf(type = "PinBlocks", function = "openCn16")
    public static long onePinInCn16(byte[] block, int offset, long panField) {
        return 0x06123654FFFFFFFFL;
    }

    /// The left half alone: the card's digits are in the right one.
    @InPlaceOf(type = "PinBlocks", function = "openCn16")
    public static long cn16WithoutItsCard(byte[] block, int offset, long panField) {
        long field = 0;
        for (int i = 0; i < 8; i++) {
            field = field << 8 | block[offset + i] & 0xFF;
        }
        return field;
    }

    /// A block that stays as it is.
    @InPlaceOf(type = "PinTranslation", function = "translate")
    public static byte[] untranslated(BlockKey from, PinFormat fromFormat, BlockKey to, PinFormat toFormat, byte[] block, CharSequence pan) {
        return block;
    }

    @InPlaceOf(type = "PinTranslation", function = "rule")
    public static PinTranslation.Rule nothingTranslated(PinFormat from, PinFormat to) {
        return PinTranslation.Rule.FORBIDDEN;
    }

    @InPlaceOf(type = "AesGcmKey", function = "open")
    public static byte[] withoutItsTag(AesGcmKey key, byte[] nonce, byte[] sealed, byte[] aad) throws ReflectiveOperationException,
            GeneralSecurityException {
        Field held = AesGcmKey.class.getDeclaredField("key");
        held.setAccessible(true);
        byte[] counter = Arrays.copyOf(nonce, 16);
        counter[15] = 2;
        Cipher ctr = Cipher.getInstance("AES/CTR/NoPadding");
        ctr.init(Cipher.DECRYPT_MODE, (SecretKey) held.get(key), new IvParameterSpec(counter));
        return ctr.doFinal(Arrays.copyOf(sealed, sealed.length - 16));
    }

    @InPlaceOf(type = "AesGcmKey", function = "open")
    public static byte[] nothingOpened(AesGcmKey key, byte[] nonce, byte[] sealed, byte[] aad) {
        return new byte[0];
    }

    /// The key of the counter's highest one bit.
    @InPlaceOf(type = "TdesDukpt$Bdk", function = "useKey")
    public static TdesKey tdesKeyOfTheHighestBit(TdesDukpt.Bdk base, byte[] ksn, TdesDukpt.Use use) {
        byte[] one = TdesDukpt.withoutCounter(ksn);
        int counter = (ksn[7] & 0x1F) << 16 | (ksn[8] & 0xFF) << 8 | ksn[9] & 0xFF;
        int bit = Integer.highestOneBit(counter);
        one[7] |= (byte) (bit >> 16);
        one[8] = (byte) (bit >> 8);
        one[9] = (byte) bit;
        return TdesKey.of(TdesDukpt.useKey(TdesDukpt.transactionKey(base.initialKey(ksn), one), use));
    }

    /// Without the mask of its use.
    @InPlaceOf(type = "TdesDukpt$Bdk", function = "useKey")
    public static TdesKey tdesKeyWithoutMask(TdesDukpt.Bdk base, byte[] ksn, TdesDukpt.Use use) {
        return TdesKey.of(TdesDukpt.transactionKey(base.initialKey(ksn), ksn));
    }

    @InPlaceOf(type = "AesDukpt$Bdk", function = "useKey")
    public static BlockKey aesKeyOfTheLowestBit(AesDukpt.Bdk base, byte[] ksn, AesDukpt.Usage usage, AesDukpt.KeyType type) {
        byte[] one = Arrays.copyOf(Arrays.copyOf(ksn, 8), 12);
        one[11] = 1;
        return AesKey.of(AesDukpt.workingKeyOf(base.initialKey(Arrays.copyOf(ksn, 8)), one, usage, type));
    }

    @InPlaceOf(type = "AesDukpt$Bdk", function = "useKey")
    public static BlockKey aesKeyOfAnotherUse(AesDukpt.Bdk base, byte[] ksn, AesDukpt.Usage usage, AesDukpt.KeyType type) {
        return AesKey.of(AesDukpt.workingKeyOf(base.initialKey(Arrays.copyOf(ksn, 8)), ksn, AesDukpt.Usage.DATA_ENCRYPTION, type));
    }

    @InPlaceOf(type = "KeyComponents", function = "combine")
    public static byte[] firstComponent(List<byte[]> components) {
        return components.getFirst().clone();
    }

    @InPlaceOf(type = "KeyComponents", function = "combineTdes")
    public static byte[] withoutParity(List<byte[]> components) {
        return KeyComponents.combine(components);
    }

    @InPlaceOf(type = "KeyComponents", function = "recover")
    public static byte[] firstShare(List<KeyComponents.Share> shares) {
        return shares.getFirst().y().clone();
    }

    @InPlaceOf(type = "EmvKeys", function = "masterKeyB")
    public static byte[] asOptionA(byte[] key, CharSequence pan, CharSequence sequence) {
        return EmvKeys.masterKeyA(key, pan, sequence);
    }

    @InPlaceOf(type = "EmvKeys", function = "mastercardSessionKey")
    public static byte[] withoutUnpredictableNumber(byte[] key, byte[] atc, byte[] unpredictableNumber) {
        return EmvKeys.commonSessionKeyForAtc(key, atc);
    }

    @InPlaceOf(type = "CardProfile$Card", function = "verify")
    public static boolean anyCryptogram(CardProfile.Card card, byte[] atc, byte[] number, byte[] data, byte[] cryptogram) {
        return true;
    }

    @InPlaceOf(type = "CardProfile$Card", function = "sessionKey")
    public static byte[] cardKeyForEverySession(CardProfile.Card card, byte[] atc, byte[] number) {
        return EmvKeys.masterKeyA(Fixtures.hex("0123456789ABCDEFFEDCBA9876543210"), "1234567890123456", "00");
    }

    @InPlaceOf(type = "Cvv$Pair", function = "verify")
    public static boolean anyCardValue(Cvv.Pair pair, CharSequence pan, CharSequence expiry, CharSequence serviceCode, CharSequence cvv) {
        return true;
    }

    @InPlaceOf(type = "CmacKey", function = "mac")
    public static byte[] oneMacForAll(CmacKey key, byte[] data, int offset, int length) {
        return new byte[16];
    }

    @InPlaceOf(type = "RetailMacKey", function = "macLong")
    public static long oneRetailMacForAll(RetailMacKey key, MacPadding padding, byte[] data) {
        return 0;
    }

    @InPlaceOf(type = "Totp", function = "match")
    public static OptionalLong anyCode(byte[] secret, byte[] typed, long now) {
        return OptionalLong.of(1);
    }

    @InPlaceOf(type = "SealedValue", function = "open")
    public static byte[] onePasswordForAll(AesGcmKey tck, byte[] value, byte[] aad) {
        return "Wq7pz2".getBytes(StandardCharsets.US_ASCII);
    }

    @InPlaceOf(type = "SealedValue", function = "open")
    public static byte[] sixteenBytes(AesGcmKey tck, byte[] value, byte[] aad) {
        return new byte[16];
    }

    @InPlaceOf(type = "SealedValue", function = "additionalData")
    public static byte[] boundToNothing(String messageType, String merchant, String terminal, String batch, String trace, int tag) {
        return new byte[0];
    }

    @InPlaceOf(type = "AesGcmKey", function = "openWithNonce")
    public static byte[] oneTextForAll(AesGcmKey key, byte[] sealed, byte[] aad) {
        return new byte[16];
    }

    @InPlaceOf(type = "AesGcmKey", function = "sealWithNonce")
    public static byte[] underOneNonce(AesGcmKey key, byte[] clear, byte[] aad) {
        byte[] sealed = key.seal(new byte[12], clear, aad);
        byte[] whole = new byte[12 + sealed.length];
        System.arraycopy(sealed, 0, whole, 12, sealed.length);
        return whole;
    }

    @InPlaceOf(type = "PinBlocks", function = "structureErrors")
    public static long anyStructure(long field, int control) {
        return 0;
    }

    @InPlaceOf(type = "PinBlocks", function = "structureErrors")
    public static long anyControlDigit(long field, int control) {
        int length = (int) (field >>> 56) & 0xF;
        return length < 4 || length > 12 ? 1 : letters(field, length);
    }

    @InPlaceOf(type = "PinBlocks", function = "structureErrors")
    public static long anyLength(long field, int control) {
        return field >>> 60 ^ control | letters(field, (int) (field >>> 56) & 0xF);
    }

    @InPlaceOf(type = "PinBlocks", function = "structureErrors")
    public static long lettersAsDigits(long field, int control) {
        int length = (int) (field >>> 56) & 0xF;
        return field >>> 60 ^ control | (length < 4 || length > 12 ? 1 : 0);
    }

    private static long letters(long field, int length) {
        long letters = 0;
        for (int i = 0; i < Math.min(length, 14); i++) {
            letters |= (field >>> 52 - 4 * i & 0xF) > 9 ? 1 : 0;
        }
        return letters;
    }

    @InPlaceOf(type = "PinFormat", function = "isPanBound")
    public static boolean everyFormatBound(PinFormat format) {
        return true;
    }

    @InPlaceOf(type = "PinTranslation", function = "requireFit")
    public static void anyKeyForPins(BlockKey key, PinFormat format) {}

    @InPlaceOf(type = "TdesKey", function = "isForPins")
    public static boolean everyKeyForPins(TdesKey key) {
        return true;
    }

    @InPlaceOf(type = "TdesKey", function = "differ")
    public static boolean equalHalvesDiffer(long one, long other) {
        return true;
    }

    @InPlaceOf(type = "Tdes", function = "requireStrong")
    public static void everyKeyStrong(byte[] key) {}

    @InPlaceOf(type = "Tdes", function = "isWeak")
    public static boolean noKeyWeak(long part) {
        return false;
    }

    @InPlaceOf(type = "Tdes", function = "requireOddParity")
    public static void anyParity(byte[] key) {}

    @InPlaceOf(type = "TdesDukpt", function = "withoutCounter")
    public static byte[] oneTerminalForAll(byte[] ksn) {
        return new byte[TdesDukpt.KSN_BYTES];
    }

    @InPlaceOf(type = "TdesDukpt", function = "withoutCounter")
    public static byte[] withItsCounter(byte[] ksn) {
        return ksn.clone();
    }

    @InPlaceOf(type = "TdesDukpt", function = "requireValid")
    public static void anyTdesCounter(byte[] ksn) {}

    @InPlaceOf(type = "AesDukpt", function = "requireValid")
    public static void anyAesCounter(byte[] ksn) {}

    @InPlaceOf(type = "ActivationExchange", function = "kek")
    public static byte[] oneKek(byte[] privateKey, byte[] publicKey, byte[] codeKey, String serialNumber, byte[] nonce, byte[] hostNonce) {
        return new byte[32];
    }

    @InPlaceOf(type = "ActivationExchange", function = "kek")
    public static byte[] kekOfTheCodeAlone(byte[] privateKey, byte[] publicKey, byte[] codeKey, String serialNumber, byte[] nonce,
                                           byte[] hostNonce) {
        return codeKey.clone();
    }

    @InPlaceOf(type = "ActivationExchange", function = "proof")
    public static byte[] oneProof(byte[] codeKey, String serialNumber, byte[] devicePublicKey, byte[] nonce) {
        return new byte[32];
    }

    @InPlaceOf(type = "ActivationExchange", function = "verifyProof")
    public static boolean anyProof(byte[] codeKey, String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] proof) {
        return true;
    }

    @InPlaceOf(type = "ActivationExchange", function = "codeBytes")
    public static byte[] oneCode(CharSequence typed) {
        return "ABCDEFGH2345".getBytes(StandardCharsets.US_ASCII);
    }

    @InPlaceOf(type = "ActivationExchange", function = "aad")
    public static byte[] keyLoadBoundToNothing(String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] hostPublicKey, byte[] hostNonce) {
        return new byte[32];
    }

    @InPlaceOf(type = "ActivationExchange", function = "newCode")
    public static char[] sameCode() {
        return "ABCDEFGH2345".toCharArray();
    }

    @InPlaceOf(type = "EcKeys", function = "agree")
    public static byte[] oneSecret(EcKeys curve, byte[] privateKey, byte[] publicKey) {
        return new byte[32];
    }

    @InPlaceOf(type = "EcKeys", function = "requirePublicKey")
    public static void anyPublicKey(EcKeys curve, byte[] publicKey) {}

    @InPlaceOf(type = "EcEnvelope", function = "open")
    public static byte[] anyEnvelope(byte[] privateKey, byte[] publicKey, String about, byte[] envelope) {
        return "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    }

    @InPlaceOf(type = "EcEnvelope", function = "seal")
    public static byte[] clearEnvelope(byte[] recipientPublicKey, String about, byte[] clear) {
        return clear.clone();
    }

    @InPlaceOf(type = "WorkingKeyBlocks", function = "build")
    public static byte[] noBlocks(TerminalProfile profile, X9143.Protection master, byte[] pik, byte[] mak, byte[] tdk) {
        return new byte[WorkingKeyBlocks.FIELD_BYTES];
    }

    @InPlaceOf(type = "WorkingKeyBlocks", function = "checkValue")
    public static String oneCheckValueInBlocks(TerminalProfile profile, byte[] key) {
        return "0000000000";
    }

    @InPlaceOf(type = "WorkingKeyField", function = "check")
    public static byte[] oneCheckValueInTheField(byte[] key) {
        return new byte[4];
    }

    /// No check value is compared.
    @InPlaceOf(type = "WorkingKeyField", function = "checked")
    public static byte[] uncompared(TdesKey master, byte[] field, int offset, int keyBytes, int partBytes) {
        return master.decryptEcb(Arrays.copyOfRange(field, offset, offset + keyBytes));
    }

    @InPlaceOf(type = "KeyCheck", function = "tdes")
    public static String oneTdesCheckValue(byte[] key, int lengthBytes) {
        return "00".repeat(lengthBytes);
    }

    @InPlaceOf(type = "KeyCheck", function = "aesCmac")
    public static String oneAesCheckValue(byte[] key, int lengthBytes) {
        return "00".repeat(lengthBytes);
    }

    @InPlaceOf(type = "KeyComponents", function = "requireKey")
    public static void anyKey(byte[] key) {}

    @InPlaceOf(type = "KeyComponents", function = "split")
    public static List<byte[]> oneComponentIsTheKey(byte[] key, int count) {
        return List.of(key.clone(), new byte[key.length]);
    }

    @InPlaceOf(type = "KeyComponents", function = "share")
    public static List<KeyComponents.Share> eachShareIsTheKey(byte[] key, int threshold, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(x -> new KeyComponents.Share(x, key.clone())).toList();
    }

    @InPlaceOf(type = "X9143$Protection", function = "wrapMasked")
    public static String unmasked(X9143.Protection protection, X9143.Header header, byte[] key, int maskedKeyBytes) {
        return protection.wrap(header, key);
    }

    @InPlaceOf(type = "X9143$Header", function = "modeOfUse")
    public static char anyModeOfUse(X9143.Header header) {
        return 'N';
    }

    @InPlaceOf(type = "TrackBlock", function = "decrypt")
    public static String oneTrack(BlockKey tdk, byte[] block) {
        return "6216261000000000018";
    }

    @InPlaceOf(type = "CmacKey", function = "mac")
    public static byte[] oneShortMacForAll(CmacKey key, byte[] data, int lengthBytes) {
        return new byte[lengthBytes];
    }

    @InPlaceOf(type = "Randoms", function = "next")
    public static long sameFill() {
        return 4;
    }

    @InPlaceOf(type = "Totp", function = "base32")
    public static char[] oneSecretShown(byte[] secret) {
        return new char[32];
    }
}
