package io.shouyin.host.fleet.logs;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Why a log, a part of it or a screen is not taken, or a search not made. In the order in which it is looked at.
public enum LogRefusal implements Refusal {
    LOG_PART_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "这一段日志太大", "The part of the log is too large"),
    LOG_PART_HASH_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "这一段日志与其摘要不符", "The part of the log does not have the hash that it is named by"),
    LOG_NOT_ORDERED(HttpStatus.CONFLICT, "没有要求这台终端上传的未完成指令", "No order that is open asks this terminal for it"),
    LOG_OF_ANOTHER_TERMINAL(HttpStatus.FORBIDDEN, "这次上传属于另一台终端", "The upload is another terminal's"),
    LOG_FILE_NAME_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "文件名只能是字母、数字、点、减号和下划线,不能是路径", "A file name is letters, digits, dots, hyphens and underscores, and never a path"),
    LOG_REPLACED(HttpStatus.CONFLICT, "终端的日志已换成另一份,请重新下达指令", "The terminal has begun another log meanwhile: order it again"),
    LOG_NOT_BEGUN(HttpStatus.CONFLICT, "上传还没有开始", "The upload was not begun"),
    LOG_UPLOAD_ENDED(HttpStatus.CONFLICT, "上传已经结束", "The upload has ended"),
    LOG_PART_DIFFERS(HttpStatus.CONFLICT, "同一段号先前收到的内容不同", "Another part came with the same number before"),
    LOG_PART_OUT_OF_ORDER(HttpStatus.CONFLICT, "段号不连续", "The part is not the next one"),
    LOG_PARTS_TOO_MANY(HttpStatus.CONFLICT, "一次上传的段数已到上限", "The upload has as many parts as one may have"),
    LOG_PART_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT, "这一段日志不是 gzip", "The part of the log is not gzip"),
    LOG_PART_UNPACKS_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT, "这一段日志解压后超过上限", "The part of the log unpacks to more than it may"),
    LOG_UPLOAD_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT, "这次上传的日志总量超过上限", "The upload is larger than one may be"),
    LOG_LINE_CUT(HttpStatus.UNPROCESSABLE_CONTENT, "一段日志须在行尾结束", "A part of a log ends with the end of a line"),
    LOG_LINE_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT, "日志行的格式或序号不对", "A line of the log is not of its form, or not in its order"),
    LOG_SCREEN_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT, "截屏内容的格式不对", "The screen is not of its form"),
    LOG_SCREEN_UNKNOWN(HttpStatus.NOT_FOUND, "没有这张截屏", "There is no such screen"),
    LOG_SEARCH_WITHOUT_WORD(HttpStatus.UNPROCESSABLE_CONTENT, "搜索内容须有字或数字", "A search has a letter or a digit");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    LogRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    void when(boolean holds) {
        if (holds) {
            throw refused();
        }
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    /// With how many parts the host has.
    RefusedRequest refused(int parts) {
        return new RefusedRequest(status, this, Map.of("parts", parts), new HttpHeaders());
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
