package io.shouyin.host.fleet.status;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a maintenance ticket stays as it is.
enum MaintenanceRefusal implements Refusal {
    TICKET_UNKNOWN(HttpStatus.NOT_FOUND, "没有这张维护工单", "There is no such maintenance ticket"),
    TICKET_CLOSED(HttpStatus.CONFLICT, "该工单已关闭或已是此状态", "The ticket is closed, or was in this state before");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    MaintenanceRefusal(HttpStatus status, String zh, String en) {
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
