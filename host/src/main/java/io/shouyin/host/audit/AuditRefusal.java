package io.shouyin.host.audit;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why the log does not answer a question.
enum AuditRefusal implements Refusal {
    ENTRY_UNKNOWN(HttpStatus.NOT_FOUND, "没有这条审计记录", "There is no such entry in the audit log"),
    ENTRY_NOT_SIGNED_YET(HttpStatus.CONFLICT, "还没有检查点覆盖这条记录,请稍后再试", "No checkpoint covers the entry yet, try again in a moment"),
    TREE_SIZE_UNKNOWN(HttpStatus.BAD_REQUEST, "日志没有这样的大小或位置", "The log has no such size or index");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    AuditRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    void unless(boolean holds) {
        if (!holds) {
            throw refused();
        }
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
