package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever holds a key refuses by name once it is closed, also if that happens while it works: it never answers under zeros.
class ClosedKeyTest {

    private static final byte[] KEY = hex("0123456789ABCDEFFEDCBA9876543210");
    private static final byte[] KSN = hex("FFFF9876543210E00001");
    private static final byte[] AES_KSN = hex("123456789012345600000001");
    /// What tells nothing that a key is needed for.
    private static final Set<String> WITHOUT_A_KEY =
            Set.of("close", "toString", "blockBytes", "ksn", "header", "profile", "settings", "hasTdk", "publicKey");
    private static final String BLOCK = X9143.wrap(KEY, X9143.Header.of('D', "P0", 'A', 'E', 'E'), KEY);
    private static final int CALLS = 300;

    private static final Map<Class<?>, Supplier<AutoCloseable>> HOLDERS = Map.ofEntries(
            Map.entry(TdesKey.class, () -> TdesKey.of(KEY)),
            Map.entry(AesKey.class, () -> AesKey.of(KEY)),
            Map.entry(AesSoftKey.class, () -> AesSoftKey.of(KEY)),
            Map.entry(AesDeviceKey.class, () -> AesDeviceKey.of(16, AesKey.of(KEY)::encryptEcb)),
            Map.entry(Sm4Key.class, () -> Sm4Key.of(KEY)),
            Map.entry(CmacKey.class, () -> CmacKey.of(AesKey.of(KEY))),
            Map.entry(HmacKey.class, () -> HmacKey.of(KEY)),
            Map.entry(AesGcmKey.class, () -> AesGcmKey.of(KEY)),
            Map.entry(RetailMacKey.class, () -> RetailMacKey.of(KEY)),
            Map.entry(Cvv.Pair.class, () -> Cvv.Pair.of(KEY)),
            Map.entry(CardProfile.Card.class, () -> CardProfile.VISA_18.card(KEY, KEY, KEY, "1234567890123456", "00")),
            Map.entry(EcKeys.Pair.class, EcKeys.P256::generate),
            Map.entry(TdesDukpt.Bdk.class, () -> TdesDukpt.Bdk.of(KEY)),
            Map.entry(TdesDukptTerminal.class, () -> TdesDukptTerminal.load(KEY, KSN)),
            Map.entry(TdesDukptTerminal.Transaction.class, () -> TdesDukptTerminal.load(KEY, KSN).next()),
            Map.entry(AesDukpt.Bdk.class, () -> AesDukpt.Bdk.of(KEY)),
            Map.entry(AesDukptTerminal.class, () -> AesDukptTerminal.load(KEY, new byte[8])),
            Map.entry(AesDukptTerminal.Transaction.class, () -> AesDukptTerminal.load(KEY, new byte[8]).next()),
            Map.entry(X9143.Protection.class, () -> X9143.Protection.of('D', KEY)),
            Map.entry(X9143.Unwrapped.class, () -> X9143.unwrap(KEY, BLOCK)),
            Map.entry(ActivationExchange.Loaded.class, ClosedKeyTest::loaded),
            Map.entry(WorkingKeyField.Keys.class, () -> WorkingKeyField.parse(KEY, WorkingKeyField.build(KEY, KEY, KEY, KEY))));

