package io.shouyin.iso8583;

import static io.shouyin.iso8583.FieldSpec.Disclosure.CARD_NUMBER;
import static io.shouyin.iso8583.FieldSpec.Disclosure.HIDDEN;
import static io.shouyin.iso8583.FieldSpec.Disclosure.PARTS;
import static io.shouyin.iso8583.FieldSpec.Disclosure.SHOWN;

import java.util.List;
import java.util.Optional;

/// The two dialects of this product, each one table.
public final class Dialects {

    private Dialects() {}

    /// UnionPay-style, between terminal and host: digits packed two to a byte, one bitmap of 64 bits.
    ///
    /// A count of n and z fields counts digits, of the others bytes. Digits of fields with a count and of field 22 are
    /// aligned left, those of the other numeric fields right.
    public static final Dialect TERMINAL = new Dialect("terminal", Dialect.Packing.PACKED, 64,
            List.of("0100", "0110", "0200", "0210", "0220", "0230", "0320", "0330", "0400", "0410", "0500", "0510",
                    "0800", "0810", "0820", "0830"),
            List.of(
                    row(2, "n..19", "主账号", "Primary account number", CARD_NUMBER),
                    row(3, "n6", "处理码", "Processing code", SHOWN),
                    row(4, "n12", "交易金额", "Amount, fen", SHOWN),
                    row(11, "n6", "流水号", "Trace number", SHOWN),
                    row(12, "n6", "受卡方所在地时间", "Local time, hhmmss", SHOWN),
                    row(13, "n4", "受卡方所在地日期", "Local date, MMDD", SHOWN),
                    row(14, "n4", "卡有效期", "Expiry date, YYMM", HIDDEN),
                    row(15, "n4", "清算日期", "Settlement date, MMDD", SHOWN),
                    row(22, "n3 left", "服务点输入方式", "Entry mode", SHOWN),
                    row(23, "n3", "卡片序列号", "Card sequence number", SHOWN),
                    row(25, "n2", "服务点条件码", "Condition code", SHOWN),
                    row(26, "n2", "服务点PIN获取码", "PIN length maximum", SHOWN),
                    row(32, "n..11", "受理方标识码", "Acquirer number", SHOWN),
                    row(35, "z..37", "第二磁道数据", "Track 2", HIDDEN),
                    row(36, "z...104", "第三磁道数据", "Track 3", HIDDEN),
                    row(37, "an12", "检索参考号", "Retrieval reference number", SHOWN),
                    row(38, "an6", "授权标识应答码", "Authorization code", SHOWN),
                    row(39, "an2", "应答码", "Response code, or reason of a reversal", SHOWN),
                    row(41, "ans8", "受卡机终端标识码", "Terminal number", SHOWN),
                    row(42, "ans15", "受卡方标识码", "Merchant number", SHOWN),
                    row(44, "ans..25", "附加响应数据", "Additional response: issuer and acquirer number", SHOWN),
                    row(48, "n...322", "附加数据", "Additional data: totals or list of a settlement", PARTS),
                    row(49, "an3", "交易货币代码", "Currency code", SHOWN),
                    row(52, "b8", "个人标识码数据", "PIN block, encrypted", HIDDEN),
                    row(53, "n16", "安全控制信息", "Security control information", SHOWN),
                    row(54, "an...20", "余额", "Balance", HIDDEN),
                    row(55, "b...255", "IC卡数据域", "Chip data", PARTS),
                    row(57, "b...512", "密封的验证要素", "Sealed factors", PARTS),
                    row(58, "b...100", "电子钱包标准交易信息", "Electronic purse data", HIDDEN),
                    row(60, "n...17", "自定义域", "Transaction type, batch, network code", PARTS),
                    row(61, "n...29", "原始信息域", "Original transaction", PARTS),
                    row(62, "b...512", "自定义域:密钥、序列号、参数", "Keys, serial number or parameters", PARTS),
                    row(63, "ansc...63", "自定义域:操作员、卡组织", "Operator, card scheme, texts", PARTS),
                    row(64, "b8", "报文鉴别码", "Message authentication code", SHOWN)));

