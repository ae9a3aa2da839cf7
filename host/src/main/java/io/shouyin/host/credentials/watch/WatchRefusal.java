package io.shouyin.host.credentials.watch;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why an alert stays as it is.
enum WatchRefusal implements Refusal {
    ALERT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这条告警", "There is no such alert"),
    ALERT_CLOSED(HttpStatus.CONFLICT, "该告警已关闭", "The alert is closed already");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    WatchRefusal(HttpStatus status, String zh, String en) {
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
