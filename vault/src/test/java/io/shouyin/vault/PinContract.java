package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.vault.PinCommands.PinTranslation;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What every implementation of [PinCommands] does.
interface PinContract {

    SecurityModule vault();

    @Test
    default void translatePin_rightBlock_comesOutUnderTheOtherKey() {
        PinSide side = new PinSide(vault());
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        var translated = (PinTranslation.Translated) vault().translatePin(side.from, side.to, in, PAN);
        assertThat(PinBlocks.decodeFormat0(Tdes.decryptEcb(side.zpk, translated.block()), "6216261000000000018"))
                .containsExactly('1', '2', '3', '4', '5', '6');
    }

    @Test
    default void translatePin_anotherCardOrAnyWrongBlock_isRefusedWithOneReason() {
        PinSide side = new PinSide(vault());
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        assertThat(vault().translatePin(side.from, side.to, in, Pan.of("6216261000000099918")))
                .isEqualTo(new PinTranslation.Refused());
        long pan = 0x0000100000000001L;
        // control nibble, too short, too long, a digit above 9, fill not F, nothing, everything
        for (long clear : new long[] {0x16123456FFFFFFFFL, 0x03123FFFFFFFFFFFL, 0x0D1234567890123FL, 0x0612345AFFFFFFFFL,
            0x06123456FFFFFFF0L, 0x06123456FF0FFFFFL, 0, -1}) {
            byte[] block = new byte[8];
            ByteBuffer.wrap(block).putLong(clear ^ pan);
            assertThat(vault().translatePin(side.from, side.to, Tdes.encryptEcb(side.pik, block), PAN))
                    .isEqualTo(new PinTranslation.Refused());
        }
        for (int length : new int[] {0, 7, 9, 16}) {
            assertThat(vault().translatePin(side.from, side.to, new byte[length], PAN)).isEqualTo(new PinTranslation.Refused());
        }
    }
}
