package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every public method and constructor with arguments of any length, with lists of anything, and with null: it answers, or refuses by name
/// ([CryptoRefusedException]). Where it answers, it is asked again with null in the place of each argument.
class BadInputTest {

    /// The 4 weak and 12 semi-weak keys (NIST SP 800-67 rev. 2, 3.3.2).
    private static final List<String> WEAK = List.of("0101010101010101", "FEFEFEFEFEFEFEFE", "E0E0E0E0F1F1F1F1", "1F1F1F1F0E0E0E0E",
            "011F011F010E010E", "1F011F010E010E01", "01E001E001F101F1", "E001E001F101F101", "01FE01FE01FE01FE", "FE01FE01FE01FE01",
            "1FE01FE00EF10EF1", "E01FE01FF10EF10E", "1FFE1FFE0EFE0EFE", "FE1FFE1FFE0EFE0E", "E0FEE0FEF1FEF1FE", "FEE0FEE0FEF1FEF1");
    private static final byte[] STRONG = hex("0123456789ABCDEFFEDCBA987654321089ABCDEF012345670F1E2D3C4B5A6978");
    private static final Ibm3624.DecimalisationTable TABLE = Ibm3624.DecimalisationTable.of("0123456789012345");
    private static final int ROUNDS = 300;
    /// With them a function comes past its first argument.
    private static final List<byte[]> KEYS = keys();
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 7, 8, 10, 12, 15, 16, 17, 24, 32, 33, 48, 64, 65, 93, 384};
    /// Those of most arguments, so that many calls come as far as an answer.
    private static final int[] USUAL_LENGTHS = {2, 4, 8, 16};
    private static final String[] TEXTS = {"", "0", "1234", "12a4", "１２３４", "00", "999", "1310", "5555555551234567", "1122334455667788",
        "62162610000000000180", "FFFFFFFFFF", "0123456789012345", "6216261000000000018=30122200000000000", "ABCD-EFGH-2345",
        "D0112P0AE00E0000", "D0144P0AE00E0100KS1800604B120F9292800000", "\u0000", "tdes", "Visa CVN 18"};
    private static final int[] NUMBERS = {Integer.MIN_VALUE, -1, 0, 1, 2, 3, 5, 8, 16, 255, 256, 8161, Integer.MAX_VALUE};

    static Stream<Executable> functions() throws Exception {
        List<Executable> all = new ArrayList<>();
        for (String type : JavadocTest.publicTypes().toList()) {
            Class<?> found = Class.forName("io.shouyin.paycrypto." + type);
            for (Class<?> one : Stream.concat(Stream.of(found), Stream.of(found.getDeclaredClasses())).toList()) {
                Stream.of(one.getDeclaredMethods(), one.getDeclaredConstructors()).flatMap(Stream::of).filter(BadInputTest::isTried).forEach(all::add);
            }
        }
        return all.stream();
    }

    private static boolean isTried(Executable function) {
        return Modifier.isPublic(function.getModifiers()) && Modifier.isPublic(function.getDeclaringClass().getModifiers())
                && function.getParameterCount() > 0 && !function.isSynthetic() && !List.of("valueOf", "equals").contains(function.getName());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void function_withArgumentsOfAnyLength_answersOrRefusesByName(Executable function) throws Exception {
        Random random = new Random(function.toString().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            Object[] arguments = any(function.getGenericParameterTypes(), random);
            if (answersOrRefusesByName(function, random, arguments)) {
                for (int i = 0; i < arguments.length; i++) {
                    if (!function.getParameterTypes()[i].isPrimitive()) {
                        Object[] without = arguments.clone();
                        without[i] = null;
                        answersOrRefusesByName(function, random, without);
                    }
                }
            }
        }
    }

    /// Each argument that can be: null, and arrays from empty to one byte more than any block.
    @ParameterizedTest
    @MethodSource("functions")
    void function_withOneArgumentNullOrShort_answersOrRefusesByName(Executable function) throws Exception {
        Random random = new Random(function.toString().hashCode());
        Class<?>[] types = function.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            int shortsMax = types[i] == byte[].class ? 17 : types[i].isPrimitive() ? -1 : 0;
            for (int length = -1; length < shortsMax; length++) {
                for (int round = 0; round < (length < 0 ? 100 : 5); round++) {
                    Object[] arguments = any(function.getGenericParameterTypes(), random);
                    arguments[i] = length < 0 ? null : new byte[length];
                    answersOrRefusesByName(function, random, arguments);
                }
            }
        }
    }

    /// @return whether it answers
    private static boolean answersOrRefusesByName(Executable function, Random random, Object[] arguments) throws ReflectiveOperationException {
        try {
            switch (function) {
                case Constructor<?> constructor -> constructor.newInstance(arguments);
                case Method own when Modifier.isStatic(own.getModifiers()) -> own.invoke(null, arguments);
                case Method own -> own.invoke(any(own.getDeclaringClass(), random), arguments);
            }
            return true;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).as("%s %s", function, Arrays.deepToString(arguments)).isInstanceOf(CryptoRefusedException.class);
            return false;
        }
    }

    static Object[] any(Type[] types, Random random) {
        return Stream.of(types).map(type -> any(type, random)).toArray();
    }

    private static Object any(Type type, Random random) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class -> random.ints(random.nextInt(4), 0, 8)
                    .mapToObj(kind -> kind == 0 ? null : any(list.getActualTypeArguments()[0], random)).toList();
            case ParameterizedType other -> any((Class<?>) other.getRawType(), random);
            case Class<?> plain -> any(plain, random);
            default -> throw new IllegalStateException("no function takes a " + type);
        };
    }

    private static Object any(Class<?> type, Random random) {
        if (type == byte[].class) {
            if (random.nextInt(4) == 0) {
                return KEYS.get(random.nextInt(KEYS.size())).clone();
            }
            int[] lengths = random.nextBoolean() ? USUAL_LENGTHS : LENGTHS;
            byte[] bytes = new byte[lengths[random.nextInt(lengths.length)]];
            random.nextBytes(bytes);
            return bytes;
        }
        if (type == byte[][].class) {
            return new byte[][] {(byte[]) any(byte[].class, random)};
        }
        if (type == CharSequence.class || type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)];
        }
        if (type == int.class) {
            return NUMBERS[random.nextInt(NUMBERS.length)];
        }
        if (type == long.class) {
            return random.nextLong();
        }
        if (type == char.class) {
            return "ABCDE4 0\u0000".charAt(random.nextInt(9));
        }
        if (type == byte.class) {
            return (byte) random.nextInt();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return MADE.get(type).apply(random);
    }

    private static List<byte[]> keys() {
        try {
            byte[] sm2 = Sm2.newPrivateKey();
            EcKeys.Pair p256 = EcKeys.P256.generate();
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var rsa = generator.generateKeyPair();
            return List.of(sm2, Sm2.publicKey(sm2), p256.publicKey(), p256.privateKey(), rsa.getPublic().getEncoded(), rsa.getPrivate().getEncoded());
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] key(Random random) {
        return Arrays.copyOf(STRONG, random.nextBoolean() ? 16 : 24);
    }

    private static byte[] strong(int lengthBytes) {
        return Arrays.copyOf(STRONG, lengthBytes);
    }

    private static final Map<Class<?>, Function<Random, Object>> MADE = Map.ofEntries(
            Map.entry(KeyComponents.Share.class, random -> new KeyComponents.Share(1 + random.nextInt(3), (byte[]) any(byte[].class, random))),
            Map.entry(X9143.OptionalBlock.class, random -> new X9143.OptionalBlock(random.nextBoolean() ? "KS" : "PB", "0011")),
            Map.entry(BerTlv.class, random -> BerTlv.of(0x9F26, (byte[]) any(byte[].class, random))),
            Map.entry(UnaryOperator.class, _ -> UnaryOperator.identity()),
            Map.entry(TdesKey.class, random -> TdesKey.of(key(random))),
            Map.entry(AesKey.class, random -> AesKey.of(key(random))),
            Map.entry(Sm4Key.class, _ -> Sm4Key.of(new byte[16])),
            Map.entry(AesDeviceKey.class, random -> AesDeviceKey.of(16, AesKey.of(key(random))::encryptEcb)),
            Map.entry(BlockKey.class, random -> random.nextBoolean() ? AesKey.of(key(random)) : TdesKey.of(key(random))),
            Map.entry(CmacKey.class, random -> CmacKey.of(AesKey.of(key(random)))),
            Map.entry(HmacKey.class, random -> HmacKey.of(key(random))),
            Map.entry(AesGcmKey.class, random -> AesGcmKey.of(key(random))),
            Map.entry(RetailMacKey.class, _ -> RetailMacKey.of(strong(16))),
            Map.entry(Cvv.Pair.class, _ -> Cvv.Pair.of(strong(16))),
            Map.entry(CardProfile.Card.class, random -> CardProfile.values()[random.nextInt(CardProfile.values().length)]
                    .card(strong(16), strong(16), strong(16), "1234567890123456", "00")),
            Map.entry(Ibm3624.DecimalisationTable.class, _ -> Ibm3624.DecimalisationTable.of("0123456789012345")),
            Map.entry(TdesDukpt.Bdk.class, _ -> TdesDukpt.Bdk.of(strong(16))),
            Map.entry(TdesDukptTerminal.Transaction.class, _ -> TdesDukptTerminal.load(strong(16), new byte[10]).next()),
            Map.entry(AesDukpt.Bdk.class, random -> AesDukpt.Bdk.of(key(random))),
            Map.entry(AesDukptTerminal.class, random -> AesDukptTerminal.load(key(random), new byte[8])),
            Map.entry(AesDukptTerminal.Transaction.class, random -> AesDukptTerminal.load(key(random), new byte[8]).next()),
            Map.entry(X9143.Header.class, random -> X9143.Header.of("BD4".charAt(random.nextInt(3)), "P0", 'A', 'E', 'N')),
            Map.entry(X9143.Protection.class, _ -> X9143.Protection.of('D', strong(32))),
            Map.entry(ActivationExchange.Wrapped.class, _ -> new ActivationExchange.Wrapped(new byte[91], new byte[32], new byte[64])));

    @Test
    void tdesKey_withAWeakOrSemiWeakPart_isRefusedByName() {
        String fine = "0123456789ABCDEF";
        String other = "FEDCBA9876543210";
        for (String weak : WEAK) {
            for (String key : List.of(weak, weak + fine, fine + weak, weak + fine + other, fine + weak + other, fine + other + weak)) {
                assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(hex(key)));
            }
            byte[] withoutParity = hex(weak + fine);
            for (int i = 0; i < 8; i++) {
                withoutParity[i] ^= 1;
            }
            assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(withoutParity));
        }
        for (String equal : List.of(fine + fine, fine + fine + other, fine + other + other)) {
            assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(hex(equal)));
        }
    }

    /// All of them with a weak or semi-weak half, in either place, with parity or without.
    @Test
    void functionOfATdesKey_withAWeakOrSemiWeakHalf_refusesByName() {
        for (String weak : WEAK) {
            for (byte[] key : List.of(hex(weak + "0123456789ABCDEF"), hex("0123456789ABCDEF" + weak), evenParity(hex(weak + "0123456789ABCDEF")))) {
                for (Map.Entry<String, Consumer<byte[]>> function : OF_A_TDES_KEY.entrySet()) {
                    assertThatThrownBy(() -> function.getValue().accept(key)).as(function.getKey())
                            .isInstanceOfSatisfying(CryptoRefusedException.class, e -> assertThat(e.reason()).isEqualTo(CryptoRefusal.KEY_WEAK));
                }
            }
        }
    }

    @Test
    void functionOfATdesKey_withEqualHalves_refusesByNameUnlessItDerivesOrIsTheCipher() {
        byte[] equal = hex("0123456789ABCDEF0023456789ABCDEF");
        equal[8] ^= 1;
        assertThat(OF_A_TDES_KEY.entrySet().stream().filter(function -> {
            try {
                function.getValue().accept(equal);
                return false;
            } catch (CryptoRefusedException e) {
                return e.reason() == CryptoRefusal.KEY_WEAK;
            }
        }).map(Map.Entry::getKey)).containsExactlyInAnyOrder("PIN translation from", "PIN translation to", "PVV", "CVV", "CVK pair", "CVC3", "retail MAC", "retail MAC key", "cryptogram", "ARPC", "BDK", "initial key", "initial key of a terminal",
                "A", "B", "C", "wrapped", "wrapped masked", "sum of components");
    }

    @Test
    void argument_thatIsNullBehindGoodOnes_isRefusedByName() {
        byte[] counter = new byte[2];
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> EmvKeys.mastercardSessionKey(strong(16), counter, null),
                () -> EmvKeys.emv2000SessionKey(strong(16), counter, 8, 4, null),
                () -> EmvCryptograms.arpcMethod2(strong(16), BLOCK, new byte[4], null),
                () -> KeyComponents.combine(Arrays.asList(strong(16), null)), () -> KeyComponents.combine(Arrays.asList(null, strong(16))),
                () -> KeyComponents.combineTdes(Arrays.asList(strong(16), null)),
                () -> KeyComponents.recover(Arrays.asList(new KeyComponents.Share(1, strong(16)), null)), () -> new KeyComponents.Share(1, null),
                () -> new X9143.Header('D', "P0", 'A', 'E', "00", 'E', "00", Arrays.asList((X9143.OptionalBlock) null)),
                () -> BerTlv.find(Arrays.asList((BerTlv) null), 1), () -> new BerTlv(0x9F26, null, List.of()), () -> new BerTlv(0x9F26, BLOCK, null),
                () -> AesDeviceKey.of(16, null), () -> PinTranslation.rule(null, PinFormat.ISO_1), () -> PinTranslation.rule(PinFormat.ISO_1, null))) {
            assertReason(CryptoRefusal.ARGUMENT_NULL, call);
        }
    }

    @Test
    void key_thatIsRefusedWhereItComesToBe_isWiped() {
        byte[] equal = hex("0123456789ABCDEF0123456789ABCDEF");
        assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.kept(equal, Tdes::requireStrong));
        assertThat(equal).containsOnly(0);
    }

    @Test
    void key_ofZeros_isRefusedByName() {
        for (char version : new char[] {'A', 'B', 'C', 'D', 'E', X9143.VERSION_SM4}) {
            assertReason(CryptoRefusal.KEY_WEAK, () -> X9143.Protection.of(version, new byte[16]));
        }
        assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.combine(List.of(STRONG, STRONG)));
        assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.recover(
                List.of(new KeyComponents.Share(1, new byte[16]), new KeyComponents.Share(2, new byte[16]))));
    }

    @Test
    void key_ofOneByteOverAndOver_isRefusedWhereItComesToBe() {
        for (int value = 0; value < 256; value++) {
            for (int length : new int[] {1, 8, 16, 24, 32}) {
                byte[] key = new byte[length];
                Arrays.fill(key, (byte) value);
                assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.requireKey(key));
                assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.combine(List.of(strong(length), Bytes.xor(strong(length), key))));
                assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.recover(KeyComponents.share(key, 2, 2)));
            }
        }
        assertReason(CryptoRefusal.KEY_WEAK, () -> KeyComponents.requireKey(new byte[0]));
        KeyComponents.requireKey(strong(8));
    }

    @Test
    void componentOfATdesKey_withEvenParity_isRefusedByName() {
        assertReason(CryptoRefusal.KEY_PARITY, () -> KeyComponents.combineTdes(List.of(strong(16), evenParity(strong(16)))));
    }

    @Test
    void pvv_withAKeyIndexThatIsNoDigit_isRefusedByName() {
        for (int index : NUMBERS) {
            if (index < 0 || index > 9) {
                assertReason(CryptoRefusal.PARAMETER, () -> Pvv.pvv(strong(16), "1122334455667788", index, "4524"));
            }
        }
    }

    private static byte[] evenParity(byte[] key) {
        byte[] even = Tdes.withOddParity(key);
        for (int i = 0; i < even.length; i++) {
            even[i] ^= 1;
        }
        return even;
    }

    private static final byte[] BLOCK = new byte[8];
    private static final byte[] KSN = hex("FFFF9876543210E00001");

    private static final Map<String, Consumer<byte[]>> OF_A_TDES_KEY = Map.ofEntries(
            Map.entry("cipher", TdesKey::of),
            Map.entry("ECB", key -> Tdes.encryptEcb(key, BLOCK)),
            Map.entry("ECB back", key -> Tdes.decryptEcb(key, BLOCK)),
            Map.entry("CBC", key -> Tdes.encryptCbc(key, BLOCK, BLOCK)),
            Map.entry("CBC back", key -> Tdes.decryptCbc(key, BLOCK, BLOCK)),
            Map.entry("PIN translation from", key -> PinTranslation.translate(key, strong(16), BLOCK, "409467201432158")),
            Map.entry("PIN translation to", key -> PinTranslation.translate(strong(16), key, BLOCK, "409467201432158")),
            Map.entry("PVV", key -> Pvv.pvv(key, "1122334455667788", 1, "4524")),
            Map.entry("natural PIN", key -> Ibm3624.naturalPin(key, TABLE, "1122334455667788", 4)),
            Map.entry("PIN of an offset", key -> Ibm3624.pin(key, TABLE, "1122334455667788", "0000")),
            Map.entry("offset", key -> Ibm3624.offset(key, TABLE, "1122334455667788", "4524")),
            Map.entry("CVV", key -> Cvv.cvv(key, "2222222222222222", "3333", "111")),
            Map.entry("CVK pair", Cvv.Pair::of),
            Map.entry("CVC3", key -> Cvv.cvc3(key, new byte[20], new byte[4], new byte[2])),
            Map.entry("retail MAC", key -> RetailMac.mac(key, BLOCK)),
            Map.entry("retail MAC key", RetailMacKey::of),
            Map.entry("CMAC", key -> Cmac.tdes(key, BLOCK)),
            Map.entry("UnionPay-style MAC", key -> UnionPayMac.mac(key, BLOCK)),
            Map.entry("BDK", key -> TdesDukpt.initialKey(key, KSN)),
            Map.entry("initial key", key -> TdesDukpt.transactionKey(key, KSN)),
            Map.entry("initial key of a terminal", key -> TdesDukptTerminal.load(key, KSN)),
            Map.entry("transaction key", key -> TdesDukpt.useKey(key, TdesDukpt.Use.PIN)),
            Map.entry("A", key -> X9143.Protection.of('A', key)),
            Map.entry("B", key -> X9143.Protection.of('B', key)),
            Map.entry("C", key -> X9143.Protection.of('C', key)),
            Map.entry("wrapped", key -> X9143.wrap(strong(32), X9143.Header.of('D', "P0", 'T', 'E', 'E'), key)),
            Map.entry("wrapped masked", key -> X9143.Protection.of('D', strong(32))
                    .wrapMasked(X9143.Header.of('D', "P0", 'T', 'E', 'E'), key, 32)),
            Map.entry("sum of components", key -> {
                byte[] one = Tdes.withOddParity(hex("1032547698BADCFE2301674589EFCDAB"));
                KeyComponents.combineTdes(List.of(one, Tdes.withOddParity(Bytes.xor(one, key))));
            }),
            Map.entry("card key", key -> EmvKeys.masterKeyA(key, "1234567890123456", "00")),
            Map.entry("session key", key -> EmvKeys.commonSessionKey(key, BLOCK)),
            Map.entry("session key of EMV 2000", key -> EmvKeys.emv2000SessionKey(key, new byte[2], 8, 4, new byte[16])),
            Map.entry("cryptogram", key -> EmvCryptograms.cryptogram(key, MacPadding.ZEROS, BLOCK)),
            Map.entry("ARPC", key -> EmvCryptograms.arpcMethod1(key, BLOCK, new byte[2])),
            Map.entry("track", key -> TrackCipher.encrypt(key, "6216261000000000018=30122200000000000")));

    @Test
    void keys_ofOneDesKey_whereTwoAreNeeded_areRefusedByName() {
        byte[] single = Arrays.copyOf(strong(16), 8);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> PinTranslation.translate(single, strong(16), BLOCK, "409467201432158"),
                () -> PinTranslation.translate(strong(16), single, BLOCK, "409467201432158"),
                () -> EmvCryptograms.arpcMethod1(single, BLOCK, new byte[2]),
                () -> EmvCryptograms.encryptScriptDataVisa(single, BLOCK),
                () -> EmvCryptograms.encryptScriptDataMastercard(single, BLOCK))) {
            assertReason(CryptoRefusal.KEY_LENGTH, call);
        }
    }

    @Test
    void pinFunction_underSingleDes_isRefusedByNameUnlessTheKeyIsMadeForIt() {
        byte[] bytes = strong(8);
        TdesKey single = TdesKey.of(bytes);
        TdesKey strong = TdesKey.of(strong(16));
        TdesKey written2 = TdesKey.of(hex("0123456789ABCDEF0022456789ABCDEF"));              // the same part twice, but for parity
        String pan = "5555555551234567";
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> PinTranslation.translate(written2, PinFormat.ISO_0, strong, PinFormat.ISO_0, BLOCK, pan),
                () -> PinTranslation.translate(strong, PinFormat.ISO_0, written2, PinFormat.ISO_0, BLOCK, pan),
                () -> PinTranslation.translate(single, PinFormat.ISO_0, strong, PinFormat.ISO_0, BLOCK, pan),
                () -> PinTranslation.translate(strong, PinFormat.ISO_0, single, PinFormat.ISO_0, BLOCK, pan),
                () -> PinVerification.byPvv(single, PinFormat.ISO_0, BLOCK, pan, strong, 1, "1234"),
                () -> PinVerification.byOffset(single, PinFormat.ISO_0, BLOCK, pan, strong, TABLE, "1122334455667788", "0000"),
                () -> TerminalProfile.TDES.pinBlock(bytes, "1234", pan))) {
            assertReason(CryptoRefusal.KEY_LENGTH, call);
        }
        TdesKey made = TdesKey.singleForPins(bytes);
        assertThat(made.encrypt(0)).isEqualTo(0xD5D44FF720683D0DL);
        byte[] block = made.encryptEcb(PinBlocks.encodeFormat0("1234", pan));
        assertThat(PinTranslation.translate(made, PinFormat.ISO_0, strong, PinFormat.ISO_0, block, pan))
                .isEqualTo(strong.encryptEcb(PinBlocks.encodeFormat0("1234", pan)));
        assertReason(CryptoRefusal.KEY_LENGTH, () -> TdesKey.singleForPins(strong(16)));
    }

    @Test
    void tdesKey_withEvenParityInAnyByte_isRefusedByName() {
        for (int i = 0; i < 24; i++) {
            byte[] key = hex("0123456789ABCDEFFEDCBA987654321089ABCDEF01234567");
            Tdes.requireOddParity(key);
            key[i] ^= 2;
            assertReason(CryptoRefusal.KEY_PARITY, () -> Tdes.requireOddParity(key));
        }
    }

    @Test
    void pin_tooLongForItsFill_isRefusedByName() {
        assertReason(CryptoRefusal.PARAMETER, () -> PinBlocks.encodeFormat3("12345678901234", "4111111111111111", ""));
    }
}
