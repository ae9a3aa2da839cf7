package io.shouyin.host.fleet.status;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Why a heartbeat is not taken, in the order in which it is looked at; its signature is looked at after its length.
enum HeartbeatRefusal implements Refusal {
    HEARTBEAT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "心跳内容过长", "The heartbeat is too large"),
    HEARTBEAT_INVALID(HttpStatus.BAD_REQUEST, "心跳内容不符合要求", "A member of the heartbeat is missing or out of its range"),
    HEARTBEAT_FROM_FUTURE(HttpStatus.FORBIDDEN, "心跳时间在未来,请给终端校时", "The heartbeat is from the future: set the terminal's clock"),
    HEARTBEAT_TOO_OLD(HttpStatus.FORBIDDEN, "心跳时间过早,请给终端校时", "The heartbeat is too old: set the terminal's clock"),
    HEARTBEAT_REPEATED(HttpStatus.CONFLICT, "这次心跳已收到过", "This heartbeat, or a later one, was received before"),
    HEARTBEAT_CLONED(HttpStatus.CONFLICT, "心跳序号倒退,疑似有两台相同的终端", "The sequence of the heartbeats goes back: there may be two of this terminal");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    HeartbeatRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    /// @param member of the beat
    RefusedRequest refused(String member) {
        return new RefusedRequest(status, this, Map.of("member", member), new HttpHeaders());
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
