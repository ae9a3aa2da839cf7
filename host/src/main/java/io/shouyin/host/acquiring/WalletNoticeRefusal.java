package io.shouyin.host.acquiring;

import io.shouyin.kernel.Refusal;

/// Why a notice of a wallet is not taken.
enum WalletNoticeRefusal implements Refusal {
    WALLET_NOTICE_NOT_GENUINE("通知的签名不对", "The notice is not signed by the wallet"),
    WALLET_NOTICE_MALFORMED("通知没有给出付款编号", "The notice names no payment"),
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
