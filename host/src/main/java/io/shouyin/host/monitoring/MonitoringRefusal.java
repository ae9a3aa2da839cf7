package io.shouyin.host.monitoring;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a rule stays as it is.
enum MonitoringRefusal implements Refusal {
    ALERT_RULE_UNKNOWN(HttpStatus.NOT_FOUND, "没有这条告警规则", "There is no such alert rule"),
    ALERT_RULE_UNFIT(HttpStatus.UNPROCESSABLE_CONTENT, "规则须有其类型所需的各项取值,且不得有其他取值", "A rule has the values that its kind wants, and no others"),
    ALERT_RULE_NAME_TAKEN(HttpStatus.CONFLICT, "已有同名的告警规则", "There is an alert rule of this name already"),
    ALERT_RULE_CHANGED(HttpStatus.CONFLICT, "规则已被他人修改,请重新打开", "Somebody else has changed the rule: open it again"),
    ALERT_RULES_FULL(HttpStatus.CONFLICT, "告警规则最多一百条", "There are a hundred alert rules at most"),
    ALERT_NOT_SILENCED(HttpStatus.CONFLICT, "该规则未被静默", "The rule is not silenced");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    MonitoringRefusal(HttpStatus status, String zh, String en) {
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
