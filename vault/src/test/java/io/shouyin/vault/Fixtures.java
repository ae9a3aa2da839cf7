package io.shouyin.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.vault.SealedPartCommands.EnteredPart;
import io.shouyin.vault.SealedPartCommands.EntryKey;
import io.shouyin.vault.SealedPartCommands.Officer;
import io.shouyin.vault.SealedPartCommands.SealedPart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests of the vault share.
final class Fixtures {

    static final Pan PAN = Pan.of("6216261000000000018");
    static final TerminalId TERMINAL = new TerminalId("00000001");
    static final MerchantId MERCHANT = new MerchantId("104110053110001");
    static final String SUBJECT = "txn:104110053110001:00000001";
    static final PasswordRules.Policy POLICY = PasswordRules.Policy.TRANSACTION_PASSWORD;

    private Fixtures() {}

    static SealedFactor.Binding binding(int trace) {
        return new SealedFactor.Binding("0200", MERCHANT, TERMINAL, new BatchNumber(1), new TraceNumber(trace), 0xDF02);
    }

    /// A part as its officer `lin` sees it on his own machine.
    static Secret shown(SecurityModule vault, KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, SealedPart part) {
        EcKeys.Pair own = EcKeys.P256.generate();
        byte[] envelope = vault.showPart(ceremonyKey, ceremony, purpose, part, new Officer("lin", own.publicKey()));
        return new OfficerPart(ceremony, purpose, part.number(), "lin").shown(own, base64(envelope));
    }

    /// A part as `lin` seals it there.
    static EnteredPart entered(EntryKey entryKey, String ceremony, KeyPurpose purpose, int number, Secret hex) {
        return new EnteredPart(number, "lin", Base64.getDecoder().decode(
                new OfficerPart(ceremony, purpose, number, "lin").entered(base64(entryKey.publicKey()), hex)));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static PasswordRules.Context nothingKnown() {
        return PasswordRules.Context.NONE;
    }

    static void refusedUnless(boolean allowed, ThrowingCallable command) {
        if (!allowed) {
            assertFault(VaultRefusal.KEY_USE_REFUSED, command);
        }
    }

    static void assertFault(VaultRefusal refusal, ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo(refusal.name()));
    }

    static List<Secret> secrets(String... values) {
        return Arrays.stream(values).map(Secret::of).toList();
    }

    /// Two components of a key, as two people would hold them.
    static List<Secret> halves(KeyPurpose purpose, String key) {
        byte[] one = new byte[key.length() / 2];
        Arrays.fill(one, (byte) 0x5D);
        byte[] other = KeyComponents.combine(List.of(hex(key), one));
        boolean tdes = KeyTemplate.of(purpose).isTdes();
        return secrets(HexFormat.of().formatHex(one), HexFormat.of().formatHex(tdes ? Tdes.withOddParity(other) : other));
    }

    /// A key that is known here and in the vault.
    static KeyBlock known(SecurityModule vault, KeyPurpose purpose, String key) {
        return vault.combine(purpose, halves(purpose, key));
    }

    static String text(Secret secret) {
        return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
