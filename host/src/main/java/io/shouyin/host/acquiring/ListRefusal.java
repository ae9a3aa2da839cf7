package io.shouyin.host.acquiring;

import io.shouyin.kernel.Refusal;

/// Why a list is not handed out as a whole.
enum ListRefusal implements Refusal {
    LIST_TOO_LONG("超过一万笔,请用导出任务", "More than ten thousand transactions: ask for an export");

    private final String zh;
    private final String en;

    ListRefusal(String zh, String en) {
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