    /// ISO 8583:1987 between host and network: everything in ASCII, 128 fields.
    ///
    /// A count counts characters, of a binary field its bytes (each two hexadecimal characters).
    public static final Dialect NETWORK = new Dialect("network", Dialect.Packing.ASCII, 128,
            List.of("0100", "0110", "0200", "0210", "0220", "0230", "0400", "0410", "0420", "0430", "0800", "0810"),
            List.of(
                    row(2, "n..19", "主账号", "Primary account number", CARD_NUMBER),
                    row(3, "n6", "处理码", "Processing code", SHOWN),
                    row(4, "n12", "交易金额", "Amount, fen", SHOWN),
                    row(7, "n10", "传输日期时间", "Transmission date and time, MMDDhhmmss UTC", SHOWN),
                    row(11, "n6", "流水号", "Trace number", SHOWN),
                    row(12, "n6", "受卡方所在地时间", "Local time, hhmmss", SHOWN),
                    row(13, "n4", "受卡方所在地日期", "Local date, MMDD", SHOWN),
                    row(14, "n4", "卡有效期", "Expiry date, YYMM", HIDDEN),
                    row(15, "n4", "清算日期", "Settlement date, MMDD", SHOWN),
                    row(18, "n4", "商户类型", "Merchant category code", SHOWN),
                    row(22, "n3", "服务点输入方式", "Entry mode", SHOWN),
                    row(23, "n3", "卡片序列号", "Card sequence number", SHOWN),
                    row(25, "n2", "服务点条件码", "Condition code", SHOWN),
                    row(26, "n2", "服务点PIN获取码", "PIN length maximum", SHOWN),
                    row(32, "n..11", "受理方标识码", "Acquirer number", SHOWN),
                    row(35, "z..37", "第二磁道数据", "Track 2", HIDDEN),
                    row(36, "z...104", "第三磁道数据", "Track 3", HIDDEN),
                    row(37, "an12", "检索参考号", "Retrieval reference number", SHOWN),
                    row(38, "an6", "授权标识应答码", "Authorization code", SHOWN),
                    row(39, "an2", "应答码", "Response code, or reason of a reversal", SHOWN),
                    row(41, "ans8", "受卡机终端标识码", "Terminal number", SHOWN),
                    row(42, "ans15", "受卡方标识码", "Merchant number", SHOWN),
                    row(43, "ans40", "受卡方名称地址", "Merchant name and city", SHOWN),
                    row(44, "ans..25", "附加响应数据", "Additional response", SHOWN),
                    row(48, "ans...999", "附加数据", "Additional data: key blocks", HIDDEN),
                    row(49, "an3", "交易货币代码", "Currency code", SHOWN),
                    row(52, "b8", "个人标识码数据", "PIN block, encrypted", HIDDEN),
                    row(53, "n16", "安全控制信息", "Security control information", SHOWN),
                    row(54, "an...120", "余额", "Balances", HIDDEN),
                    row(55, "b...255", "IC卡数据域", "Chip data", PARTS),
                    row(64, "b8", "报文鉴别码", "Message authentication code", SHOWN),
                    row(70, "n3", "网络管理信息码", "Network management code", SHOWN),
                    row(90, "n42", "原始数据元", "Original data elements", SHOWN),
                    row(128, "b8", "报文鉴别码", "Message authentication code", SHOWN)));

    /// The dialect with a name of the command line.
    public static Optional<Dialect> named(String name) {
        return List.of(TERMINAL, NETWORK).stream().filter(dialect -> dialect.name().equals(name)).findFirst();
    }

    private static FieldSpec row(int number, String format, String zh, String en, FieldSpec.Disclosure disclosure) {
        return FieldSpec.of(number, format, zh, en, disclosure);
    }
}
