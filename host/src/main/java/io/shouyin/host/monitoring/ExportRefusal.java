package io.shouyin.host.monitoring;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why there is no export, or what became of one.
enum ExportRefusal implements Refusal {
    EXPORT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个导出任务", "There is no such export"),
    EXPORT_TOO_LONG(HttpStatus.UNPROCESSABLE_CONTENT, "一次最多导出五十万笔,请缩小时间范围", "An export has half a million transactions at most: narrow the time"),
    EXPORTS_FULL(HttpStatus.CONFLICT, "已有两个导出任务在进行,请等待或取消", "Two of your exports are under way: wait, or cancel one"),
    EXPORT_NOT_DONE(HttpStatus.CONFLICT, "导出尚未完成", "The export is not done"),
    EXPORT_SEARCH_UNFIT(HttpStatus.UNPROCESSABLE_CONTENT, "搜索条件过长,或像完整卡号", "What is searched is too long, or looks like a whole card number"),
    EXPORT_HOST_STOPPED(HttpStatus.CONFLICT, "导出中主机停止,请重新导出", "The host stopped during the export: ask again"),
    EXPORT_BROKEN(HttpStatus.CONFLICT, "导出出错,请重新导出", "The export broke: ask again");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    ExportRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
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
