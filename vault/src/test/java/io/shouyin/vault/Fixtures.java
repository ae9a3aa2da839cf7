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
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
