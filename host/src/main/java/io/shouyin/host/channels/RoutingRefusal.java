package io.shouyin.host.channels;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why routing rules are not taken.
public enum RoutingRefusal implements Refusal {
    ROUTING_NAME_TWICE(HttpStatus.UNPROCESSABLE_CONTENT, "两条路由规则同名", "Two routing rules have the same name"),
    ROUTING_RULE_NEVER_REACHED(HttpStatus.UNPROCESSABLE_CONTENT, "不设条件的规则只能排在最后,否则后面的规则永远用不到",
            "A rule without conditions comes last: those after it would never be reached"),
    ROUTING_CHANNEL_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "规则指向的通道不存在", "A rule names a channel that there is not"),
    ROUTING_MERCHANT_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "规则中的商户未登记", "A rule names a merchant that is not in the register"),
    ROUTING_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "路由规则已被他人修改,请重新查看", "Somebody has changed the routing meanwhile: look again");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    RoutingRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    void when(boolean holds) {
        if (holds) {
            throw new RefusedRequest(status, this);
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
