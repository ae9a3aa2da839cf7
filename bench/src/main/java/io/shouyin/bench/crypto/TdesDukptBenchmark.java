package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.BDK;
import static io.shouyin.bench.crypto.TestKeys.PAN;
import static io.shouyin.bench.crypto.TestKeys.PIN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_OUT;
import static io.shouyin.bench.crypto.TestKeys.hex;
import static io.shouyin.bench.crypto.TestKeys.three;

import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A PIN block under a TDES DUKPT key, derived from the BDK, to one under a ZPK.
@State(Scope.Benchmark)
public class TdesDukptBenchmark {

    @Param({"1", "5", "10"})
    int counterBits = 1;

    private final TdesDukpt.Bdk bdk = TdesDukpt.Bdk.of(BDK);
    private final TdesKey zpk = TdesKey.of(ZPK_OUT);
    private final byte[] ksn = hex("FFFF9876543210E00000");
    private byte[] block;

    @Setup
    public void prepare() {
        int counter = TestKeys.counter(counterBits);
        ksn[8] |= (byte) (counter >> 8);
        ksn[9] = (byte) counter;
        try (TdesKey key = bdk.useKey(ksn, TdesDukpt.Use.PIN)) {
            block = key.encryptEcb(PinBlocks.encodeFormat0(PIN, PAN));
        }
    }

    @Benchmark
    public byte[] translate() {
        try (TdesKey key = bdk.useKey(ksn, TdesDukpt.Use.PIN)) {
            return PinTranslation.translate(key, PinFormat.ISO_0, zpk, PinFormat.ISO_0, block, PAN);
        }
    }

    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher bdk = JdkCipher.encrypting("DESede/ECB/NoPadding", three(BDK));
        final JdkCipher step = JdkCipher.encrypting("DES/ECB/NoPadding", new byte[8]);
        final JdkCipher pin = JdkCipher.decrypting("DESede/ECB/NoPadding", three(BDK));
        final JdkCipher zpk = JdkCipher.encrypting("DESede/ECB/NoPadding", three(ZPK_OUT));
        final byte[] data = new byte[8];
        final byte[] key = new byte[8];
        final byte[] pinKey = three(BDK);
    }

    /// Two blocks for the initial key, two new DES keys with a block each for each counter bit, a new TDES key for the PIN block.
    @Benchmark
    public byte[] translateFloor(Floor floor) {
        floor.bdk.run(floor.data, 8);
        floor.bdk.run(floor.data, 8);
        for (int i = 0; i < 2 * counterBits; i++) {
            floor.key[i & 7]++;
            floor.step.rekey(floor.key).run(floor.data, 8);
        }
        floor.pinKey[0]++;
        floor.pin.rekey(floor.pinKey).run(floor.data, 8);
        floor.zpk.run(floor.data, 8);
        return floor.data;
    }
}
