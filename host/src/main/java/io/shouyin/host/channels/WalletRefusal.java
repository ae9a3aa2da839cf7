package io.shouyin.host.channels;

import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;

/// Why a payment by code came to nothing. From `WALLET_` on it is the wallet that says so.
public enum WalletRefusal implements Refusal {
    WALLET_OFF(ResponseCode.FUNCTION_UNSUPPORTED, "本平台未开通扫码支付", "Payments by code are not switched on here"),
    PAY_CODE_OF_NO_WALLET(ResponseCode.ISSUER_UNKNOWN, "不认识的付款码,请核对是否为付款码", "No wallet makes such codes: is it a payment code?"),
    WALLET_CODE_UNKNOWN(ResponseCode.CARD_NUMBER_INVALID, "付款码无效,请顾客刷新", "The wallet does not know this code: ask for a fresh one"),
    WALLET_CODE_EXPIRED(ResponseCode.CARD_EXPIRED, "付款码已过期,请顾客刷新", "The code has expired: ask for a fresh one"),
    WALLET_CODE_USED(ResponseCode.STATE_MISMATCH, "付款码已用过,请顾客刷新", "The code was used before: ask for a fresh one"),
    WALLET_FUNDS_SHORT(ResponseCode.FUNDS_INSUFFICIENT, "顾客钱包余额不足", "There is not enough in the wallet"),
    WALLET_CUSTOMER_REFUSED(ResponseCode.NOT_HONOURED, "顾客取消了付款", "The customer has refused"),
    WALLET_EXPIRED(ResponseCode.CARD_EXPIRED, "顾客没有在限定时间内付款", "The customer has not paid in time"),
    WALLET_CANCELLED(ResponseCode.STATE_MISMATCH, "付款已取消", "The payment was cancelled"),
    WALLET_CURRENCY_OTHER(ResponseCode.TRANSACTION_INVALID, "钱包不接受此币种", "The wallet does not take this currency"),
    WALLET_AMOUNT_INVALID(ResponseCode.AMOUNT_INVALID, "钱包不接受此金额", "The wallet does not take this amount"),
    WALLET_ABOVE_THE_REST(ResponseCode.AMOUNT_LIMIT_EXCEEDED, "退款超过钱包可退金额", "The wallet has less left to give back"),
    WALLET_ORIGINAL_UNKNOWN(ResponseCode.ORIGINAL_NOT_FOUND, "钱包找不到原付款", "The wallet does not know the payment"),
    WALLET_REFUSED(ResponseCode.NOT_HONOURED, "钱包拒绝了请求", "The wallet has refused");

    private final ResponseCode code;
    private final String zh;
    private final String en;

    WalletRefusal(ResponseCode code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    /// By the wallet's own word, such as `CODE_USED`.
    static WalletRefusal of(String reason) {
        for (WalletRefusal known : values()) {
            if (known.name().equals("WALLET_" + reason)) {
                return known;
            }
        }
        return WALLET_REFUSED;
    }

    /// What the terminal is answered.
    public ResponseCode code() {
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
}
