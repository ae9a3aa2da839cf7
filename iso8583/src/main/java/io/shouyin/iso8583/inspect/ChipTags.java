package io.shouyin.iso8583.inspect;

import java.util.Map;

/// The tags of chip data that are no secret (EMV book 3, annex A). Everything else, above all 5A, 57 and issuer
/// scripts, is shown as a length.
final class ChipTags {

    record Name(String zh, String en) {}

    static final Map<Integer, Name> SHOWN = Map.ofEntries(
            name(0x4F, "应用标识", "Application identifier"),
            name(0x82, "应用交互特征", "Application interchange profile"),
            name(0x84, "专用文件名称", "Dedicated file name"),
            name(0x8A, "授权响应码", "Authorization response code"),
            name(0x91, "发卡行认证数据", "Issuer authentication data"),
            name(0x95, "终端验证结果", "Terminal verification results"),
            name(0x9A, "交易日期", "Transaction date"),
            name(0x9B, "交易状态信息", "Transaction status information"),
            name(0x9C, "交易类型", "Transaction type"),
            name(0x5F2A, "交易货币代码", "Transaction currency code"),
            name(0x9F02, "授权金额", "Amount, authorized"),
            name(0x9F03, "其他金额", "Amount, other"),
            name(0x9F06, "终端应用标识", "Application identifier, terminal"),
            name(0x9F09, "终端应用版本号", "Application version number"),
            name(0x9F10, "发卡行应用数据", "Issuer application data"),
            name(0x9F1A, "终端国家代码", "Terminal country code"),
            name(0x9F1E, "接口设备序列号", "Interface device serial number"),
            name(0x9F26, "应用密文", "Application cryptogram"),
            name(0x9F27, "密文信息数据", "Cryptogram information data"),
            name(0x9F33, "终端性能", "Terminal capabilities"),
            name(0x9F34, "持卡人验证结果", "Cardholder verification results"),
            name(0x9F35, "终端类型", "Terminal type"),
            name(0x9F36, "应用交易计数器", "Application transaction counter"),
            name(0x9F37, "不可预知数", "Unpredictable number"),
            name(0x9F41, "交易序列计数器", "Transaction sequence counter"),
            name(0xDF31, "发卡行脚本结果", "Issuer script results"));

    private ChipTags() {}

    private static Map.Entry<Integer, Name> name(int tag, String zh, String en) {
        return Map.entry(tag, new Name(zh, en));
    }
}
