package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;

/// Every reason for which the vault refuses a command or to open. None tells more than the caller may know.
public enum VaultRefusal implements Refusal {
    KEY_USE_REFUSED("这把密钥不能用于这个用途", "The key is not meant for this use"),
    KEY_BLOCK_REFUSED("密钥块已损坏,或属于另一把本地主密钥", "The key block was changed, or belongs to another local master key"),
    KEY_IMPORT_REFUSED("对方送来的密钥块被拒绝:已损坏、密钥不符或用途不符",
            "The peer's key block is refused: changed, under another key, or for another use"),
    KEY_NOT_EXPORTABLE("这把密钥不可导出", "The key may not be exported"),
    KEY_EXCHANGE_KEY_WEAK("密钥交换密钥弱于所交换的密钥", "The key-exchange key is weaker than the key that it carries"),
    KEY_COMPONENTS_REFUSED("密钥分量或份额的数量、长度或格式不对,应为等长的十六进制",
            "The key components or shares have a wrong number, length or form: all of the key's length, in hex"),
    KEY_COMPONENT_ZERO("密钥分量全为零", "A key component is all zeros"),
    KEY_COMPONENTS_EQUAL("两个密钥分量相同", "Two key components are equal"),
    KEY_PARITY_WRONG("密钥分量的奇校验不对", "A key component does not have odd parity"),
    KEY_WEAK("合成的密钥是弱密钥", "The key that comes out is weak"),
    PIN_KEY_SINGLE_LENGTH("单长度的 PIN 密钥未被允许(shouyin.keys.single-length-keys)",
            "PIN keys of single length are not allowed (shouyin.keys.single-length-keys)"),
    KEY_CHECK_VALUE_WRONG("合成的密钥与校验值不符", "The key that comes out does not have the check value"),
    KEY_PART_UNREADABLE("密钥分量或份额打不开:须为本仪式、这一份、这位密钥管理员加密",
            "The component or share cannot be opened: it is sealed for this ceremony, this part and this officer alone"),
    OFFICER_KEY_REFUSED("密钥管理员的公钥不是 P-256 公钥", "The key officer's public key is no public key of P-256"),
    PIN_TRANSLATION_FORBIDDEN("不允许在这两种 PIN 格式之间转换", "A PIN block of this format may not become one of that format"),
    PIN_VERIFICATION_FORBIDDEN("这种 PIN 格式不绑定卡号,不能用于核对", "A PIN block of a format without card number is not verified"),
    PIN_LIMIT_REACHED("这张卡、这台终端或这个网络的 PIN 次数已达上限", "Card, terminal or network has reached its limit of PINs"),
    CARD_VALUE_LIMIT_REACHED("这张卡的错误校验值(CVV)次数已达上限", "The card has reached its limit of wrong card values (CVV)"),
    PIN_JOURNAL_UNWRITABLE("错误 PIN 和校验值的记录无法写入,不再核对 PIN 和校验值",
            "Wrong PINs and card values cannot be written down, so none is looked at"),
    PIN_JOURNAL_BROKEN("错误 PIN 的记录打不开;删除 wrong-pins.key 和 wrong-pins.log 后从零开始计数",
            "The record of wrong PINs cannot be opened; without wrong-pins.key and wrong-pins.log the count begins anew"),
    DECIMALISATION_TABLE_UNKNOWN("没有这个名字的十进制化表", "There is no decimalisation table of that name"),
    DECIMALISATION_TABLE_REFUSED("十进制化表须有 16 位数字,至少 8 种,每种不超过 4 次",
            "A decimalisation table has 16 digits, at least 8 of them different, none more than 4 times"),
    SEALED_DATA_BROKEN("加密数据已损坏,或绑定于其他对象", "The sealed data was changed, or is bound to something else"),
    TRACK_UNREADABLE("磁道数据无法解密", "The track data cannot be opened"),
    VAULT_INPUT_INVALID("送入安全模块的数据长度或格式不对", "What was handed to the vault has a wrong length or form"),
    VAULT_SELF_TEST_FAILED("安全模块自检失败,保持关闭", "The vault's self-test failed: it stays closed"),
    VAULT_CLOSED("安全模块已关闭", "The vault is closed"),
    LMK_FILE_MISSING("找不到本地主密钥文件", "There is no local master key file"),
    LMK_FILE_EXISTS("本地主密钥文件已存在,不会被覆盖", "The local master key file exists already and is not overwritten"),
    LMK_FILE_BROKEN("本地主密钥文件已损坏,或不是本产品的文件",
            "The local master key file is broken, or is no file of this product"),
    LMK_FILE_UNWRITABLE("无法写入本地主密钥文件", "The local master key file cannot be written"),
    LMK_PASSPHRASE_WRONG("本地主密钥的口令不对(或文件中加密的内容被改动)",
            "The passphrase of the local master key is wrong (or what is sealed in its file was changed)"),
    LMK_PASSPHRASE_MISSING("没有本地主密钥的口令", "There is no passphrase for the local master key"),
    LMK_PASSPHRASE_WEAK("本地主密钥的口令至少要 12 个字符", "The passphrase of the local master key needs at least 12 characters"),
    LMK_PARTS_EQUAL("两位保管人的部分不能相同", "The parts of two custodians are not the same"),
    LMK_CUSTODIAN_NAME_REFUSED("保管人姓名须为 1 至 32 个字母或数字,可含空格、点和连字符",
            "A custodian's name has 1 to 32 letters and digits, with spaces, dots and dashes between them"),
    LMK_CUSTODIANS_EQUAL("两位保管人须是不同的人", "The custodians are different people"),
    LMK_UNKNOWN("没有这把本地主密钥", "There is no such local master key"),
    LMK_NEXT_EXISTS("已经有一把待换的本地主密钥", "There is a next local master key already"),
    LMK_NEXT_SAME("待换的本地主密钥与现用的相同", "The next local master key is the same as the present one"),
    LMK_STILL_WRAPS("这把本地主密钥还在使用,不能停用", "The local master key is in use and cannot be retired"),
    PKCS11_LIBRARY_MISSING("找不到 PKCS#11 库,或它不能使用", "There is no such PKCS#11 library, or it cannot be used"),
    PKCS11_TOKEN_MISSING("没有这个名字的 PKCS#11 令牌", "There is no PKCS#11 token of that name"),
    PKCS11_TOKEN_GONE("PKCS#11 令牌没有应答", "The PKCS#11 token does not answer"),
    PKCS11_KEY_MISSING("PKCS#11 令牌里没有这把本地主密钥", "The PKCS#11 token does not hold this local master key"),
    PKCS11_PIN_MISSING("没有 PKCS#11 令牌的 PIN", "There is no PIN for the PKCS#11 token"),
    PKCS11_PIN_WEAK("PKCS#11 令牌 PIN 的每一部分至少要 6 个字符", "Each part of a PKCS#11 token's PIN needs at least 6 characters"),
    PKCS11_PIN_WRONG("PKCS#11 令牌的 PIN 不对", "The PIN of the PKCS#11 token is wrong"),
    PKCS11_PIN_LOCKED("PKCS#11 令牌的 PIN 已锁定", "The PIN of the PKCS#11 token is locked");

    private final String zh;
    private final String en;

    VaultRefusal(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /// For input that the caller can put right.
    Fault fault() {
        return new Fault(this, Fault.Recovery.FIX_THE_INPUT);
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }
}
