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
    UPDATE_RANGE_WRONG(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "文件没有这一段", "The file has no such part"),
    UPDATE_RELEASE_KEYS_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "没有设置发布公钥文件 (shouyin.updates.release-keys),不能接收发布",
            "No file of release keys is set (shouyin.updates.release-keys): no release is taken"),
    UPDATE_RELEASE_KNOWN(HttpStatus.CONFLICT, "该产品已有这个编号的发布", "There is a release of this product and number already"),
    UPDATE_RELEASE_MIXED(HttpStatus.UNPROCESSABLE_CONTENT, ".swu 镜像不能与其他文件放在同一发布中", "Images (.swu) and other files are releases of their own"),
    UPDATE_RELEASE_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个发布", "There is no such release"),
    UPDATE_RELEASE_NOT_READY(HttpStatus.UNPROCESSABLE_CONTENT, "发布的文件不全或已撤回", "The release lacks files, or is withdrawn"),
    UPDATE_FILE_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "文件比清单所写或允许的长", "The file is longer than the manifest says, or than it may be"),
    UPDATE_FILES_FULL(HttpStatus.CONTENT_TOO_LARGE, "发布文件的总容量已满", "The room for files of releases is used up"),
    UPDATE_FILE_BROKEN(HttpStatus.SERVICE_UNAVAILABLE, "文件没有完整收到或写入", "The file was not received or written whole"),
    UPDATE_ROLLOUT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个推送", "There is no such rollout"),
    UPDATE_ROLLOUT_NOT_NOW(HttpStatus.CONFLICT, "推送当前的状态不允许这一步", "The rollout is not in a state for that"),
    UPDATE_ROLLOUT_GROUPS_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "最后一组须为剩余终端的 100%", "The last group takes 100 % of the remaining terminals"),
    UPDATE_ROLLOUT_FORCED_WHEN(HttpStatus.UNPROCESSABLE_CONTENT, "定时强制的推送须给出时间,其他的不给", "A rollout that is forced later says when, and no other does"),
    UPDATE_ROLLOUT_WINDOW_HALF(HttpStatus.UNPROCESSABLE_CONTENT, "维护时段须同时给出开始与时长", "A maintenance window has both a beginning and a length"),
    UPDATE_ROLLOUT_NOTHING_FAILED(HttpStatus.CONFLICT, "没有失败的终端", "There is no terminal where it failed");

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
