package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.ZPK_IN;
import static io.shouyin.bench.crypto.TestKeys.three;

import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.UnionPayMac;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The MAC of terminals over 256 bytes, with a key of 16 bytes that stays.
@State(Scope.Benchmark)
public class MacBenchmark {

    private final TdesKey key = TdesKey.of(ZPK_IN);
    private final byte[] message = new byte[256];

    @Benchmark
    public byte[] unionPay() {
        return UnionPayMac.mac(key, message);
    }

    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher cipher = JdkCipher.encrypting("DESede/ECB/NoPadding", three(ZPK_IN));
        final byte[] data = new byte[8];
    }

    /// Two blocks, whatever the length.
    @Benchmark
    public byte[] unionPayFloor(Floor floor) {
        floor.cipher.run(floor.data, 8);
        floor.cipher.run(floor.data, 8);
        return floor.data;
    }
}
