package io.shouyin.host.receipts;

import io.shouyin.kernel.Refusal;

/// Why there is no receipt, signature or link.
public enum ReceiptRefusal implements Refusal {
    RECEIPT_UNKNOWN("没有这笔成功的交易", "There is no such approved transaction"),
    SIGNATURE_DIFFERS("这笔交易已有另一个签名", "The transaction has another signature already"),
    SETTLEMENT_SLIP_UNKNOWN("没有这个已结算的批次", "There is no such settled batch"),
    RECEIPT_LINKS_SPENT("这笔交易的链接已达上限", "The transaction has as many links as it may"),
    RECEIPT_MESSAGES_SPENT("短信太多,请一小时后再试", "Too many text messages, try again in an hour"),
    RECEIPT_LINK_UNKNOWN("链接不存在或已过期", "The link is unknown or has expired"),
    RECEIPT_PHONE_REFUSED("手机号不对,应为 11 位", "This is no mobile number: it has 11 digits"),
    RECEIPT_MESSAGES_OFF("没有设置短信通道,请改用二维码", "No text messages can be sent here, use the QR code");

    private final String zh;
    private final String en;

    ReceiptRefusal(String zh, String en) {
        this.zh = zh;
        this.en = en;
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
