package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.BDK_AES;
import static io.shouyin.bench.crypto.TestKeys.PAN;
import static io.shouyin.bench.crypto.TestKeys.PIN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_AES;
import static io.shouyin.bench.crypto.TestKeys.hex;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A PIN block of format 4 under an AES-128 DUKPT key, derived from the BDK, to one under an AES ZPK.
@State(Scope.Benchmark)
public class AesDukptBenchmark {

    @Param({"1", "8", "16"})
    int counterBits = 1;

    private final AesDukpt.Bdk bdk = AesDukpt.Bdk.of(BDK_AES);
    private final AesKey zpk = AesKey.of(ZPK_AES);
    private final byte[] ksn = hex("123456789012345600000000");
    private byte[] block;

    @Setup
    public void prepare() {
        int counter = TestKeys.counter(counterBits);
        ksn[10] = (byte) (counter >> 8);
        ksn[11] = (byte) counter;
        try (BlockKey key = key()) {
            block = PinBlocks.encipherFormat4(key, PIN, PAN);
        }
    }

    @Benchmark
    public byte[] translate() {
        try (BlockKey key = key()) {
            return PinTranslation.translate(key, PinFormat.ISO_4, zpk, PinFormat.ISO_4, block, PAN);
        }
    }

    private BlockKey key() {
        return bdk.useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128);
    }

    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher bdk = JdkCipher.encrypting("AES/ECB/NoPadding", BDK_AES);
        final JdkCipher step = JdkCipher.encrypting("AES/ECB/NoPadding", BDK_AES);
        final JdkCipher pin = JdkCipher.decrypting("AES/ECB/NoPadding", BDK_AES);
        final JdkCipher zpk = JdkCipher.encrypting("AES/ECB/NoPadding", ZPK_AES);
        final byte[] data = new byte[16];
        final byte[] key = new byte[16];
    }

    /// A block for the initial key, a new key with a block for each counter bit and for the working key, a new key for the two
    /// decryptions of format 4, two encryptions.
    @Benchmark
    public byte[] translateFloor(Floor floor) {
        floor.bdk.run(floor.data, 16);
        for (int i = 0; i <= counterBits; i++) {
            floor.key[i & 15]++;
            floor.step.rekey(floor.key).run(floor.data, 16);
        }
        floor.pin.rekey(floor.key);
        floor.pin.run(floor.data, 16);
        floor.pin.run(floor.data, 16);
        floor.zpk.run(floor.data, 16);
        floor.zpk.run(floor.data, 16);
        return floor.data;
    }
}
