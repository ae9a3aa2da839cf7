package io.shouyin.kernel.receipt;

/// The words of a receipt. English labels stand beside the Chinese ones and are short.
public enum ReceiptWord {
    TITLE("签购单", "签购单 SALES SLIP"),
    COPY_MERCHANT("商户存根 MERCHANT COPY", "商户存根 MERCHANT COPY"),
    COPY_CARDHOLDER("持卡人存根 CUSTOMER COPY", "持卡人存根 CUSTOMER COPY"),
    REPRINT("*** 重打印 ***", "*** 重打印 REPRINT ***"),
    TEST("*** 测试 ***", "*** 测试 TEST ***"),
    MERCHANT("商户名称", "商户名称 Merchant"),
    MERCHANT_ID("商户编号", "商户编号 MID"),
    TERMINAL_ID("终端编号", "终端编号 TID"),
    OPERATOR("操作员号", "操作员号 Operator"),
    ISSUER("发卡行", "发卡行 Issuer"),
    ACQUIRER("收单行", "收单行 Acquirer"),
    CARD("卡号", "卡号 Card"),
    PAY_CODE("付款码", "付款码 Code"),
    EXPIRY("有效期", "有效期 Expiry"),
    KIND("交易类型", "交易类型 Type"),
    BATCH("批次号", "批次号 Batch"),
    TRACE("凭证号", "凭证号 Voucher"),
    AUTH_CODE("授权码", "授权码 Auth"),
    RRN("交易参考号", "交易参考号 Ref"),
    DATE_TIME("日期时间", "日期 Date"),
    ORIGINAL_TRACE("原凭证号", "原凭证号 Orig. voucher"),
    ORIGINAL_RRN("原交易参考号", "原参考号 Orig. ref"),
    ORIGINAL_AUTH_CODE("原授权码", "原授权码 Orig. auth"),
    ORIGINAL_DATE("原交易日期", "原日期 Orig. date"),
    AMOUNT("金额 RMB", "金额 RMB"),
    REMARK("备注", "备注 Remark"),
    SIGNATURE("持卡人签名", "持卡人签名 Signature"),
    SIGNED("(电子签名)", "(电子签名 signed on screen)"),
    NOT_SIGNED("(未签名)", "(未签名 not signed)"),
    NO_SIGNATURE_BELOW("交易金额未达 {0} 元,无需签名", "Below RMB {0}: no signature is needed"),
    PAID_BY_CODE("扫码支付,无需签名", "Paid by code: no signature is needed"),
    CONSENT("本人确认以上交易,同意将其记入本卡账户", "I accept the transaction above and its entry to my card account."),
    CONSENT_BY_CODE("本人确认以上交易", "I accept the transaction above.");

    private final String zh;
    private final String en;

    ReceiptWord(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String in(boolean english) {
        return english ? en : zh;
    }

    String with(Object value, boolean english) {
        return in(english).replace("{0}", value.toString());
    }
}
