package io.shouyin.vault;

import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.strength.CommonPasswords;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Passwords in this process.
final class SoftPasswords implements PasswordCommands {

    private static final int SALT_BYTES = 16;
    private static final int INITIAL_TRIES_MAX = 10_000;
    private static final int CODE_DIGITS = 6;
    private static final int LIKENESS_BYTES = 16;
    private static final byte[] LIKENESS = Clear.utf8("shouyin likeness of wrong values v1");

    private static final int PARTICULARS_TAG = 0xDF0D;

    private final KeyRing ring;

    SoftPasswords(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                                Verifier kept) {
        return withPassword(terminalCredentialKey, verifierKey, typed, "verify", FactorVerdict.UNREADABLE,
                (password, key) -> isOf(key, subject, password, kept) ? FactorVerdict.RIGHT : FactorVerdict.WRONG);
    }

    @Override
    public Match match(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, List<OwnedVerifier> kept) {
        return withPassword(terminalCredentialKey, verifierKey, typed, "match", new Match.Unreadable(), (password, key) -> {
            for (int i = 0; i < kept.size(); i++) {
                if (isOf(key, kept.get(i).subject(), password, kept.get(i).verifier())) {
                    return new Match.Fits(i);
                }
            }
            return new Match.None(likeness(key, password));
        });
    }

    @Override
    public Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                           EnrolmentRules rules) {
        return withPassword(terminalCredentialKey, verifierKey, typed, "enrol", new Enrolment.Unreadable(),
                (password, key) -> {
                    CharBuffer text = Clear.decoded(password);
                    if (text == null) {
                        return new Enrolment.Unreadable();
                    }
                    List<PasswordRules.Rule> broken =
                            new ArrayList<>(CommonPasswords.broken(text, rules.policy(), rules.context()));
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
    public Optional<byte[]> openParticulars(KeyBlock terminalCredentialKey, SealedFactor typed) {
        if (typed.binding().tag() != PARTICULARS_TAG) {
            throw ring.refused("openParticulars", VaultRefusal.VAULT_INPUT_INVALID);
        }
        return ring.use(terminalCredentialKey, Set.of(KeyPurpose.TERMINAL_CREDENTIAL), "openParticulars", tck -> {
            try {
                return Optional.of(SealedValue.open(tck.gcm(), typed.value(), typed.binding().additionalData()));
            } catch (CryptoRefusedException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits) {
        PasswordRules.Policy policy = PasswordRules.Policy.OPERATOR_PASSWORD;
        if (digits < policy.lengthMin() || digits > policy.lengthMax()) {
            throw ring.refused("issueInitial", VaultRefusal.VAULT_INPUT_INVALID);
        }
        return ring.use(verifierKey, Set.of(KeyPurpose.CREDENTIAL_VERIFIER), "issueInitial", entry -> {
            char[] password = new char[digits];
            for (int tries = 0; tries < INITIAL_TRIES_MAX; tries++) {
                fillWithDigits(password);
                if (CommonPasswords.broken(CharBuffer.wrap(password), policy, PasswordRules.Context.NONE).isEmpty()) {
                    return issued(entry.hmac(), subject, password);
                }
            }
            throw new IllegalStateException("the policy of operator passwords leaves digits to choose from");
        });
    }

    @Override
    public IssuedSecret issueCode(KeyBlock verifierKey, String subject) {
        return ring.use(verifierKey, Set.of(KeyPurpose.CREDENTIAL_VERIFIER), "issueCode", entry -> {
            char[] code = new char[CODE_DIGITS];
            fillWithDigits(code);
            return issued(entry.hmac(), subject, code);
        });
    }

    private void fillWithDigits(char[] text) {
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ('0' + ring.random().nextInt(10));
        }
    }

    /// Wipes the text.
    private IssuedSecret issued(HmacKey key, String subject, char[] text) {
        byte[] bytes = Clear.ascii(text);
        Secret clear = Secret.of(text);
        Verifier verifier = verifier(key, subject, bytes);
        Clear.wipe(bytes);
        Arrays.fill(text, '\0');
        return new IssuedSecret(clear, verifier);
    }

    private interface PasswordWork<T> {
        T apply(byte[] password, HmacKey verifierKey);
    }

    private <T> T withPassword(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String command,
                               T unreadable, PasswordWork<T> work) {
        return ring.use(terminalCredentialKey, Set.of(KeyPurpose.TERMINAL_CREDENTIAL), command,
                tck -> ring.use(verifierKey, Set.of(KeyPurpose.CREDENTIAL_VERIFIER), command, verifying -> {
                    byte[] password;
                    try {
                        password = SealedValue.open(tck.gcm(), typed.value(), typed.binding().additionalData());
                    } catch (CryptoRefusedException e) {
                        return unreadable;
                    }
                    try {
                        return work.apply(password, verifying.hmac());
                    } finally {
                        Clear.wipe(password);
                    }
                }));
    }

    private Verifier verifier(HmacKey key, String subject, byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        ring.random().nextBytes(salt);
        return new Verifier(salt, verifierMac(key, subject, salt, password));
    }

    static boolean isOf(HmacKey key, String subject, byte[] password, Verifier kept) {
        return MessageDigest.isEqual(verifierMac(key, subject, kept.salt(), password), kept.mac());
    }

    /// Begins with letters where a verifier begins with a length, so that it is never one.
    private static String likeness(HmacKey key, byte[] password) {
        return HexFormat.of().formatHex(key.mac(LIKENESS, password), 0, LIKENESS_BYTES);
    }

    /// Lengths stand before subject and salt, so that no two different triples give the same bytes.
    static byte[] verifierMac(HmacKey key, String subject, byte[] salt, byte[] password) {
        byte[] who = Clear.utf8(subject);
        byte[] lengths = ByteBuffer.allocate(8).putInt(who.length).putInt(salt.length).array();
        return key.mac(lengths, who, salt, password);
    }
}
