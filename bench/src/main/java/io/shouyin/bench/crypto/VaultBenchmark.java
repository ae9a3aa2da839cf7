package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.PIN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_OUT;
import static io.shouyin.bench.crypto.TestKeys.hex;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeys;
import io.shouyin.vault.PasswordCommands.Enrolment;
import io.shouyin.vault.PasswordCommands.EnrolmentRules;
import io.shouyin.vault.PasswordCommands.FactorVerdict;
import io.shouyin.vault.PasswordCommands.Match;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.PinLimits;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import io.shouyin.vault.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Commands of the vault in this process, and the same functions called bare. Each thread is a terminal with keys and cards of its own;
/// the ZPK is the same for all, as it is for all sales, and so are the keys of passwords.
///
/// `FromRow` means that the handle is made anew for each call, as one that was just read from a row.
@State(Scope.Benchmark)
public class VaultBenchmark {

    private static final String SUBJECT = "txn:104110053110001:00000001";
    private static final String PASSWORD = "Wq7pz2";
    private static final byte[] NONCE = new byte[12];
    private static final byte[] PIK = hex("0123456789ABCDEFFEDCBA9876543210");
    private static final byte[] TCK = hex("7B7A".repeat(16));
    /// Counted as always, never reached: one card and one terminal do what is else the work of thousands.
    private static final PinLimits LIMITS = new PinLimits(Duration.ofMinutes(10), 1_000_000_000, 1_000_000_000, 1_000_000_000,
            Duration.ofDays(1), 1_000_000_000, 1_000_000_000);

    private final byte[] message = new byte[256];
    private final TdesKey bareZpk = TdesKey.of(ZPK_OUT);
    private final AesGcmKey bareTck = AesGcmKey.of(TCK);
    private final HmacKey bareVerifierKey = HmacKey.of(TCK);
    private final byte[] sealed = SealedValue.seal(TCK, NONCE, PASSWORD.getBytes(StandardCharsets.UTF_8), additionalData());
    private final byte[] bareKept = bareVerifier();
    private final SealedFactor typed = new SealedFactor(sealed, new SealedFactor.Binding("0200",
            new MerchantId("104110053110001"), new TerminalId("00000001"), new BatchNumber(1), new TraceNumber(1), 0xDF02));

    /// Its cards have a PIN block each and come in turn.
    @State(Scope.Thread)
    public static class Terminal {

        private static final int CARDS = 256;
        private static final AtomicInteger NEXT = new AtomicInteger();

        private final Pan[] pans = new Pan[CARDS];
        private final byte[][] pinBlocks = new byte[CARDS][];
        private TdesKey bareMacKey;
        private TdesKey barePik;
        private KeyBlock macKey;
        private KeyBlock pik;
        private byte[] macKeyRow;
        private byte[] pikRow;
        private byte[] mac;
        private byte[] bareMac;
        private int turn;

        @Setup
        public void prepare(VaultBenchmark shared) {
            int number = NEXT.getAndIncrement();
            // odd parity each, and together
            byte[][] components = {PIK, hex("10".repeat(16)), hex("%02X".formatted(0x20 << number % 3).repeat(16))};
            byte[] key = new byte[16];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (components[0][i] ^ components[1][i] ^ components[2][i]);
            }
            barePik = TdesKey.of(key);
            bareMacKey = TdesKey.of(Arrays.copyOf(key, 8));
            pik = shared.vault.combine(KeyPurpose.TERMINAL_PIN, Arrays.stream(components).map(HexFormat.of()::formatHex).map(Secret::of).toList());
            macKey = shared.vault.generate(KeyPurpose.TERMINAL_MAC);
            pikRow = row(pik);
            macKeyRow = row(macKey);
            mac = shared.vault.mac(macKey, shared.message);
            bareMac = UnionPayMac.mac(bareMacKey, shared.message);
            for (int i = 0; i < CARDS; i++) {
                String digits = "62162610%011d".formatted(number * CARDS + i);
                pans[i] = Pan.of(digits);
                pinBlocks[i] = barePik.encryptEcb(PinBlocks.encodeFormat0(PIN, digits));
            }
        }

