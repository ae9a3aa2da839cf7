package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.Totp;
import org.junit.jupiter.api.Test;

/// What every implementation of [TotpCommands] does.
interface TotpContract {

    long STEP = 58_000_000;

    SecurityModule vault();

    @Test
    default void totp_theCodeOfItsSecret_isRightForItsSubjectOnly() {
        KeyBlock key = vault().generate(KeyPurpose.DATA);
        TotpCommands.IssuedTotp issued = vault().issueTotp(key, "staff:lin");
        byte[] secret = decoded(text(issued.clear()));
        assertThat(secret).hasSize(Totp.SECRET_BYTES);
        String code = Totp.code(secret, STEP, Totp.DIGITS);
        assertThat(vault().totpStep(key, issued.kept(), "staff:lin", Secret.of(code), STEP)).contains(STEP);
        assertThat(vault().totpStep(key, issued.kept(), "staff:lin", Secret.of(code), STEP + 1)).contains(STEP);
        assertThat(vault().totpStep(key, issued.kept(), "staff:lin", Secret.of(code), STEP + 2)).isEmpty();
        assertThat(vault().totpStep(key, issued.kept(), "staff:lin", Secret.of("１２３４５６"), STEP)).isEmpty();
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().totpStep(key, issued.kept(), "staff:zhou", Secret.of(code), STEP));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().open(key, issued.kept(), Fixtures.utf8("staff:lin")));
        assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().issueTotp(vault().generate(KeyPurpose.INDEX), "staff:lin"));
    }

    @Test
    default void totp_typedAtATerminal_isComparedInHere_forItsMessageOnly() {
        KeyBlock key = vault().generate(KeyPurpose.DATA);
        TotpCommands.IssuedTotp issued = vault().issueTotp(key, "operator:01");
        Typist typist = new Typist(vault());
        SealedFactor right = typist.sealed(Totp.code(decoded(text(issued.clear())), STEP, Totp.DIGITS));
        assertThat(vault().typedTotpStep(typist.tck, key, right, issued.kept(), "operator:01", STEP + 1)).isEqualTo(new TotpCommands.TypedStep.Of(STEP));
        assertThat(vault().typedTotpStep(typist.tck, key, right, issued.kept(), "operator:01", STEP + 2)).isEqualTo(new TotpCommands.TypedStep.None());
        SealedFactor moved = new SealedFactor(right.value(), Fixtures.binding(2));
        assertThat(vault().typedTotpStep(typist.tck, key, moved, issued.kept(), "operator:01", STEP)).isEqualTo(new TotpCommands.TypedStep.Unreadable());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().typedTotpStep(typist.tck, key, right, issued.kept(), "operator:02", STEP));
    }

    private static byte[] decoded(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
            bytes[bit / 8] |= (byte) ((value >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
        return bytes;
    }
}
