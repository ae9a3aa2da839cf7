package io.shouyin.host.fleet.orders;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why an order is not given, cancelled or reported on.
public enum OrderRefusal implements Refusal {
    ORDER_UNKNOWN(HttpStatus.NOT_FOUND, "没有这条指令", "There is no such order"),
    ORDER_TERMINAL_NOT_ACTIVE(HttpStatus.CONFLICT, "终端未激活或没有凭证密钥,无法向它下达指令", "The terminal is not activated or has no credential key: it cannot be given orders"),
    ORDER_TEXT_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "显示消息的指令须有消息内容", "An order to show a message needs the message"),
    ORDER_TEXT_UNWANTED(HttpStatus.UNPROCESSABLE_CONTENT, "这种指令不带消息内容", "This kind of order shows no message"),
    ORDER_LOG_PERIOD_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "只有上传日志的指令可以带时间段,且起点须早于终点", "Only an order to upload logs has a time, and it begins before it ends"),
    ORDER_FOR_ONE_ALONE(HttpStatus.UNPROCESSABLE_CONTENT, "清除密钥一次只能针对一台终端", "Keys are wiped on one terminal at a time"),
    ORDERS_TOO_MANY(HttpStatus.CONFLICT, "这台终端已有太多未完成的指令", "Too many orders wait for this terminal already"),
    ORDER_SELECTION_EMPTY(HttpStatus.UNPROCESSABLE_CONTENT, "没有符合条件的终端", "No terminal fits the selection"),
    ORDER_SELECTION_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT, "一次最多向500台终端下达指令,请缩小范围", "At most 500 terminals at once: narrow the selection"),
    ORDER_UNDER_WAY(HttpStatus.CONFLICT, "指令已送出或已结束,不能撤回", "The order was sent or has ended: it cannot be cancelled"),
    ORDER_HOLDS_AT_ONCE(HttpStatus.CONFLICT, "锁定与解锁在主机上立即生效,不能撤回;请下达相反的指令", "Lock and unlock hold at the host at once and cannot be taken back: give the opposite order"),
    ORDER_REPORT_WRONG(HttpStatus.CONFLICT, "终端的回报与指令的状态不符", "What the terminal reports does not fit the order");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    OrderRefusal(HttpStatus status, String zh, String en) {
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

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }
}
