package io.shouyin.bench.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.vault.CardCommands.CardValueVerdict;
import io.shouyin.vault.CardCommands.ChipVerdict;
import io.shouyin.vault.PasswordCommands.FactorVerdict;
import io.shouyin.vault.PasswordCommands.Match;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.PinCommands.PinVerdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each benchmark once: it does what it is named after, and a floor runs.
class CryptoBenchmarksTest {

    @Test
    void pin_runOnce_isRight() {
        PinBenchmark pin = new PinBenchmark();
        assertThat(pin.translate()).hasSize(8);
        assertThat(pin.verifyPvv()).isTrue();
        assertThat(pin.translateFloor(new PinBenchmark.Floor())).hasSize(8);
        assertThat(pin.verifyPvvFloor(new PinBenchmark.Floor())).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10})
    void tdesDukpt_runOnce_isRight(int bits) {
        TdesDukptBenchmark dukpt = new TdesDukptBenchmark();
        dukpt.counterBits = bits;
        dukpt.prepare();
        assertThat(dukpt.translate()).hasSize(8);
        assertThat(dukpt.translateFloor(new TdesDukptBenchmark.Floor())).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 16})
    void aesDukpt_runOnce_isRight(int bits) {
        AesDukptBenchmark dukpt = new AesDukptBenchmark();
        dukpt.counterBits = bits;
        dukpt.prepare();
        assertThat(dukpt.translate()).hasSize(16);
        assertThat(dukpt.translateFloor(new AesDukptBenchmark.Floor())).hasSize(16);
    }

    @Test
    void cardKeyBlockMac_runOnce_areRight() {
        CardBenchmark card = new CardBenchmark();
        assertThat(card.verifyCvv()).isTrue();
        assertThat(card.answerArqc()).hasSize(8);
        assertThat(card.verifyCvvFloor(new CardBenchmark.Floor())).isNotEmpty();
        assertThat(card.answerArqcFloor(new CardBenchmark.Floor())).isNotEmpty();
        KeyBlockBenchmark keyBlock = new KeyBlockBenchmark();
        assertThat(keyBlock.unwrap().header().usage()).isEqualTo("P0");
        assertThat(keyBlock.unwrapFloor(new KeyBlockBenchmark.Floor())).isNotEmpty();
        MacBenchmark mac = new MacBenchmark();
        assertThat(mac.unionPay()).hasSize(8);
        assertThat(mac.unionPayFloor(new MacBenchmark.Floor())).hasSize(8);
    }

    @Test
    void curve_runOnce_isRight() {
        CurveBenchmark curve = new CurveBenchmark();
        assertThat(curve.sm2Sign()).hasSize(64);
        assertThat(curve.sm2Verify()).isTrue();
        assertThat(curve.ecdhP256()).hasSize(32);
        assertThat(curve.ecdhP384()).hasSize(48);
    }

    @Test
    void vault_runOnce_isRight() throws IOException {
        VaultBenchmark vault = new VaultBenchmark();
        vault.prepare();
        VaultBenchmark.Terminal terminal = new VaultBenchmark.Terminal();
        terminal.prepare(vault);
        assertThat(vault.mac(terminal)).isEqualTo(vault.macFromRow(terminal)).hasSameSizeAs(vault.macBare(terminal));
        assertThat(vault.verifyMac(terminal)).isTrue();
        assertThat(vault.verifyMacFromRow(terminal)).isTrue();
        assertThat(vault.verifyMacBare(terminal)).isTrue();
        assertThat(vault.translatePin(terminal)).hasSize(8);
        assertThat(vault.translatePinFromRow(terminal)).hasSize(8);
        assertThat(vault.translatePinBare(terminal)).hasSize(8);
        assertThat(vault.verifyPassword()).isEqualTo(FactorVerdict.RIGHT);
        assertThat(vault.verifyPasswordBare()).isTrue();
        assertThat(vault.matchPassword()).isEqualTo(new Match.Fits(10));
        vault.close();
    }

    @Test
    void vaultIssuer_runOnce_isRight() throws IOException {
        VaultIssuerBenchmark vault = new VaultIssuerBenchmark();
        vault.prepare();
        VaultIssuerBenchmark.Card card = new VaultIssuerBenchmark.Card();
        card.prepare(vault);
        assertThat(vault.verifyPvv(card)).isEqualTo(vault.verifyOffset(card)).isEqualTo(PinVerdict.RIGHT);
        assertThat(vault.verifyPvvBare(card)).isTrue();
        assertThat(vault.verifyOffsetBare(card)).isTrue();
        assertThat(vault.verifyCvv()).isEqualTo(CardValueVerdict.RIGHT);
        assertThat(vault.verifyCvvBare()).isTrue();
        assertThat(vault.answerArqc()).isInstanceOfSatisfying(ChipVerdict.Right.class,
                right -> assertThat(right.arpc()).isEqualTo(vault.answerArqcBare()));
        assertThat(vault.translateTdesDukpt()).isInstanceOf(PinTranslation.Translated.class);
        assertThat(vault.translateTdesDukptBare()).hasSize(8);
        assertThat(vault.translateAesDukpt()).isInstanceOf(PinTranslation.Translated.class);
        assertThat(vault.translateAesDukptBare()).hasSize(16);
        assertThat(vault.seal()).hasSize(1 + vault.sealBare().length);
        assertThat(vault.index()).hasSameSizeAs(vault.indexBare());
        vault.close();
    }
}
