package io.shouyin.bench.crypto;

import static io.shouyin.bench.crypto.TestKeys.PAN;
import static io.shouyin.bench.crypto.TestKeys.PIN;
import static io.shouyin.bench.crypto.TestKeys.ZPK_AES;
import static io.shouyin.bench.crypto.TestKeys.hex;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CardCommands.ChipAnswer;
import io.shouyin.vault.CardCommands.ChipRequest;
import io.shouyin.vault.CardCommands.CardValueVerdict;
import io.shouyin.vault.CardCommands.ChipVerdict;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeys;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.PinTarget;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.PinCommands.PinVerdict;
import io.shouyin.vault.PinCommands.ValidationData;
import io.shouyin.vault.PinLimits;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// As [VaultBenchmark]: what a vault does beside the way of a sale at the acquirer. PINs and cards verified, PIN blocks under DUKPT, data
/// at rest. PINs are right, each thread's on a
/// card of its own; no journal of wrong ones.
@State(Scope.Benchmark)
public class VaultIssuerBenchmark {

    /// Odd parity each, and together.
    private static final List<String> TDES_COMPONENTS = List.of("0123456789ABCDEFFEDCBA9876543210", "10".repeat(16), "04".repeat(16));
    private static final byte[] TDES = hex("153751739DBFD9FBEAC8AE8C62402604");
    private static final List<String> AES_COMPONENTS = List.of("5A".repeat(16), "2120".repeat(8));
    private static final byte[] AES = hex("7B7A".repeat(8));
    private static final String TABLE = "0123456789012345";
    private static final PinLimits LIMITS = new PinLimits(Duration.ofMinutes(10), 1_000_000_000, 1_000_000_000, 1_000_000_000,
            Duration.ofDays(1), 1_000_000_000, 1_000_000_000);
    /// Five one bits in its counter.
    private static final byte[] TDES_KSN = hex("FFFF9876543210E0001F");
    private static final byte[] AES_KSN = hex("12345678901234560000001F");

    private final Pan pan = Pan.of(PAN);
    private final TdesKey tdes = TdesKey.of(TDES);
    private final AesKey aes = AesKey.of(AES);
    private final Cvv.Pair cvk = Cvv.Pair.of(TDES);
    private final TdesDukpt.Bdk tdesBdk = TdesDukpt.Bdk.of(TDES);
    private final AesDukpt.Bdk aesBdk = AesDukpt.Bdk.of(AES);
    private final AesGcmKey dataKey = AesGcmKey.of(ZPK_AES);
    private final HmacKey indexKey = HmacKey.of(ZPK_AES);
    private final Ibm3624.DecimalisationTable table = Ibm3624.DecimalisationTable.of(TABLE);

    private final String cvv = cvk.cvv(PAN, "3012", "201");
    private final byte[] atc = hex("001C");
    private final byte[] unpredictable = new byte[4];
    private final byte[] cardData = new byte[48];
    private final byte[] responseCode = hex("3030");
    private final byte[] arqc = bareArqc();
    private final byte[] clear = PAN.getBytes(StandardCharsets.US_ASCII);
    private final byte[] boundTo = "acquiring.sale.pan".getBytes(StandardCharsets.US_ASCII);
    private byte[] tdesDukptBlock;
    private byte[] aesDukptBlock;

    @State(Scope.Thread)
    public static class Card {

        private static final AtomicInteger NEXT = new AtomicInteger();

        private final String digits = "62162610%011d".formatted(NEXT.getAndIncrement());
        private final Pan pan = Pan.of(digits);
        private final String validationData = "0000" + digits.substring(6, 18);
        private final String pvv = Pvv.pvv(TDES, digits, 1, PIN);
        private byte[] pinBlock;
        private String offset;
        private PinReference.Pvv byPvv;
        private PinReference.Offset byOffset;

        @Setup
        public void prepare(VaultIssuerBenchmark shared) {
            pinBlock = shared.tdes.encryptEcb(PinBlocks.encodeFormat0(PIN, digits));
            offset = Ibm3624.offset(TDES, shared.table, validationData, PIN);
            byPvv = new PinReference.Pvv(shared.pvk, 1, pvv);
            byOffset = new PinReference.Offset(shared.offsetKey, "ours", ValidationData.ACCOUNT_NUMBER, offset);
        }
    }

    private SoftSecurityModule vault;
    private PinSource incoming;
    private KeyBlock pvk;
    private KeyBlock offsetKey;
    private PinSource underTdesDukpt;
    private PinSource underAesDukpt;
    private PinTarget zpk;
    private PinTarget zpkAes;
    private KeyBlock cvkBlock;
    private final CardValue onStripe = new CardValue.OnStripe("201");
    private KeyBlock chipKey;
    private ChipRequest chipRequest;
    private ChipAnswer chipAnswer;
    private KeyBlock dataBlock;
    private KeyBlock indexBlock;

