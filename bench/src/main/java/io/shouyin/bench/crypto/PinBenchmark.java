package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.PAN;
import static io.shouyin.bench.crypto.TestKeys.PIN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_IN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_OUT;
import static io.shouyin.bench.crypto.TestKeys.three;

import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.TdesKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// PIN blocks under TDES keys that stay.
@State(Scope.Benchmark)
public class PinBenchmark {

    private final TdesKey in = TdesKey.of(ZPK_IN);
    private final TdesKey out = TdesKey.of(ZPK_OUT);
    private final byte[] block = in.encryptEcb(PinBlocks.encodeFormat0(PIN, PAN));
    private final String pvv = Pvv.pvv(ZPK_OUT, PAN, 1, PIN);

    /// One block decrypted, one encrypted.
    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher in = JdkCipher.decrypting("DESede/ECB/NoPadding", three(ZPK_IN));
        final JdkCipher out = JdkCipher.encrypting("DESede/ECB/NoPadding", three(ZPK_OUT));
        final byte[] data = new byte[8];

        byte[] run() {
            in.run(data, 8);
            out.run(data, 8);
            return data;
        }
    }

    @Benchmark
    public byte[] translate() {
        return PinTranslation.translate(in, PinFormat.ISO_0, out, PinFormat.ISO_0, block, PAN);
    }

    @Benchmark
    public byte[] translateFloor(Floor floor) {
        return floor.run();
    }

    /// From the PIN block to the verdict.
    @Benchmark
    public boolean verifyPvv() {
        return PinVerification.byPvv(in, PinFormat.ISO_0, block, PAN, out, 1, pvv);
    }

    @Benchmark
    public byte[] verifyPvvFloor(Floor floor) {
        return floor.run();
    }
}
