package io.shouyin.host.pricing;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a merchant's plan is not set.
public enum PricingRefusal implements Refusal {
    RATE_BELOW_COST(HttpStatus.UNPROCESSABLE_CONTENT, "费率低于该商户类别的成本;确需补贴的须登记补贴账户",
            "The rate is below what this class of merchant costs: name the account that bears the subsidy, or raise it"),
    PLAN_EFFECTIVE_IN_PAST(HttpStatus.UNPROCESSABLE_CONTENT, "费率不能早于今天或上一版本生效", "A plan cannot take effect before today, nor before the version that it follows"),
    PLAN_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "费率刚被他人修改,请重新打开", "Somebody else has changed the plan: open it again");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    PricingRefusal(HttpStatus status, String zh, String en) {
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
