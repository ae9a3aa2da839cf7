package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.paycrypto.X9143;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The security module inside this process. It is software: the keys are in this process's memory while they are used.
///
/// It opens with known-answer tests; if one fails, every command is refused with
/// [VaultRefusal#VAULT_SELF_TEST_FAILED]. Unwrapped keys are kept ready in a bounded cache and wiped when they leave it.
/// Any number of threads may call it.
///
/// Refusals are `Fault`s with the codes of [VaultRefusal]. A wrong use of a key is logged with both purposes, never
/// with the block.
public final class SoftSecurityModule implements SecurityModule, AutoCloseable {

    public static final int CACHED_KEYS_MAX = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(SoftSecurityModule.class);
    private static final byte SEALED_VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int INITIAL_TRIES_MAX = 10_000;
    /// Keeps what the vault seals for itself apart from what callers seal.
    private static final byte BOUND_BY_CALLER = 0;
    private static final byte BOUND_TO_ACTIVATION = 1;

    private final LocalMasterKey lmk;
    private final KeyCache cache;
    private final Optional<String> failedSelfTest;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    /// Runs the self-test and opens.
    ///
    /// @param lmk closed together with this
    public SoftSecurityModule(LocalMasterKey lmk) {
        this(lmk, CACHED_KEYS_MAX, SelfTest.all());
    }

    SoftSecurityModule(LocalMasterKey lmk, int cachedKeysMax, List<SelfTest> selfTests) {
        this.lmk = lmk;
        this.cache = new KeyCache(cachedKeysMax, this::unwrapped);
        this.failedSelfTest = SelfTest.firstFailure(selfTests);
        failedSelfTest.ifPresent(name -> LOG.error("the self-test of {} failed: the vault stays closed", name));
    }

    /// The name of the known-answer test that failed, if one did.
    public Optional<String> failedSelfTest() {
        return failedSelfTest;
    }