    @Test
    void holders_ofThisTest_areAllThereAre() throws Exception {
        List<Class<?>> found = new ArrayList<>();
        for (String type : Stream.concat(JavadocTest.publicTypes(), Stream.of("AesSoftKey")).toList()) {
            Class<?> top = Class.forName("io.shouyin.paycrypto." + type);
            Stream.concat(Stream.of(top), Arrays.stream(top.getDeclaredClasses()))
                    .filter(one -> AutoCloseable.class.isAssignableFrom(one) && !one.isInterface()).forEach(found::add);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(HOLDERS.keySet());
    }

    static Set<Class<?>> holders() {
        return HOLDERS.keySet();
    }

    /// Each of its functions with any arguments, twice closed.
    @ParameterizedTest
    @MethodSource("holders")
    void holder_thatIsClosed_neverAnswersAndRefusesByName(Class<?> type) throws Exception {
        Random random = new Random(1);
        AutoCloseable closed = HOLDERS.get(type).get();
        closed.close();
        closed.close();
        Set<CryptoRefusal> reasons = EnumSet.noneOf(CryptoRefusal.class);
        for (Method function : functions(type)) {
            function.setAccessible(true);
            for (int i = 0; i < CALLS; i++) {
                try {
                    Object answer = function.invoke(closed, BadInputTest.any(function, random));
                    assertThat(answer).as("%s", function).isEqualTo(new byte[0]);
                } catch (InvocationTargetException e) {
                    assertThat(e.getCause()).as("%s", function).isInstanceOfSatisfying(CryptoRefusedException.class,
                            refused -> reasons.add(refused.reason()));
                }
            }
        }
        assertThat(reasons).contains(CryptoRefusal.KEY_CLOSED);
    }

    private static List<Method> functions(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !WITHOUT_A_KEY.contains(method.getName())).toList();
    }

    /// Each work that many threads may do with one key, as text.
    private static final Map<Class<?>, Function<AutoCloseable, Object>> WORK = Map.of(
            X9143.Protection.class, key -> ((X9143.Protection) key).unwrap(BLOCK).header(),
            AesKey.class, key -> Bytes.hex(((AesKey) key).encryptEcb(new byte[16])),
            TdesKey.class, key -> ((TdesKey) key).encrypt(1),
            Sm4Key.class, key -> Bytes.hex(((Sm4Key) key).encryptEcb(new byte[16])),
            CmacKey.class, key -> Bytes.hex(((CmacKey) key).mac(new byte[20])),
            HmacKey.class, key -> Bytes.hex(((HmacKey) key).mac(new byte[20])),
            AesGcmKey.class, key -> Bytes.hex(((AesGcmKey) key).open(new byte[12], AesGcm.seal(KEY, new byte[12], new byte[4], new byte[0]), new byte[0])),
            RetailMacKey.class, key -> Bytes.hex(((RetailMacKey) key).mac(MacPadding.ZEROS, new byte[20])),
            Cvv.Pair.class, key -> ((Cvv.Pair) key).cvv("2222222222222222", "3333", "111"),
            AesDukpt.Bdk.class, key -> ((AesDukpt.Bdk) key).useKey(AES_KSN, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128).encryptEcb(KEY)[0]);

    @Test
    void key_thatIsClosedWhileItWorks_answersRightOrRefusesByName() throws Exception {
        for (Map.Entry<Class<?>, Function<AutoCloseable, Object>> work : WORK.entrySet()) {
            Object right;
            try (AutoCloseable open = HOLDERS.get(work.getKey()).get()) {
                right = work.getValue().apply(open);
            }
            for (int round = 0; round < 200; round++) {
                AutoCloseable key = HOLDERS.get(work.getKey()).get();
                Thread closing = Thread.ofPlatform().start(() -> close(key));
                assertReason(CryptoRefusal.KEY_CLOSED, () -> {
                    while (true) {
                        assertThat(work.getValue().apply(key)).isEqualTo(right);
                    }
                });
                closing.join();
            }
        }
    }

    private static void close(AutoCloseable key) {
        try {
            key.close();
        } catch (Exception e) {
            throw new IllegalStateException("a key closes without a word", e);
        }
    }

    private static ActivationExchange.Loaded loaded() {
        try (EcKeys.Pair device = EcKeys.P256.generate()) {
            byte[] nonce = ActivationExchange.newNonce();
            byte[] codeKey = ActivationExchange.codeKey("ABCDEFGH2345", "SN-0001");
            ActivationExchange.Wrapped answer = ActivationExchange.wrap(codeKey, "SN-0001", device.publicKey(), nonce, TerminalProfile.TDES, KEY,
                    new byte[32], "{}".getBytes(StandardCharsets.UTF_8));
            return ActivationExchange.unwrap("ABCDEFGH2345", "SN-0001", device.privateKey(), device.publicKey(), nonce, answer);
        }
    }
}
