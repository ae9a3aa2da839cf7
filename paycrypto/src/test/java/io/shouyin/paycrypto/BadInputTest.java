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
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
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
    /// Arguments that may be null: a card's sequence number, the current PIN where a card does not ask for it, a TDK.
    private static final Set<String> OPTIONAL = Set.of("EmvKeys panSequence", "CardProfile panSequence", "EmvCryptograms currentPin",
            "Card currentPin", "WorkingKeyField tdk");
    /// With them a function comes past its first argument.
    private static final List<byte[]> KEYS = keys();
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 7, 8, 10, 12, 15, 16, 17, 24, 32, 33, 48, 64, 65, 93, 384};
    /// Those of most arguments, so that many calls come as far as an answer.
    private static final int[] USUAL_LENGTHS = {2, 4, 8, 16};
    private static final String[] TEXTS = {"", "0", "1234", "12a4", "１２３４", "00", "999", "1310", "5555555551234567", "1122334455667788",
        "62162610000000000180", "FFFFFFFFFF", "0123456789012345", "6216261000000000018=30122200000000000", "ABCD-EFGH-2345",
        "D0112P0AE00E0000", "D0144P0AE00E0100KS1800604B120F9292800000", "\u0000", "tdes", "Visa CVN 18", "viſa cvn 18", "ABCDEFGHſſſſ"};
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
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Object[] arguments = any(function, random);
            Object instance = instance(function, random);
            if (answersOrRefusesByName(function, instance, arguments)) {
                answered++;
                refusesWhatIsMissing(function, instance, arguments);
            }
        }
        assertThat(answered > 0 || GOOD.stream().anyMatch(call -> call.function().equals(function)) || NEVER_ANSWERS.contains(function.getName())).isTrue();
    }

    @ParameterizedTest
    @FieldSource("GOOD")
    void function_ofAGoodCallWithoutOneArgument_refusesByName(Call call) throws Exception {
        assertThat(answersOrRefusesByName(call.function(), call.instance(), call.arguments())).as("%s", call.function()).isTrue();
        refusesWhatIsMissing(call.function(), call.instance(), call.arguments());
    }

    /// Each argument of a call that was answered, and each element of a list or of variable arguments.
    private static void refusesWhatIsMissing(Executable function, Object instance, Object[] answered) throws ReflectiveOperationException {
        for (int i = 0; i < answered.length; i++) {
            for (Object missing : missing(answered[i])) {
                Object[] without = answered.clone();
                without[i] = missing;
                boolean optional = missing == null
                        && OPTIONAL.contains(function.getDeclaringClass().getSimpleName() + " " + function.getParameters()[i].getName());
                assertThat(optional || !answersOrRefusesByName(function, instance, without)).as("%s without argument %d", function, i).isTrue();
            }
        }
    }

    private static List<Object> missing(Object argument) {
        return switch (argument) {
            case Number _, Character _, Boolean _ -> List.of();
            case byte[][] parts -> Arrays.asList(null, withNull(parts));
            case List<?> list -> Arrays.asList(null, Arrays.asList(withNull(list.toArray())));
            case null, default -> Collections.singletonList(null);
        };
    }

    private static <T> T[] withNull(T[] elements) {
        return Arrays.copyOf(elements, elements.length + 1);
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
                    Object[] arguments = any(function, random);
                    arguments[i] = length < 0 ? null : new byte[length];
                    answersOrRefusesByName(function, instance(function, random), arguments);
                }
            }
        }
    }

    /// @return whether it answers
    private static boolean answersOrRefusesByName(Executable function, Object instance, Object[] arguments) throws ReflectiveOperationException {
        try {
            switch (function) {
                case Constructor<?> constructor -> constructor.newInstance(arguments);
                case Method own -> own.invoke(instance, arguments);
            }
            return true;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).as("%s %s", function, Arrays.deepToString(arguments)).isInstanceOf(CryptoRefusedException.class);
            return false;
        }
    }

    /// What a function is of; null for a constructor and a static one.
    private static Object instance(Executable function, Random random) {
        return function instanceof Method && !Modifier.isStatic(function.getModifiers()) ? any(function.getDeclaringClass(), random) : null;
    }

    /// Mostly of the form that a parameter of that name has, so that many calls come as far as an answer.
    static Object[] any(Executable function, Random random) {
        return Stream.of(function.getParameters()).map(parameter -> random.nextInt(8) == 0 || !USUAL.containsKey(usual(parameter))
                ? any(parameter.getParameterizedType(), random) : USUAL.get(usual(parameter)).apply(random)).toArray();
    }

    private static String usual(Parameter parameter) {
        return parameter.getType().getSimpleName().replace("CharSequence", "String") + " " + parameter.getName();
    }

    private static final Map<String, Function<Random, Object>> USUAL = Stream.of(
            texts("pan 5242999381519586", "expiry 3012", "serviceCode 101", "cvv 361", "pvv 2765", "atc 001C", "validationData 0000299938151958",
                    "offset 1087", "pin 1234", "panSequence 00", "code ABCDEFGH2345", "messageType 0200", "merchant 104110053110001",
                    "terminal 00000001", "batch 000001", "trace 000002", "fill FFFFFFFFFF"),
            bytes("atc", 2), bytes("unpredictableNumber", 4), bytes("arqc", 8), bytes("cardStatusUpdate", 4), bytes("responseCode", 2),
            bytes("ksn", 10, 12), bytes("initialKeyId", 8), bytes("nonce", 12, 32), bytes("hostNonce", 32), bytes("iv", 8, 16), bytes("tck", 32),
            bytes("tmk", 16), bytes("key", 16), bytes("cardKey", 16), bytes("issuerMasterKey", 16), bytes("sessionKey", 16),
            bytes("pvkPair", 16), bytes("cvkPair", 16), bytes("cardPair", 16), bytes("pvk", 16), bytes("bdk", 16), bytes("kbpk", 16, 32),
            bytes("initialKey", 16), bytes("derivationKey", 16), bytes("random", 8), bytes("block", 8, 16), bytes("pik", 16), bytes("mak", 16),
            bytes("cryptogram", 16), bytes("integrity", 16), bytes("confidentiality", 16))
            .flatMap(map -> map.entrySet().stream()).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private static Map<String, Function<Random, Object>> texts(String... namesAndValues) {
        return Stream.of(namesAndValues).map(one -> one.split(" ")).collect(Collectors.toMap(one -> "String " + one[0], one -> _ -> one[1]));
    }

    private static Map<String, Function<Random, Object>> bytes(String name, int... lengths) {
        return Map.of("byte[] " + name, random -> {
            byte[] bytes = new byte[lengths[random.nextInt(lengths.length)]];
            random.nextBytes(bytes);
            return bytes;
        });
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

    /// Of which but the first is out of order.
    private static final List<UnaryOperator<byte[]>> DEVICES =
            List.of(AesKey.of(strong(32))::encryptEcb, _ -> null, _ -> new byte[0], _ -> new byte[15], _ -> new byte[17]);

    private static final Map<Class<?>, Function<Random, Object>> MADE = Map.ofEntries(
            Map.entry(KeyComponents.Share.class, random -> new KeyComponents.Share(1 + random.nextInt(3), (byte[]) any(byte[].class, random))),
            Map.entry(X9143.OptionalBlock.class, random -> new X9143.OptionalBlock(random.nextBoolean() ? "KS" : "PB", "0011")),
            Map.entry(BerTlv.class, random -> BerTlv.of(0x9F26, (byte[]) any(byte[].class, random))),
            Map.entry(UnaryOperator.class, random -> DEVICES.get(random.nextInt(DEVICES.size()))),
            Map.entry(TdesKey.class, random -> TdesKey.of(key(random))),
            Map.entry(AesKey.class, random -> AesKey.of(key(random))),
            Map.entry(Sm4Key.class, _ -> Sm4Key.of(new byte[16])),
            Map.entry(AesDeviceKey.class, random -> AesDeviceKey.of(16, DEVICES.get(random.nextInt(DEVICES.size())))),
            Map.entry(BlockKey.class, random -> switch (random.nextInt(3)) {
                case 0 -> AesKey.of(key(random));
                case 1 -> AesSoftKey.of(key(random));
                default -> TdesKey.of(key(random));
            }),
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

    /// An answer of these depends on more than the forms of their arguments.
    private static final List<Call> GOOD = good();
    /// A device only encrypts.
    private static final List<String> NEVER_ANSWERS = List.of("decrypt");

    record Call(Executable function, Object instance, Object... arguments) {

        static Call of(Class<?> type, String name, Object... arguments) {
            return on(type, null, name, arguments);
        }

        static Call on(Object instance, String name, Object... arguments) {
            return on(instance.getClass(), instance, name, arguments);
        }

        private static Call on(Class<?> type, Object instance, String name, Object... arguments) {
            return Stream.of(type.getMethods()).filter(method -> method.getName().equals(name) && fits(method, arguments))
                    .map(method -> new Call(method, instance, arguments)).findFirst().orElseThrow();
        }

        private static boolean fits(Method method, Object[] arguments) {
            Class<?>[] types = method.getParameterTypes();
            return types.length == arguments.length && IntStream.range(0, types.length)
                    .allMatch(i -> types[i].isPrimitive() ? !(arguments[i] instanceof byte[]) : types[i].isInstance(arguments[i]));
        }

        @Override
        public String toString() {
            return function.toString();
        }
    }

    private static List<Call> good() {
        String pan = "5242999381519586";
        byte[] key = strong(16);
        TdesKey tdes = TdesKey.of(key);
        AesKey aes = AesKey.of(key);
        AesGcmKey gcm = AesGcmKey.of(key);
        byte[] nonce = new byte[12];
        byte[] sealed = gcm.seal(nonce, key, key);
        byte[] tck = strong(32);
        byte[] value = SealedValue.seal(tck, nonce, key, key);
        byte[] sm2 = KEYS.get(0);
        byte[] sm2Public = KEYS.get(1);
        byte[] ec = KEYS.get(3);
        byte[] ecPublic = KEYS.get(2);
        byte[] format0 = PinBlocks.encodeFormat0("1234", pan);
        byte[] raw = hex("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433");
        byte[] activation = new byte[32];
        byte[] codeKey = ActivationExchange.codeKey("ABCDEFGH2345", "SN-0001");
        byte[] field = WorkingKeyField.build(key, key, key, key);
        byte[] blocks = WorkingKeyBlocks.build(TerminalProfile.AES, WorkingKeyBlocks.master(TerminalProfile.AES, tck), key, key, key);
        X9143.Header header = X9143.Header.of('D', "P0", 'A', 'E', 'E');
        X9143.Protection protection = X9143.Protection.of('D', key);
        String block = protection.wrap(header, key);
        String track = "6216261000000000018=30122200000000000";
        byte[] odd = Tdes.withOddParity(key);
        return List.of(
                Call.of(ActivationExchange.class, "wrap", codeKey, "SN-0001", ecPublic, activation, TerminalProfile.TDES, key, tck, key),
                Call.of(ActivationExchange.class, "unwrap", "ABCDEFGH2345", "SN-0001", ec, ecPublic, activation, ActivationExchange.wrap(codeKey,
                        "SN-0001", ecPublic, activation, TerminalProfile.TDES, key, tck, key)),
                Call.of(AesGcm.class, "open", key, nonce, sealed, key), Call.on(gcm, "open", nonce, sealed, key),
                Call.on(gcm, "openWithNonce", gcm.sealWithNonce(key, key), key),
                Call.of(EcEnvelope.class, "open", ec, ecPublic, "about", EcEnvelope.seal(ecPublic, "about", key)),
                Call.on(EcKeys.P256, "agree", ec, ecPublic), Call.on(EcKeys.P256, "agreeRaw", raw, EcKeys.P256.publicPoint(raw)),
                Call.of(KeyComponents.class, "combineTdes", List.of(odd, hex("10".repeat(16)))),
                Call.of(PinBlocks.class, "decodeFormat0", format0, pan), Call.of(PinBlocks.class, "decodeFormat1", PinBlocks.encodeFormat1("1234")),
                Call.of(PinBlocks.class, "decodeFormat2", PinBlocks.encodeFormat2("1234")),
                Call.of(PinBlocks.class, "decodeFormat3", PinBlocks.encodeFormat3("1234", pan), pan),
                Call.of(PinBlocks.class, "decodeFormat4PinField", PinBlocks.format4PinField("1234", new byte[8])),
                Call.of(PinBlocks.class, "decipherFormat4", aes, PinBlocks.encipherFormat4(aes, "1234", pan), pan),
                Call.of(PinBlocks.class, "decodeCn16", PinBlocks.encodeCn16("1234", pan), pan),
                Call.of(PinTranslation.class, "translate", tdes, PinFormat.ISO_0, tdes, PinFormat.ISO_0, tdes.encryptEcb(format0), pan),
                Call.of(PinTranslation.class, "translate", key, key, tdes.encryptEcb(format0), pan),
                Call.of(PinVerification.class, "byPvv", tdes, PinFormat.ISO_1, new byte[8], pan, tdes, 1, "2765"),
                Call.of(PinVerification.class, "byOffset", tdes, PinFormat.ISO_1, new byte[8], pan, tdes, TABLE, "0000299938151958", "1087"),
                Call.of(RsaBlocks.class, "decryptOaep", KEYS.get(5), RsaBlocks.encryptOaep(KEYS.get(4), key)),
                Call.of(SealedValue.class, "open", tck, value, key), Call.of(SealedValue.class, "open", AesGcmKey.of(tck), value, key),
                Call.of(Sm2.class, "decrypt", sm2, Sm2.encrypt(sm2Public, key)),
                Call.of(Sm2.class, "agree", true, sm2, sm2, key, sm2Public, sm2Public, key, 16),
                Call.on(TerminalProfile.TDES, "workingKeys", key, field), Call.of(WorkingKeyField.class, "parse", key, field),
                Call.of(WorkingKeyBlocks.class, "parse", TerminalProfile.AES, tck, blocks),
                Call.of(TrackBlock.class, "decrypt", aes, TrackBlock.encrypt(aes, track)),
                Call.of(TrackCipher.class, "decrypt", key, TrackCipher.encrypt(key, track)),
                Call.of(TrackCipher.class, "decrypt", tdes, TrackCipher.encrypt(key, track)),
                Call.of(X9143.class, "unwrap", key, block), Call.on(protection, "unwrap", block),
                Call.on(protection, "wrap", header, key, new byte[14]),
                Call.of(X9143.Header.class, "of", 'D', "P0", 'A', 'E', 'E'),
                new Call(X9143.Header.class.getConstructors()[0], null, 'D', "P0", 'A', 'E', "00", 'E', "00", List.of()));
    }

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
                () -> EmvKeys.mastercardSessionKey(strong(16), counter, null), () -> HmacSha256.mac(strong(16), (byte[]) null),
                () -> HmacKey.of(strong(16)).mac((byte[]) null), () -> Totp.match(strong(16), null, 1),
                () -> new ActivationExchange.Wrapped(new byte[91], new byte[32], null),
                () -> SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", null, 1),
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
    void argument_thatIsEmptyZeroOrOfForeignLetters_isRefusedByName() {
        assertReason(CryptoRefusal.KEY_LENGTH, () -> KeyComponents.split(new byte[0], 2));
        assertReason(CryptoRefusal.KEY_LENGTH, () -> KeyComponents.share(new byte[0], 2, 2));
        for (int tag : new int[] {0, 0x9F, 0x1F00, 0x9F8080, 0x9F2601}) {
            assertReason(CryptoRefusal.TLV, () -> BerTlv.of(tag, BLOCK));
            assertReason(CryptoRefusal.TLV, () -> new BerTlv(tag, BLOCK, List.of()));
        }
        assertReason(CryptoRefusal.PARAMETER, () -> ActivationExchange.normalised("ABCDEFGHſſſſ"));
        assertReason(CryptoRefusal.PARAMETER, () -> CardProfile.named("Viſa CVN 18"));
        assertReason(CryptoRefusal.PARAMETER, () -> SealedValue.additionalData("0200", "10411005311000é", "00000001", "000001", "000002", 1));
    }

    @Test
    void deviceKey_whoseDeviceAnswersNoBlock_isRefusedByName() {
        for (UnaryOperator<byte[]> device : DEVICES.subList(1, DEVICES.size())) {
            assertReason(CryptoRefusal.DATA_LENGTH, () -> AesDeviceKey.of(16, device).encryptEcb(new byte[16]));
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
