package io.shouyin.host.acquiring;

import io.shouyin.kernel.Refusal;

/// Why a notice of a wallet is not taken.
enum WalletNoticeRefusal implements Refusal {
    WALLET_NOTICE_NOT_GENUINE("通知的签名不对", "The notice is not signed by the wallet"),
    WALLET_NOTICE_MALFORMED("通知没有给出付款编号", "The notice names no payment"),
    WALLET_NOTICE_TOO_OLD("通知的时间与本机相差太多", "The notice is too old, or of a time to come"),
    WALLET_NOTICE_REPLAYED("这条通知已经收过", "This very notice has come before"),
    WALLET_PAYMENT_UNREADABLE("钱包对这笔付款的说明无法入账(币种、商户、金额或时间不对),已登记待查", "What the wallet says of the payment cannot be booked (currency, merchant, amount or time): it is kept for people"),
    WALLET_PAYMENT_DIFFERS("这个编号已有另一笔付款入账,已登记待查", "Another payment was booked under this number: it is kept for people"),
    WALLET_NOTICE_TOO_EARLY("钱包没有回答这笔付款的情况,请稍后再通知", "The wallet does not say what has become of the payment: send the notice again");

    private final String zh;
    private final String en;

    WalletNoticeRefusal(String zh, String en) {
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
