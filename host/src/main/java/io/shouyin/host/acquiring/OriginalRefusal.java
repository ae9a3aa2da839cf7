package io.shouyin.host.acquiring;

import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;

/// Why a transaction cannot follow the one that it names.
public enum OriginalRefusal implements Refusal {
    ORIGINAL_UNKNOWN(ResponseCode.ORIGINAL_NOT_FOUND, "本商户没有这笔原交易", "This merchant has no such transaction"),
    ORIGINAL_OF_ANOTHER_CARD(ResponseCode.ORIGINAL_NOT_FOUND, "原交易不是这张卡做的", "The original was made with another card"),
    ORIGINAL_OF_ANOTHER_KIND(ResponseCode.TRANSACTION_INVALID, "原交易的种类不能这样处理", "The original is of a kind that cannot be followed so"),
    ORIGINAL_OF_ANOTHER_BATCH(ResponseCode.TRANSACTION_INVALID, "只能撤销当前批次的交易,其他请用退货", "Only the present batch can be voided; refund instead"),
    ORIGINAL_NOT_APPROVED(ResponseCode.STATE_MISMATCH, "原交易没有成功", "The original is not approved"),
    ORIGINAL_VOIDED(ResponseCode.STATE_MISMATCH, "原交易已撤销", "The original is voided already"),
    ORIGINAL_REFUNDED(ResponseCode.STATE_MISMATCH, "原交易已有退货,不能撤销", "The original has refunds and cannot be voided"),
    ORIGINAL_COMPLETED(ResponseCode.STATE_MISMATCH, "预授权已完成", "The pre-authorization is completed already"),
    FOLLOW_UP_UNDECIDED(ResponseCode.IN_PROGRESS, "对原交易的上一次处理结果未定,请稍后再试", "What was asked of the original before is not decided yet: try again later"),
    AMOUNT_NOT_THE_ORIGINALS(ResponseCode.AMOUNT_DIFFERS, "撤销金额须与原交易相同", "A void has the amount of its original"),
    AMOUNT_ABOVE_THE_REST(ResponseCode.AMOUNT_LIMIT_EXCEEDED, "退货金额超过可退余额", "The refund exceeds what is left of the original"),
    AMOUNT_ABOVE_THE_MAXIMUM(ResponseCode.AMOUNT_LIMIT_EXCEEDED, "追加后预授权超过单笔上限", "With the top-up the pre-authorization exceeds what one transaction may be"),
    AMOUNT_ABOVE_THE_PERCENTAGE(ResponseCode.AMOUNT_DIFFERS, "完成金额超过预授权的允许比例", "The completion exceeds what a pre-authorization allows");

    private final ResponseCode code;
    private final String zh;
    private final String en;

    OriginalRefusal(ResponseCode code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
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
