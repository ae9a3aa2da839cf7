package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.BDK;
import static io.shouyin.bench.crypto.TestKeys.PAN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_IN;
import static io.shouyin.bench.crypto.TestKeys.hex;
import static io.shouyin.bench.crypto.TestKeys.three;

import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What an issuer computes for a card: its CVV, and the answer to its cryptogram.
@State(Scope.Benchmark)
public class CardBenchmark {

    private static final int CRYPTOGRAM_DATA_BYTES = 48;

    private final byte[] atc = hex("001C");
    private final byte[] data = new byte[CRYPTOGRAM_DATA_BYTES];
    private final byte[] responseCode = hex("3030");
    private final Cvv.Pair cvk = Cvv.Pair.of(ZPK_IN);
    private final String cvv = cvk.cvv(PAN, "3012", "201");
    private final byte[] arqc = EmvCryptograms.cryptogram(sessionKey(), MacPadding.ONE_AND_ZEROS, data);

    private byte[] sessionKey() {
        return EmvKeys.commonSessionKeyForAtc(EmvKeys.masterKeyA(BDK, PAN, "00"), atc);
    }

    @Benchmark
    public boolean verifyCvv() {
        return cvk.verify(PAN, "3012", "201", cvv);
    }

    /// The card's key from the issuer's (option A), the common session key, the ARQC over 48 bytes checked, the ARPC by method 1.
    @Benchmark
    public byte[] answerArqc() {
        byte[] key = sessionKey();
        if (!EmvCryptograms.verify(key, MacPadding.ONE_AND_ZEROS, data, arqc)) {
            throw new IllegalStateException("the card's cryptogram is right");
        }
        return EmvCryptograms.arpcMethod1(key, arqc, responseCode);
    }

    @State(Scope.Thread)
    public static class Floor {
        final JdkCipher single = JdkCipher.encrypting("DES/ECB/NoPadding", Arrays.copyOf(BDK, 8));
        final JdkCipher triple = JdkCipher.encrypting("DESede/ECB/NoPadding", three(BDK));
        final JdkCipher issuer = JdkCipher.encrypting("DESede/ECB/NoPadding", three(BDK));
        final JdkCipher derived = JdkCipher.encrypting("DESede/ECB/NoPadding", three(BDK));
        final JdkCipher chain = JdkCipher.encrypting("DES/CBC/NoPadding", Arrays.copyOf(BDK, 8));
        final byte[] data = new byte[CRYPTOGRAM_DATA_BYTES];
        final byte[] key = three(BDK);
        final byte[] half = Arrays.copyOf(BDK, 8);
    }

    /// One DES and one TDES block under a pair that stays.
    @Benchmark
    public byte[] verifyCvvFloor(Floor floor) {
        floor.single.run(floor.data, 8);
        floor.triple.run(floor.data, 8);
        return floor.data;
    }

    /// Two blocks under the issuer's key, a new card key with two, a new session key with a DES chain over the data, its last TDES
    /// block and the ARPC.
    @Benchmark
    public byte[] answerArqcFloor(Floor floor) {
        floor.issuer.run(floor.data, 16);
        floor.key[0]++;
        floor.derived.rekey(floor.key).run(floor.data, 16);
        floor.half[0]++;
        floor.chain.rekey(floor.half).run(floor.data, CRYPTOGRAM_DATA_BYTES);
        floor.key[1]++;
        floor.derived.rekey(floor.key).run(floor.data, 16);
        return floor.data;
    }
}