    /// Runs the known-answer tests, without a vault: each algorithm, and whether its answer was the known one.
    public static Map<String, Boolean> selfTest() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        SelfTest.all().forEach(test -> results.put(test.name(), test.passes()));
        return results;
    }

    /// How many unwrapped keys are kept ready.
    public int cachedKeys() {
        return cache.size();
    }

    /// Wipes every key.
    @Override
    public void close() {
        closed = true;
        cache.clear();
        lmk.close();
    }

    // Keys

    @Override
    public KeyBlock generate(KeyPurpose purpose) {
        requireOpen();
        byte[] key = freshKey(KeyTemplate.of(purpose), KeyTemplate.of(purpose).lengthBytes());
        return wrapped(purpose, key);
    }

    @Override
    public KeyBlock combine(KeyPurpose purpose, List<Secret> componentsHex) {
        requireOpen();
        KeyTemplate template = KeyTemplate.of(purpose);
        byte[] key = null;
        byte[] sum = null;
        try {
            requireComponents(componentsHex.size() == 2 || componentsHex.size() == 3);
            for (Secret component : componentsHex) {
                byte[] part = componentBytes(component);
                boolean fits = template.lengthsBytes().contains(part.length) && (sum == null || sum.length == part.length);
                if (fits && sum != null) {
                    for (int i = 0; i < part.length; i++) {
                        sum[i] ^= part[i];
                    }
                    wipe(part);
                } else if (fits) {
                    sum = part;
                }
                requireComponents(fits);
            }
            key = template.isTdes() ? Tdes.withOddParity(sum) : sum.clone();
            if (template.isTdes()) {
                Tdes.requireStrong(key);
            }
            requireComponents(!isZero(key));
            return wrapped(purpose, key);
        } catch (CryptoRefusedException e) {
            throw refusal(VaultRefusal.KEY_COMPONENTS_REFUSED);
        } finally {
            wipe(sum);
            wipe(key);
        }
    }

    @Override
    public KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose) {
        return use(kek, Set.of(KeyPurpose.ZONE_MASTER), "receive", entry -> {
            KeyTemplate template = KeyTemplate.of(purpose);
            try (X9143.Unwrapped foreign = wrapping(entry).unwrap(foreignBlock)) {
                byte[] key = foreign.key();
                try {
                    if (!template.takes(foreign.header(), key.length)) {
                        LOG.warn("a peer's key block was refused: it cannot become {}", purpose);
                        throw refusal(VaultRefusal.KEY_IMPORT_REFUSED);
                    }
                    if (template.isTdes()) {
                        Tdes.requireStrong(key);
                    }
                    return wrapped(purpose, key);
                } finally {
                    wipe(key);
                }
            } catch (CryptoRefusedException e) {
                LOG.warn("a peer's key block was refused: {}", e.reason());
                throw refusal(VaultRefusal.KEY_IMPORT_REFUSED);
            }
        });
    }

    @Override
    public String checkValue(KeyBlock block) {
        requireOpen();
        try (X9143.Unwrapped unwrapped = lmkUnwrap(block.value())) {
            byte[] key = unwrapped.key();
            try {
                return switch (unwrapped.header().algorithm()) {
                    case 'T' -> KeyCheck.tdes(key);
                    case 'H' -> KeyCheck.hmac(key, 3);
                    default -> KeyCheck.aesCmac(key);
                };
            } finally {
                wipe(key);
            }
        }
    }

    // A terminal's keys

    @Override
    public IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber) {
        return use(dataKey, Set.of(KeyPurpose.DATA), "issueActivation", entry -> {
            char[] code = ActivationExchange.newCode();
            byte[] ascii = ascii(code);
            try {
                return new IssuedActivation(Secret.of(code), sealed(gcm(entry), ascii, BOUND_TO_ACTIVATION, utf8(serialNumber)));
            } finally {
                Arrays.fill(code, '\0');
                wipe(ascii);
            }
        });
    }

    @Override
    public KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, byte[] settings) {
        return use(dataKey, Set.of(KeyPurpose.DATA), "loadTerminal", entry -> {
            byte[] code = opened(gcm(entry), sealedActivationCode, BOUND_TO_ACTIVATION, utf8(proof.serialNumber()));
            CharBuffer codeText = decoded(code);
            byte[] codeKey = null;
            byte[] tmk = null;
            byte[] tck = null;
            try {
                codeKey = ActivationExchange.codeKey(codeText, proof.serialNumber());
                if (!ActivationExchange.verifyProof(codeKey, proof.serialNumber(), proof.devicePublicKey(), proof.nonce(),
                        proof.proof())) {
                    return new KeyLoad.ProofWrong();
                }
                tmk = freshKey(KeyTemplate.of(KeyPurpose.TERMINAL_MASTER), ActivationExchange.TMK_BYTES);
                tck = freshKey(KeyTemplate.of(KeyPurpose.TERMINAL_CREDENTIAL), ActivationExchange.TCK_BYTES);
                ActivationExchange.Wrapped answer;
                try {
                    EcKeys.P256.requirePublicKey(proof.devicePublicKey());
                    answer = ActivationExchange.wrap(codeKey, proof.serialNumber(), proof.devicePublicKey(), proof.nonce(),
                            tmk, tck, settings);
                } catch (CryptoRefusedException e) {
                    if (e.reason() == CryptoRefusal.PUBLIC_KEY) {
                        return new KeyLoad.PublicKeyInvalid();
                    }
                    throw e;
                }
                return new KeyLoad.Loaded(wrapped(KeyPurpose.TERMINAL_MASTER, tmk.clone()),
                        wrapped(KeyPurpose.TERMINAL_CREDENTIAL, tck.clone()), answer.hostPublicKey(), answer.hostNonce(),
                        answer.wrapped(), KeyCheck.tdes(tmk));
            } finally {
                wipe(code);
                Arrays.fill(codeText.array(), '\0');
                wipe(codeKey);
                wipe(tmk);
                wipe(tck);
            }
        });
    }

    @Override
    public WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set) {
        return use(terminalMasterKey, Set.of(KeyPurpose.TERMINAL_MASTER), "issueWorkingKeys", entry -> {
            byte[] pik = freshKey(KeyTemplate.of(KeyPurpose.TERMINAL_PIN), set == WorkingKeySet.SINGLE ? 8 : 16);
            byte[] mak = freshKey(KeyTemplate.of(KeyPurpose.TERMINAL_MAC), 8);
            byte[] tdk = switch (set) {
                case SINGLE, DOUBLE -> null;
                case DOUBLE_WITH_TRACK -> freshKey(KeyTemplate.of(KeyPurpose.TERMINAL_DATA), 16);
            };
            byte[] field62 = WorkingKeyField.build(tdes(entry), pik, mak, tdk);
            return new WorkingKeys(field62, wrapped(KeyPurpose.TERMINAL_PIN, pik), wrapped(KeyPurpose.TERMINAL_MAC, mak),
                    tdk == null ? null : wrapped(KeyPurpose.TERMINAL_DATA, tdk));
        });
    }

    // Messages

    @Override
    public byte[] mac(KeyBlock macKey, byte[] macBytes) {
        return use(macKey, Set.of(KeyPurpose.TERMINAL_MAC, KeyPurpose.ZONE_MAC), "mac",
                entry -> mac(entry, macBytes));
    }

    @Override
    public boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac) {
        return use(macKey, Set.of(KeyPurpose.TERMINAL_MAC, KeyPurpose.ZONE_MAC), "verifyMac",
                entry -> MessageDigest.isEqual(mac(entry, macBytes), mac));
    }

    @Override
    public String openTrack(KeyBlock terminalDataKey, String trackDigits) {
        return use(terminalDataKey, Set.of(KeyPurpose.TERMINAL_DATA), "openTrack", entry -> {
            try {
                return TrackCipher.decrypt(tdes(entry), trackDigits);
            } catch (CryptoRefusedException e) {
                throw refusal(VaultRefusal.TRACK_UNREADABLE);
            }
        });
    }

    // PINs

    @Override
    public PinTranslation translatePin(KeyBlock from, KeyBlock to, byte[] block, Pan pan) {
        return use(from, Set.of(KeyPurpose.TERMINAL_PIN), "translatePin",
                source -> use(to, Set.of(KeyPurpose.ZONE_PIN), "translatePin", target -> {
                    try {
                        return new PinTranslation.Translated(io.shouyin.paycrypto.PinTranslation.translate(tdes(source),
                                PinFormat.ISO_0, tdes(target), PinFormat.ISO_0, block, pan.reveal(CardDataAccess.granted())));
                    } catch (CryptoRefusedException e) {
                        return new PinTranslation.Refused();
                    }
                }));
    }

    // Passwords

    @Override
    public FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                                Verifier kept) {
        return withPassword(terminalCredentialKey, verifierKey, typed, "verify", FactorVerdict.UNREADABLE,
                (password, key) -> isOf(key, subject, password, kept) ? FactorVerdict.RIGHT : FactorVerdict.WRONG);
    }

    @Override
    public Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                           EnrolmentRules rules) {
        return withPassword(terminalCredentialKey, verifierKey, typed, "enrol", new Enrolment.Unreadable(),
                (password, key) -> {
                    CharBuffer text = decoded(password);
                    if (text == null) {
                        return new Enrolment.Unreadable();
                    }
                    List<PasswordRules.Rule> broken =
                            new ArrayList<>(PasswordRules.broken(text, rules.policy(), rules.context()));
                    Arrays.fill(text.array(), '\0');
                    boolean login = false;
                    for (OwnedVerifier other : rules.others()) {
                        login |= isOf(key, other.subject(), password, other.verifier());
                    }
                    boolean recent = false;
                    for (Verifier earlier : rules.earlier()) {
                        recent |= isOf(key, subject, password, earlier);
                    }
                    if (login) {
                        broken.add(PasswordRules.Rule.SAME_AS_LOGIN);
                    }
                    if (recent) {
                        broken.add(PasswordRules.Rule.RECENTLY_USED);
                    }
                    return broken.isEmpty() ? new Enrolment.Accepted(verifier(key, subject, password))
                            : new Enrolment.Refused(List.copyOf(broken));
                });
    }

    @Override
    public IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits) {
        PasswordRules.Policy policy = PasswordRules.Policy.OPERATOR_PASSWORD;
        Check.argument(digits >= policy.lengthMin() && digits <= policy.lengthMax(),
                "an initial password is as long as the policy of operator passwords allows");
        return use(verifierKey, Set.of(KeyPurpose.CREDENTIAL_VERIFIER), "issueInitial", entry -> {
            char[] password = new char[digits];
            for (int tries = 0; tries < INITIAL_TRIES_MAX; tries++) {
                for (int i = 0; i < digits; i++) {
                    password[i] = (char) ('0' + random.nextInt(10));
                }
                if (PasswordRules.broken(CharBuffer.wrap(password), policy, PasswordRules.Context.NONE).isEmpty()) {
                    byte[] bytes = ascii(password);
                    Secret clear = Secret.of(password);
                    Verifier verifier = verifier(hmac(entry), subject, bytes);
                    wipe(bytes);
                    Arrays.fill(password, '\0');
                    return new IssuedSecret(clear, verifier);
                }
            }
            throw new IllegalStateException("the policy of operator passwords leaves digits to choose from");
        });
    }

    // Data at rest

    @Override
    public byte[] pepper(KeyBlock pepperKey, byte[] passwordHash) {
        return use(pepperKey, Set.of(KeyPurpose.LOGIN_PEPPER), "pepper", entry -> hmac(entry).mac(passwordHash));
    }

    @Override
    public byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo) {
        return use(dataKey, Set.of(KeyPurpose.DATA), "seal", entry -> sealed(gcm(entry), clear, BOUND_BY_CALLER, boundTo));
    }

    @Override
    public byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo) {
        return use(dataKey, Set.of(KeyPurpose.DATA), "open", entry -> opened(gcm(entry), sealed, BOUND_BY_CALLER, boundTo));
    }

    @Override
    public byte[] index(KeyBlock indexKey, byte[] data) {
        return use(indexKey, Set.of(KeyPurpose.INDEX), "index", entry -> hmac(entry).mac(data));
    }

    // How keys are reached

    /// Runs a command on a key if its purpose is one of `allowed`.
    private <T> T use(KeyBlock block, Set<KeyPurpose> allowed, String command, Function<KeyCache.Entry, T> work) {
        requireOpen();
        KeyCache.Entry entry = cache.hold(block);
        try {
            if (!allowed.contains(entry.purpose())) {
                LOG.warn("key use refused: {} was handed a key that is {}", command, entry.purpose());
                throw refusal(VaultRefusal.KEY_USE_REFUSED);
            }
            return work.apply(entry);
        } catch (CryptoRefusedException e) {
            throw new Fault(VaultRefusal.VAULT_INPUT_INVALID.name(), Recovery.FIX_THE_INPUT,
                    VaultRefusal.VAULT_INPUT_INVALID.en() + ": " + e.getMessage());
        } finally {
            entry.release();
        }
    }

    private KeyCache.Entry unwrapped(String block) {
        try (X9143.Unwrapped unwrapped = lmkUnwrap(block)) {
            byte[] key = unwrapped.key();
            try {
                for (KeyPurpose purpose : KeyPurpose.values()) {
                    if (KeyTemplate.fits(purpose, unwrapped.header(), key.length)) {
                        return new KeyCache.Entry(purpose, ReadyKey.of(purpose, key));
                    }
                }
                throw refusal(VaultRefusal.KEY_USE_REFUSED);
            } finally {
                wipe(key);
            }
        }
    }

    private X9143.Unwrapped lmkUnwrap(String block) {
        try {
            return lmk.protection().unwrap(block);
        } catch (CryptoRefusedException e) {
            LOG.warn("a key block was refused: {}", e.reason());
            throw refusal(VaultRefusal.KEY_BLOCK_REFUSED);
        }
    }

    /// Wraps under the LMK and wipes the clear key.
    private KeyBlock wrapped(KeyPurpose purpose, byte[] key) {
        try {
            return new KeyBlock(lmk.protection().wrapMasked(KeyTemplate.header(purpose), key, 32));
        } finally {
            wipe(key);
        }
    }

    private byte[] freshKey(KeyTemplate template, int lengthBytes) {
        byte[] key = new byte[lengthBytes];
        if (!template.isTdes()) {
            random.nextBytes(key);
            return key;
        }
        while (true) {
            random.nextBytes(key);
            byte[] odd = Tdes.withOddParity(key);
            try {
                Tdes.requireStrong(odd);
                wipe(key);
                return odd;
            } catch (CryptoRefusedException e) {
                wipe(odd);
            }
        }
    }

    private static TdesKey tdes(KeyCache.Entry entry) {
        return ((ReadyKey.Tdes) entry.key()).key();
    }

    private static AesGcmKey gcm(KeyCache.Entry entry) {
        return ((ReadyKey.Gcm) entry.key()).key();
    }

    private static HmacKey hmac(KeyCache.Entry entry) {
        return ((ReadyKey.Hmac) entry.key()).key();
    }

    private static X9143.Protection wrapping(KeyCache.Entry entry) {
        return ((ReadyKey.Wrapping) entry.key()).key();
    }

    private static byte[] mac(KeyCache.Entry entry, byte[] macBytes) {
        return switch (entry.key()) {
            case ReadyKey.Tdes(TdesKey key) -> UnionPayMac.mac(key, macBytes);
            case ReadyKey.Retail(RetailMacKey key) -> key.mac(MacPadding.ZEROS, macBytes);
            case ReadyKey.Gcm _, ReadyKey.Hmac _, ReadyKey.Wrapping _ ->
                    throw new IllegalStateException("a MAC key is TDES or retail");
        };
    }

    // Sealed values and verifiers

    private interface PasswordWork<T> {
        T apply(byte[] password, HmacKey verifierKey);
    }

    private <T> T withPassword(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String command,
                               T unreadable, PasswordWork<T> work) {
        return use(terminalCredentialKey, Set.of(KeyPurpose.TERMINAL_CREDENTIAL), command,
                tck -> use(verifierKey, Set.of(KeyPurpose.CREDENTIAL_VERIFIER), command, verifying -> {
                    byte[] password;
                    try {
                        password = SealedValue.open(gcm(tck), typed.value(), additionalData(typed.binding()));
                    } catch (CryptoRefusedException e) {
                        return unreadable;
                    }
                    try {
                        return work.apply(password, hmac(verifying));
                    } finally {
                        wipe(password);
                    }
                }));
    }

    private static byte[] additionalData(SealedFactor.Binding binding) {
        return SealedValue.additionalData(binding.messageType(), binding.merchant().value(), binding.terminal().value(),
                binding.batch().toString(), binding.trace().toString(), binding.tag());
    }

    private Verifier verifier(HmacKey key, String subject, byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Verifier(salt, verifierMac(key, subject, salt, password));
    }

    private static boolean isOf(HmacKey key, String subject, byte[] password, Verifier kept) {
        return MessageDigest.isEqual(verifierMac(key, subject, kept.salt(), password), kept.mac());
    }

    /// Lengths stand before subject and salt, so that no two different triples give the same bytes.
    private static byte[] verifierMac(HmacKey key, String subject, byte[] salt, byte[] password) {
        byte[] who = utf8(subject);
        byte[] lengths = ByteBuffer.allocate(8).putInt(who.length).putInt(salt.length).array();
        return key.mac(lengths, who, salt, password);
    }

    private static byte[] sealed(AesGcmKey key, byte[] clear, byte domain, byte[] boundTo) {
        byte[] body = key.sealWithNonce(clear, bound(domain, boundTo));
        byte[] sealed = new byte[1 + body.length];
        sealed[0] = SEALED_VERSION;
        System.arraycopy(body, 0, sealed, 1, body.length);
        return sealed;
    }

    private static byte[] opened(AesGcmKey key, byte[] sealed, byte domain, byte[] boundTo) {
        if (sealed.length == 0 || sealed[0] != SEALED_VERSION) {
            throw refusal(VaultRefusal.SEALED_DATA_BROKEN);
        }
        try {
            return key.openWithNonce(Arrays.copyOfRange(sealed, 1, sealed.length), bound(domain, boundTo));
        } catch (CryptoRefusedException e) {
            throw refusal(VaultRefusal.SEALED_DATA_BROKEN);
        }
    }

    private static byte[] bound(byte domain, byte[] boundTo) {
        return ByteBuffer.allocate(1 + boundTo.length).put(domain).put(boundTo).array();
    }

    // Small things

    private void requireOpen() {
        if (failedSelfTest.isPresent()) {
            throw new Fault(VaultRefusal.VAULT_SELF_TEST_FAILED.name(), Recovery.STOP,
                    VaultRefusal.VAULT_SELF_TEST_FAILED.en() + " (" + failedSelfTest.get() + ")");
        }
        if (closed) {
            throw new Fault(VaultRefusal.VAULT_CLOSED, Recovery.STOP);
        }
    }

    private static Fault refusal(VaultRefusal refusal) {
        return new Fault(refusal, Recovery.FIX_THE_INPUT);
    }

    private static void requireComponents(boolean holds) {
        if (!holds) {
            throw refusal(VaultRefusal.KEY_COMPONENTS_REFUSED);
        }
    }

    private static byte[] componentBytes(Secret component) {
        byte[] text = component.reveal(SecretAccess.granted());
        char[] characters = new char[text.length];
        try {
            int length = 0;
            for (byte b : text) {
                if (b != ' ') {
                    characters[length++] = (char) (b & 0xFF);
                }
            }
            return HexFormat.of().parseHex(CharBuffer.wrap(characters, 0, length));
        } catch (IllegalArgumentException e) {
            throw refusal(VaultRefusal.KEY_COMPONENTS_REFUSED);
        } finally {
            wipe(text);
            Arrays.fill(characters, '\0');
        }
    }

    private static boolean isZero(byte[] bytes) {
        int all = 0;
        for (byte b : bytes) {
            all |= b;
        }
        return all == 0;
    }

    /// Null unless it is well-formed UTF-8.
    private static CharBuffer decoded(byte[] utf8) {
        CharBuffer text = CharBuffer.allocate(utf8.length);
        var result = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(utf8), text, true);
        if (result.isError()) {
            Arrays.fill(text.array(), '\0');
            return null;
        }
        return text.flip();
    }

    private static byte[] ascii(char[] characters) {
        byte[] bytes = new byte[characters.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) characters[i];
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void wipe(byte[] bytes) {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
