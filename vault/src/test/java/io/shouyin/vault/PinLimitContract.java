package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.PinCommands.PinVerdict;
import org.junit.jupiter.api.Test;

/// How every implementation of [PinCommands] keeps to [PinLimits#STANDARD].
interface PinLimitContract {

    SecurityModule vault();

    @Test
    default void verifyPin_wrongTooOften_refusesTheRightPinTooButOfThisCardOnly() {
        Guesser guesser = new Guesser(vault());
        for (int i = 0; i < 3 * PinLimits.STANDARD.wrongPinsPerCardMax(); i++) {
            assertThat(guesser.verify(PAN, "123456")).isEqualTo(PinVerdict.RIGHT);
        }
        for (int i = 0; i < PinLimits.STANDARD.wrongPinsPerCardMax(); i++) {
            assertThat(guesser.verify(PAN, "111111")).isEqualTo(PinVerdict.WRONG);
        }
        assertThat(guesser.verify(PAN, "123456")).isEqualTo(PinVerdict.LIMIT_REACHED);
        assertThat(guesser.verify(PAN, "111111")).isEqualTo(PinVerdict.LIMIT_REACHED);
        assertThat(guesser.verify(Pan.of("6216261000000000026"), "123456")).isEqualTo(PinVerdict.RIGHT);
    }

    @Test
    default void verifyPin_underOtherBeginningsLengthsAndCheckDigits_isCountedAsOneCard() {
        Guesser guesser = new Guesser(vault());
        for (int i = 0; i < PinLimits.STANDARD.wrongPinsPerCardMax(); i++) {
            Pan alias = Pan.of(Integer.toString(4_000_000 + i).substring(i % 6) + "00000000001" + i);
            assertThat(guesser.verify(alias, "111111")).isEqualTo(PinVerdict.WRONG);
        }
        assertThat(guesser.verify(PAN, "123456")).isEqualTo(PinVerdict.LIMIT_REACHED);
    }

    @Test
    default void translatePin_moreThanACardMay_isRefusedForThisCardOnly() {
        PinSide side = new PinSide(vault());
        for (int i = 0; i < PinLimits.STANDARD.blocksPerCardMax(); i++) {
            assertThat(vault().translatePin(side.from, side.to, new byte[8], PAN)).isEqualTo(new PinTranslation.Refused());
        }
        assertThat(vault().translatePin(side.from, side.to, new byte[8], PAN)).isEqualTo(new PinTranslation.LimitReached());
        assertThat(vault().translatePin(side.from, side.to, new byte[8], Pan.of("6216261000000000026")))
                .isEqualTo(new PinTranslation.Refused());
    }

    @Test
    default void translatePin_moreThanATerminalMay_isRefusedForThisTerminalOnly() {
        PinSide side = new PinSide(vault());
        PinSide another = new PinSide(vault(), "BCB60E75A7A46ED9922573D3DF31A497");
        KeyBlock unmarked = vault().generate(KeyPurpose.TERMINAL_PIN);
        for (int i = 0; i < PinLimits.STANDARD.blocksPerTerminalMax(); i++) {
            assertThat(vault().translatePin(side.from, side.to, new byte[8], card(i))).isEqualTo(new PinTranslation.Refused());
        }
        assertThat(vault().translatePin(side.from, side.to, new byte[8], PAN)).isEqualTo(new PinTranslation.LimitReached());
        assertThat(vault().translatePin(side.signInAgain(), side.to, new byte[8], PAN)).as("after another sign-in")
                .isEqualTo(new PinTranslation.LimitReached());
        assertThat(vault().translatePin(another.from, another.to, new byte[8], PAN)).isEqualTo(new PinTranslation.Refused());
        assertThat(vault().translatePin(unmarked, side.to, new byte[8], PAN)).as("counted by itself")
                .isEqualTo(new PinTranslation.Refused());
    }

    private static Pan card(int number) {
        return Pan.of("62162610%08d018".formatted(number));
    }

    /// Verifies PINs of cards whose right one is 123456.
    final class Guesser {
        private static final String KEY = "0123456789ABCDEFFEDCBA9876543210";

        private final SecurityModule vault;
        private final KeyBlock pvk;
        private final PinSource source;

        Guesser(SecurityModule vault) {
            this.vault = vault;
            this.pvk = known(vault, KeyPurpose.PIN_PVV, KEY);
            this.source = new PinSource.Fixed(known(vault, KeyPurpose.ZONE_PIN_INCOMING, KEY), PinFormat.ISO_0);
        }

        PinVerdict verify(Pan pan, String pin) {
            byte[] key = Fixtures.hex(KEY);
            String digits = pan.reveal(CardDataAccess.granted());
            byte[] block = Tdes.encryptEcb(key, PinBlocks.encodeFormat0(pin, digits));
            return vault.verifyPin(source, block, pan, new PinReference.Pvv(pvk, 1, Pvv.pvv(key, digits, 1, "123456")));
        }
    }
}