        private int nextCard() {
            turn = turn + 1 & CARDS - 1;
            return turn;
        }
    }

    private SoftSecurityModule vault;
    private KeyBlock zpk;
    private KeyBlock tck;
    private KeyBlock verifierKey;
    private byte[] zpkRow;
    private Verifier kept;
    private List<OwnedVerifier> manyKept;

    @Setup
    public void prepare() throws IOException {
        Path folder = Files.createTempDirectory("shouyin-bench");
        Path file = folder.resolve("lmk.p12");
        vault = new SoftSecurityModule(MasterKeys.only(LocalMasterKey.create(file, Secret.of("a benchmark's own key"))),
                VaultOptions.STANDARD.withPinLimits(LIMITS));
        Files.delete(file);
        Files.delete(folder);
        zpk = vault.generate(KeyPurpose.ZONE_PIN);
        tck = vault.combine(KeyPurpose.TERMINAL_CREDENTIAL, List.of(Secret.of("5A".repeat(32)), Secret.of("2120".repeat(16))));
        verifierKey = vault.generate(KeyPurpose.CREDENTIAL_VERIFIER);
        zpkRow = row(zpk);
        kept = ((Enrolment.Accepted) vault.enrol(tck, verifierKey, typed, SUBJECT,
                new EnrolmentRules(PasswordRules.Policy.TRANSACTION_PASSWORD, PasswordRules.Context.NONE, List.of(), List.of()))).verifier();
        manyKept = Stream.concat(Stream.generate(() -> new Verifier(new byte[16], new byte[32])).limit(10), Stream.of(kept))
                .map(verifier -> new OwnedVerifier(SUBJECT, verifier)).toList();
    }

    @TearDown
    public void close() {
        vault.close();
    }

    private static byte[] row(KeyBlock key) {
        return key.value().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static KeyBlock fromRow(byte[] row) {
        return new KeyBlock(new String(row, StandardCharsets.ISO_8859_1));
    }

    @Benchmark
    public byte[] mac(Terminal terminal) {
        return vault.mac(terminal.macKey, message);
    }

    @Benchmark
    public byte[] macFromRow(Terminal terminal) {
        return vault.mac(fromRow(terminal.macKeyRow), message);
    }

    @Benchmark
    public byte[] macBare(Terminal terminal) {
        return UnionPayMac.mac(terminal.bareMacKey, message);
    }

    @Benchmark
    public boolean verifyMac(Terminal terminal) {
        return vault.verifyMac(terminal.macKey, message, terminal.mac);
    }

    @Benchmark
    public boolean verifyMacFromRow(Terminal terminal) {
        return vault.verifyMac(fromRow(terminal.macKeyRow), message, terminal.mac);
    }

    @Benchmark
    public boolean verifyMacBare(Terminal terminal) {
        return MessageDigest.isEqual(UnionPayMac.mac(terminal.bareMacKey, message), terminal.bareMac);
    }

    @Benchmark
    public byte[] translatePin(Terminal terminal) {
        return translated(terminal.pik, zpk, terminal);
    }

    @Benchmark
    public byte[] translatePinFromRow(Terminal terminal) {
        return translated(fromRow(terminal.pikRow), fromRow(zpkRow), terminal);
    }

    private byte[] translated(KeyBlock from, KeyBlock to, Terminal terminal) {
        int card = terminal.nextCard();
        return ((PinTranslation.Translated) vault.translatePin(from, to, terminal.pinBlocks[card], terminal.pans[card])).block();
    }

    @Benchmark
    public byte[] translatePinBare(Terminal terminal) {
        int card = terminal.nextCard();
        return io.shouyin.paycrypto.PinTranslation.translate(terminal.barePik, PinFormat.ISO_0, bareZpk, PinFormat.ISO_0, terminal.pinBlocks[card],
                terminal.pans[card].reveal(CardDataAccess.granted()));
    }

    @Benchmark
    public FactorVerdict verifyPassword() {
        return vault.verify(tck, verifierKey, typed, SUBJECT, kept);
    }

    /// As a transaction does it: the last of a standing password and ten one-time ones.
    @Benchmark
    public Match matchPassword() {
        return vault.match(tck, verifierKey, typed, manyKept);
    }

    @Benchmark
    public boolean verifyPasswordBare() {
        return MessageDigest.isEqual(bareVerifier(), bareKept);
    }

    /// The password opened, and what is kept of one.
    private byte[] bareVerifier() {
        byte[] password = SealedValue.open(bareTck, sealed, additionalData());
        return bareVerifierKey.mac(new byte[8], SUBJECT.getBytes(StandardCharsets.UTF_8), new byte[16], password);
    }

    private static byte[] additionalData() {
        return SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", "000001", 0xDF02);
    }
}
