package io.shouyin.host.gateway;

import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;

/// Why the gateway says no to a message that is readable and authentic: it does not speak the cryptography that the terminal was
/// registered with, or asks for keys that are too weak.
enum GatewayRefusal implements Refusal {
    KEY_SET_OF_ANOTHER_PROFILE(ResponseCode.FUNCTION_UNSUPPORTED, "签到请求的密钥不属于终端登记的密码算法",
            "The sign-in asks for keys of another profile than the terminal's"),
    KEY_SET_OF_SINGLE_LENGTH(ResponseCode.FUNCTION_UNSUPPORTED, "签到请求单长度的 PIN 密钥,未被允许",
            "The sign-in asks for a PIN key of single length, which is not allowed"),
    PIN_BLOCK_OF_ANOTHER_PROFILE(ResponseCode.PIN_FORMAT_WRONG, "PIN 块不在终端登记的密码算法规定的位置",
            "The PIN block stands where another profile puts it"),
    TRACK_OF_ANOTHER_PROFILE(ResponseCode.SECURITY_PROCESSING_FAILED, "加密磁道不在终端登记的密码算法规定的位置",
            "The encrypted track stands where another profile puts it"),
    ENTRY_MODE_UNKNOWN(ResponseCode.FORMAT_ERROR, "输入方式(域 22)不是 01、02、05、07 或 92",
            "The entry mode (field 22) is not 01, 02, 05, 07 or 92"),
    CARD_OF_ANOTHER_ENTRY_MODE(ResponseCode.FORMAT_ERROR, "卡数据与输入方式(域 22)不符:手输要卡号和有效期,不带磁道;刷卡要磁道",
            "The card's data is not that of the entry mode (field 22): a typed number comes with its expiry and no track, a swipe with the track"),
    PIN_FORMAT_CONTRADICTS(ResponseCode.FORMAT_ERROR, "域 53 与 PIN 不符:有 PIN 以 2 开头,无 PIN 以 0 开头",
            "Field 53 contradicts the PIN: it begins with 2 if there is one, with 0 if there is none"),
    CHIP_DATA_MISSING(ResponseCode.FORMAT_ERROR, "输入方式是芯片,却没有IC卡数据(域 55)",
            "The entry mode is a chip, and there is no chip data (field 55)"),
    CHIP_DATA_UNEXPECTED(ResponseCode.FORMAT_ERROR, "有IC卡数据(域 55),输入方式却不是芯片",
            "There is chip data (field 55), and the entry mode is no chip"),
    CHIP_DATA_CONTRADICTS(ResponseCode.FORMAT_ERROR, "IC卡数据与报文的金额、货币或卡片序列号不符",
            "The chip data has another amount, currency or card sequence number than the message"),
    SCRIPT_RESULTS_OF_ANOTHER_CHIP(ResponseCode.FORMAT_ERROR, "脚本结果的应用交易计数器与原交易不符",
            "The script results have another transaction counter than the original");

    private final ResponseCode code;
    private final String zh;
    private final String en;

    GatewayRefusal(ResponseCode code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    /// What the terminal is answered.
    ResponseCode code() {
        return code;
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }

    void when(boolean holds) throws Refused {
        if (holds) {
            throw new Refused(this);
        }
    }

    /// A message is refused.
    static final class Refused extends Exception {
        private final GatewayRefusal refusal;

        private Refused(GatewayRefusal refusal) {
            super(refusal.en(), null, false, false);
            this.refusal = refusal;
        }

        GatewayRefusal refusal() {
            return refusal;
        }
    }
}
