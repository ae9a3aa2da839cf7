package io.shouyin.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/// What `bench crypto` measures, beside what, and what the project aims at.
enum CryptoOperation {
    PIN_TRANSLATION("PIN 转加密 TDES→TDES", "PIN translation", "PinBenchmark.translate", "Floor", 400_000, 0.5),
    TDES_DUKPT("TDES DUKPT → ZPK", "TDES DUKPT to ZPK", "TdesDukptBenchmark.translate", "Floor", 100_000, 0),
    AES_DUKPT("AES DUKPT → ZPK, format 4", "AES DUKPT to ZPK", "AesDukptBenchmark.translate", "Floor", 400_000, 0),
    PVV("PVV 验证", "PIN verified by PVV", "PinBenchmark.verifyPvv", "Floor", 500_000, 0),
    CVV("CVV 验证", "CVV verified", "CardBenchmark.verifyCvv", "Floor", 500_000, 0),
    ARQC_ARPC("ARQC 验证 + ARPC", "ARQC checked, ARPC", "CardBenchmark.answerArqc", "Floor", 100_000, 0),
    KEY_BLOCK("密钥块 D 解包", "key block D unwrapped", "KeyBlockBenchmark.unwrap", "Floor", 300_000, 0),
    UNIONPAY_MAC("银联 MAC,256 字节", "UnionPay MAC, 256 bytes", "MacBenchmark.unionPay", "Floor", 300_000, 0),
    SM2_SIGN("SM2 签名", "SM2 signed", "CurveBenchmark.sm2Sign", "", 0, 0),
    SM2_VERIFY("SM2 验签", "SM2 verified", "CurveBenchmark.sm2Verify", "", 0, 0),
    ECDH_P256("ECDH P-256", "ECDH P-256", "CurveBenchmark.ecdhP256", "", 0, 0),
    ECDH_P384("ECDH P-384", "ECDH P-384", "CurveBenchmark.ecdhP384", "", 0, 0),
    VAULT_MAC("密钥库 mac", "vault mac", "VaultBenchmark.mac", "Bare", 0, 0.7),
    VAULT_MAC_FROM_ROW("密钥库 mac,句柄新读", "vault mac, handle from a row", "VaultBenchmark.macFromRow", "Bare", 0, 0.7),
    VAULT_VERIFY_MAC("密钥库 verifyMac", "vault verifyMac", "VaultBenchmark.verifyMac", "Bare", 0, 0.7),
    VAULT_VERIFY_MAC_FROM_ROW("密钥库 verifyMac,句柄新读", "vault verifyMac, handle from a row", "VaultBenchmark.verifyMacFromRow", "Bare", 0, 0.7),
    VAULT_TRANSLATE("密钥库 translatePin", "vault translatePin", "VaultBenchmark.translatePin", "Bare", 0, 0.7),
    VAULT_TRANSLATE_FROM_ROW("密钥库 translatePin,句柄新读", "vault translatePin, handles from rows", "VaultBenchmark.translatePinFromRow", "Bare", 0, 0.7),
    VAULT_VERIFY("密钥库 verify(密码)", "vault verify (password)", "VaultBenchmark.verifyPassword", "Bare", 0, 0.7),
    VAULT_PVV("密钥库 verifyPin,PVV", "vault verifyPin by PVV", "VaultIssuerBenchmark.verifyPvv", "Bare", 0, 0.7),
    VAULT_OFFSET("密钥库 verifyPin,IBM 3624", "vault verifyPin by offset", "VaultIssuerBenchmark.verifyOffset", "Bare", 0, 0.7),
    VAULT_CVV("密钥库 verifyCardValue", "vault verifyCardValue", "VaultIssuerBenchmark.verifyCvv", "Bare", 0, 0.7),
    VAULT_ARQC("密钥库 verifyArqc", "vault verifyArqc", "VaultIssuerBenchmark.answerArqc", "Bare", 0, 0.7),
    VAULT_TDES_DUKPT("密钥库 translatePin,TDES DUKPT", "vault translatePin, TDES DUKPT", "VaultIssuerBenchmark.translateTdesDukpt", "Bare", 0, 0.7),
    VAULT_AES_DUKPT("密钥库 translatePin,AES DUKPT", "vault translatePin, AES DUKPT", "VaultIssuerBenchmark.translateAesDukpt", "Bare", 0, 0.7),
    VAULT_SEAL("密钥库 seal,卡号", "vault seal of a card number", "VaultIssuerBenchmark.seal", "Bare", 0, 0.7),
    VAULT_INDEX("密钥库 index,卡号", "vault index of a card number", "VaultIssuerBenchmark.index", "Bare", 0, 0.7);

    private static final String PACKAGE = "io.shouyin.bench.crypto.";
    private static final String FROM_ROW = "FromRow";

    private final String zh;
    private final String en;
    private final String benchmark;
    private final String besideSuffix;
    private final long perSecondMin;
    private final double ratioMin;

    CryptoOperation(String zh, String en, String benchmark, String besideSuffix, long perSecondMin, double ratioMin) {
        this.zh = zh;
        this.en = en;
        this.benchmark = benchmark;
        this.besideSuffix = besideSuffix;
        this.perSecondMin = perSecondMin;
        this.ratioMin = ratioMin;
    }

    /// In both languages, Chinese first; once where both are the same.
    String title() {
        return zh.equals(en) ? en : zh + " " + en;
    }

    /// The whole name of its JMH benchmark.
    String benchmark() {
        return PACKAGE + benchmark;
    }

    /// The JMH benchmark to compare with: the floor, or the function called bare. Absent for plain numbers.
    Optional<String> beside() {
        return besideSuffix.isEmpty() ? Optional.empty() : Optional.of(benchmark().replace(FROM_ROW, "") + besideSuffix);
    }

    /// Operations a second on one core.
    OptionalDouble perSecondMin() {
        return perSecondMin == 0 ? OptionalDouble.empty() : OptionalDouble.of(perSecondMin);
    }

    /// Of what it stands beside.
    OptionalDouble ratioMin() {
        return ratioMin == 0 ? OptionalDouble.empty() : OptionalDouble.of(ratioMin);
    }
}
