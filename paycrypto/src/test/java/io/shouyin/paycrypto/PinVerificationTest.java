package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// A block that does not open is a wrong PIN, in the answer and in the work it takes.
class PinVerificationTest {

    private static final String PAN = "5242999381519586";
    private static final String PIN = "123456789012";
    private static final String DATA = "0000299938151958";
    private static final byte[] PVK = hex("A23D588A085457F2589BCECD5D10D5D6");
    private static final Ibm3624.DecimalisationTable TABLE = Ibm3624.DecimalisationTable.of("0123456789012345");
    private static final int CALLS = 2000;

    private final TdesKey key = TdesKey.of(hex("4A25461680621C6B26B33B94520B2F31"));
    private final TdesKey pvk = TdesKey.of(PVK);

    @Test
    void byOffset_ofPinsAndOffsetsOfAllLengths_isRightForTheLeftmostDigitsOfThePin() {
        for (int digits = 4; digits <= 12; digits++) {
            String pin = PIN.substring(0, digits);
            String whole = Ibm3624.offset(PVK, TABLE, DATA, PIN);
            assertThat(Ibm3624.offset(PVK, TABLE, DATA, pin)).isEqualTo(whole.substring(0, digits));
            for (int compared = 4; compared <= 12; compared++) {
                assertThat(byOffset(block(pin), whole.substring(0, compared))).as("%d of %d", compared, digits).isEqualTo(compared <= digits);
                String wrong = whole.substring(0, compared - 1) + (char) ('0' + (whole.charAt(compared - 1) - '0' + 1) % 10);
                assertThat(byOffset(block(pin), wrong)).isFalse();
            }
        }
    }

    /// What the block that is refused looks like inside.
    @Test
    void blockThatDoesNotOpen_whateverIsExpected_isWrong() {
        String pvvOfZeros = Pvv.pvv(PVK, PAN, 1, "0000");
        assertThat(byPvv(block("0000"), pvvOfZeros)).isTrue();
        assertThat(byPvv(new byte[8], pvvOfZeros)).isFalse();
        String offsetOfZeros = Ibm3624.offset(PVK, TABLE, DATA, "0000");
        assertThat(byOffset(block("0000"), offsetOfZeros)).isTrue();
        assertThat(byOffset(new byte[8], offsetOfZeros)).isFalse();
    }

    /// An exception would take half of a microsecond, and several hundred bytes.
    @Test
    void blockThatDoesNotOpen_takesTheMemoryOfAWrongPin() {
        for (Predicate<byte[]> verified : List.<Predicate<byte[]>>of(block -> byPvv(block, "2765"), block -> byOffset(block, "1087"))) {
            byte[] wrong = block("9999");
            byte[] broken = new byte[8];
            long ofWrong = 0;
            long ofBroken = 0;
            for (int i = 0; i < CALLS; i++) {
                ofWrong += allocatedBytes(verified, wrong);
                ofBroken += allocatedBytes(verified, broken);
            }
            assertThat(Math.abs(ofBroken - ofWrong) / CALLS).isLessThan(64);
        }
    }

    private static long allocatedBytes(Predicate<byte[]> verified, byte[] block) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean right = verified.test(block);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(right).isFalse();
        return after - before;
    }

    private boolean byPvv(byte[] block, String pvv) {
        return PinVerification.byPvv(key, PinFormat.ISO_0, block, PAN, pvk, 1, pvv);
    }

    private boolean byOffset(byte[] block, String offset) {
        return PinVerification.byOffset(key, PinFormat.ISO_0, block, PAN, pvk, TABLE, DATA, offset);
    }

    private byte[] block(String pin) {
        return key.encryptEcb(PinBlocks.encodeFormat0(pin, PAN));
    }
}
