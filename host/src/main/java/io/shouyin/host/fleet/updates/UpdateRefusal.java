package io.shouyin.host.fleet.updates;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Why the update service says no: to a terminal, or to who makes releases and rollouts.
public enum UpdateRefusal implements Refusal {
    UPDATE_TENANT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个租户,只有 DEFAULT", "There is no such tenant, only DEFAULT"),
    UPDATE_LOGIN_REFUSED(HttpStatus.UNAUTHORIZED, "更新凭据不对,或不属于这台终端", "The credential for updates is wrong, or not this terminal's"),
    UPDATE_ACTION_UNKNOWN(HttpStatus.NOT_FOUND, "这台终端没有这项更新", "This terminal has no such update"),
    UPDATE_ACTION_ENDED(HttpStatus.GONE, "这项更新已经结束", "This update has ended"),
    UPDATE_NOT_CANCELING(HttpStatus.METHOD_NOT_ALLOWED, "这项更新没有在取消", "This update is not being cancelled"),
    UPDATE_WINDOW_CLOSED(HttpStatus.NOT_FOUND, "不在维护时段内", "The maintenance window is closed"),
    UPDATE_AUTO_CONFIRM_ON(HttpStatus.CONFLICT, "自动确认已经开启", "Automatic confirmation is on already"),
    UPDATE_FEEDBACK_TOO_MUCH(HttpStatus.FORBIDDEN, "这项更新的反馈已达一千条,只再接受结果", "A thousand messages about this update are enough: only its result is taken now"),
    UPDATE_MESSAGES_TOO_MANY(HttpStatus.FORBIDDEN, "一条反馈最多五十行说明", "A feedback carries at most fifty lines"),
    UPDATE_ATTRIBUTES_TOO_MANY(HttpStatus.FORBIDDEN, "一台终端最多一百项属性", "A terminal has at most a hundred attributes"),
    UPDATE_TOO_FAST(HttpStatus.TOO_MANY_REQUESTS, "请求过于频繁,请稍后再试", "Too many requests: try again later"),
    UPDATE_DOWNLOADS_FULL(HttpStatus.TOO_MANY_REQUESTS, "同时下载的数量已满,请稍后再试", "Too many downloads at the same time: try again later"),
    UPDATE_FILE_UNKNOWN(HttpStatus.NOT_FOUND, "这台终端的更新没有这个文件", "No update of this terminal has such a file"),
    UPDATE_FILE_ELSEWHERE(HttpStatus.SERVICE_UNAVAILABLE, "文件不在本主机的文件夹里,多台主机须共用一个文件夹",
            "The file is not in this host's folder: hosts on one database share the folder"),
    UPDATE_FILE_CHANGED(HttpStatus.PRECONDITION_FAILED, "文件与所要求的不同", "The file is not the one that was asked for"),
    UPDATE_RANGE_WRONG(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "文件没有这一段", "The file has no such part");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    UpdateRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    /// With a header that the caller needs to go on.
    RefusedRequest refused(String header, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(header, value);
        return new RefusedRequest(status, this, Map.of(), headers);
    }

    void when(boolean holds) {
        if (holds) {
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
