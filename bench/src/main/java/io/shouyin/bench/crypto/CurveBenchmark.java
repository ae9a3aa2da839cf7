package io.shouyin.bench.crypto;

import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.Sm2;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// SM2 and ECDH, as plain numbers: the JDK has no SM2, and its ECDH is slower.
@State(Scope.Benchmark)
public class CurveBenchmark {

    private final byte[] message = new byte[256];
    private final byte[] id = Sm2.DEFAULT_ID.getBytes(StandardCharsets.US_ASCII);
    private final byte[] sm2Private = Sm2.newPrivateKey();
    private final byte[] sm2Public = Sm2.publicKey(sm2Private);
    private final byte[] signature = Sm2.sign(sm2Private, id, message);
    private final EcKeys.Pair own256 = EcKeys.P256.generate();
    private final EcKeys.Pair peer256 = EcKeys.P256.generate();
    private final EcKeys.Pair own384 = EcKeys.P384.generate();
    private final EcKeys.Pair peer384 = EcKeys.P384.generate();

    @Benchmark
    public byte[] sm2Sign() {
        return Sm2.sign(sm2Private, id, message);
    }

    @Benchmark
    public boolean sm2Verify() {
        return Sm2.verify(sm2Public, id, message, signature);
    }

    @Benchmark
    public byte[] ecdhP256() {
        return EcKeys.P256.agree(own256.privateKey(), peer256.publicKey());
    }

    @Benchmark
    public byte[] ecdhP384() {
        return EcKeys.P384.agree(own384.privateKey(), peer384.publicKey());
    }
}
