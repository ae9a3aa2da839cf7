package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.ZPK_OUT;
import static io.shouyin.bench.crypto.TestKeys.hex;

import io.shouyin.paycrypto.X9143;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A key of 16 bytes out of a block of version D under AES-256, the protection key ready.
@State(Scope.Benchmark)
public class KeyBlockBenchmark {

    private static final byte[] KBPK = hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6");
    /// Length, key and padding.
    private static final int SEALED_BYTES = 32;
    private static final int HEADER_BYTES = 16;

    private final X9143.Protection protection = X9143.Protection.of('D', KBPK);
    private final String block = protection.wrap(X9143.Header.of('D', "P0", 'T', 'E', 'N'), ZPK_OUT);

    @Benchmark
    public X9143.Unwrapped unwrap() {
        try (X9143.Unwrapped unwrapped = protection.unwrap(block)) {
            return unwrapped;
        }
    }

    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher decrypting = JdkCipher.decrypting("AES/ECB/NoPadding", KBPK);
        final JdkCipher mac = JdkCipher.encrypting("AES/CBC/NoPadding", KBPK);
        final byte[] data = new byte[HEADER_BYTES + SEALED_BYTES];
    }

    /// The sealed part decrypted, and a chain over header and clear part.
    @Benchmark
    public byte[] unwrapFloor(Floor floor) {
        floor.decrypting.run(floor.data, SEALED_BYTES);
        floor.mac.run(floor.data, HEADER_BYTES + SEALED_BYTES);
        return floor.data;
    }
}
