package io.shouyin.host.acquiring;

import io.shouyin.kernel.Refusal;

/// Why a batch is not settled now.
public enum BatchRefusal implements Refusal {
    BATCH_GIVES_BACK_UNDECIDED("有一笔扫码撤销或退货结果未定,请稍后再结算", "A void or refund by code is not decided yet: settle again in a while");

    private final String zh;
    private final String en;

    BatchRefusal(String zh, String en) {
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