    @Setup
    public void prepare() throws IOException {
        Path folder = Files.createTempDirectory("shouyin-bench");
        Path file = folder.resolve("lmk.p12");
        vault = new SoftSecurityModule(MasterKeys.only(LocalMasterKey.create(file, Secret.of("a benchmark's own key"))),
                VaultOptions.STANDARD.withPinLimits(LIMITS).withDecimalisationTables(Map.of("ours", TABLE)));
        Files.delete(file);
        Files.delete(folder);
        incoming = new PinSource.Fixed(known(KeyPurpose.ZONE_PIN_INCOMING, TDES_COMPONENTS), PinFormat.ISO_0);
        pvk = known(KeyPurpose.PIN_PVV, TDES_COMPONENTS);
        offsetKey = known(KeyPurpose.PIN_OFFSET, TDES_COMPONENTS);
        underTdesDukpt = new PinSource.TdesDukptKey(known(KeyPurpose.DUKPT_BASE, TDES_COMPONENTS), TDES_KSN, PinFormat.ISO_0);
        underAesDukpt = new PinSource.AesDukptKey(known(KeyPurpose.DUKPT_BASE_AES, AES_COMPONENTS), AES_KSN, AesDukpt.KeyType.AES_128,
                PinFormat.ISO_4);
        zpk = new PinTarget(vault.generate(KeyPurpose.ZONE_PIN), PinFormat.ISO_0);
        zpkAes = new PinTarget(vault.generate(KeyPurpose.ZONE_PIN_AES), PinFormat.ISO_4);
        cvkBlock = known(KeyPurpose.CARD_VALUE_CHECK, TDES_COMPONENTS);
        chipKey = known(KeyPurpose.CHIP_CRYPTOGRAM, TDES_COMPONENTS);
        chipRequest = new ChipRequest(CardProfile.MASTERCARD_20, pan, "00", atc, unpredictable, cardData, arqc);
        chipAnswer = new ChipAnswer.Method1(responseCode);
        dataBlock = vault.generate(KeyPurpose.DATA);
        indexBlock = vault.generate(KeyPurpose.INDEX);
        try (BlockKey key = tdesDukptKey()) {
            tdesDukptBlock = key.encryptEcb(PinBlocks.encodeFormat0(PIN, PAN));
        }
        try (BlockKey key = aesDukptKey()) {
            aesDukptBlock = PinBlocks.encipherFormat4(key, PIN, PAN);
        }
    }

    private KeyBlock known(KeyPurpose purpose, List<String> components) {
        return vault.combine(purpose, components.stream().map(Secret::of).toList());
    }

    @TearDown
    public void close() {
        vault.close();
    }

    @Benchmark
    public PinVerdict verifyPvv(Card card) {
        return vault.verifyPin(incoming, card.pinBlock, card.pan, card.byPvv);
    }

    @Benchmark
    public boolean verifyPvvBare(Card card) {
        return PinVerification.byPvv(tdes, PinFormat.ISO_0, card.pinBlock, card.digits, tdes, 1, card.pvv);
    }

    @Benchmark
    public PinVerdict verifyOffset(Card card) {
        return vault.verifyPin(incoming, card.pinBlock, card.pan, card.byOffset);
    }

    @Benchmark
    public boolean verifyOffsetBare(Card card) {
        return PinVerification.byOffset(tdes, PinFormat.ISO_0, card.pinBlock, card.digits, tdes, table, card.validationData, card.offset);
    }

    @Benchmark
    public CardValueVerdict verifyCvv() {
        return vault.verifyCardValue(cvkBlock, onStripe, pan, "3012", cvv);
    }

    @Benchmark
    public boolean verifyCvvBare() {
        return cvk.verify(PAN, "3012", "201", cvv);
    }

    @Benchmark
    public ChipVerdict answerArqc() {
        return vault.verifyArqc(chipKey, chipRequest, chipAnswer);
    }

    @Benchmark
    public byte[] answerArqcBare() {
        try (CardProfile.Card card = CardProfile.MASTERCARD_20.card(TDES, PAN, "00")) {
            byte[] arpc = card.arpc(atc, unpredictable, arqc, responseCode);
            return card.verify(atc, unpredictable, cardData, arqc) ? arpc : null;
        }
    }

    @Benchmark
    public PinTranslation translateTdesDukpt() {
        return vault.translatePin(underTdesDukpt, zpk, tdesDukptBlock, pan);
    }

    @Benchmark
    public byte[] translateTdesDukptBare() {
        try (BlockKey key = tdesDukptKey()) {
            return io.shouyin.paycrypto.PinTranslation.translate(key, PinFormat.ISO_0, tdes, PinFormat.ISO_0, tdesDukptBlock, PAN);
        }
    }

    @Benchmark
    public PinTranslation translateAesDukpt() {
        return vault.translatePin(underAesDukpt, zpkAes, aesDukptBlock, pan);
    }

    @Benchmark
    public byte[] translateAesDukptBare() {
        try (BlockKey key = aesDukptKey()) {
            return io.shouyin.paycrypto.PinTranslation.translate(key, PinFormat.ISO_4, aes, PinFormat.ISO_4, aesDukptBlock, PAN);
        }
    }

    @Benchmark
    public byte[] seal() {
        return vault.seal(dataBlock, clear, boundTo);
    }

    @Benchmark
    public byte[] sealBare() {
        return dataKey.sealWithNonce(clear, boundTo);
    }

    @Benchmark
    public byte[] index() {
        return vault.index(indexBlock, clear);
    }

    @Benchmark
    public byte[] indexBare() {
        return indexKey.mac(clear);
    }

    private BlockKey tdesDukptKey() {
        return tdesBdk.useKey(TDES_KSN, TdesDukpt.Use.PIN);
    }

    private BlockKey aesDukptKey() {
        return aesBdk.useKey(AES_KSN, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128);
    }

    private byte[] bareArqc() {
        try (CardProfile.Card card = CardProfile.MASTERCARD_20.card(TDES, PAN, "00")) {
            return card.cryptogram(atc, unpredictable, cardData);
        }
    }
}
