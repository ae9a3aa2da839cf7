package io.shouyin.bench;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.UnionPayMac;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a sale costs in the codec and in its MAC, in both dialects. The card is the public test number of the protocol's examples.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final byte[] EIGHT_BYTES = HexFormat.of().parseHex("8FE30B2A612C01DA");
    private static final byte[] SIXTEEN_BYTES = HexFormat.of().parseHex("8FE30B2A612C01DA1A1962F737257F67");

    private final Codec terminalCodec = new Codec(Dialects.TERMINAL);
    private final Codec networkCodec = new Codec(Dialects.NETWORK);
    private Message terminalSale;
    private Message networkSale;
    private byte[] terminalBody;
    private byte[] networkBody;
    private byte[] covered;
    private TdesKey singleKey;
    private TdesKey doubleKey;

    @Setup
    public void prepare() throws DecodeException {
        byte[] factors = new byte[104];
        Arrays.fill(factors, (byte) 0x5A);
        terminalSale = Message.builder("0200")
                .text(3, "000000").text(4, "000000012345").text(11, "000123").text(22, "021").text(25, "00").text(26, "12")
                .text(35, "6216261000000000018=30122200000000000").text(41, "00000001").text(42, "104290058120001").text(49, "156")
                .bytes(52, new byte[8]).text(53, "2600000000000000").bytes(57, factors).text(60, "2200000100050").bytes(64, new byte[8])
                .build();
        networkSale = Message.builder("0200")
                .text(2, "6216261000000000018").text(3, "000000").text(4, "000000012345").text(7, "0401120000").text(11, "000123")
                .text(12, "200000").text(13, "0401").text(14, "3012").text(18, "5812").text(22, "021").text(25, "00")
                .text(32, "00010000").text(35, "6216261000000000018=30122200000000000").text(37, "609100000123").text(41, "00000001")
                .text(42, "104290058120001").text(43, "JIANGNAN BISTRO SHANGHAI").text(49, "156").bytes(52, new byte[8])
                .bytes(64, new byte[8]).build();
        terminalBody = terminalCodec.encode(terminalSale);
        networkBody = networkCodec.encode(networkSale);
        covered = terminalCodec.decode(terminalBody).macBytes();
        singleKey = TdesKey.of(EIGHT_BYTES);
        doubleKey = TdesKey.of(SIXTEEN_BYTES);
    }

    @Benchmark
    public byte[] encodeTerminal() {
        return terminalCodec.encode(terminalSale);
    }

    @Benchmark
    public Decoded decodeTerminal() throws DecodeException {
        return terminalCodec.decode(terminalBody);
    }

    @Benchmark
    public byte[] encodeNetwork() {
        return networkCodec.encode(networkSale);
    }

    @Benchmark
    public Decoded decodeNetwork() throws DecodeException {
        return networkCodec.decode(networkBody);
    }

    /// With the key made ready, as the host has it.
    @Benchmark
    public byte[] macKey8() {
        return UnionPayMac.mac(singleKey, covered);
    }

    /// With the key made ready, as the host has it.
    @Benchmark
    public byte[] macKey16() {
        return UnionPayMac.mac(doubleKey, covered);
    }

    /// With the key's schedule made for this one MAC.
    @Benchmark
    public byte[] macKey16FromBytes() {
        return UnionPayMac.mac(SIXTEEN_BYTES, covered);
    }
}
