package io.shouyin.host.credentials;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Why the desk of secrets and of step-up rules says no.
enum SecretRefusal implements Refusal {
    SECRET_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个密码", "There is no such password"),
    SECRET_ENDED(HttpStatus.CONFLICT, "该密码已失效", "The password has ended already"),
    VALIDITY_OVER(HttpStatus.UNPROCESSABLE_CONTENT, "有效期已过或起止颠倒", "The validity is over, or ends before it begins"),
    FORM_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "两人合管须为组合密码,周期与次数须一起填写",
            "A password of two people is a combination; a cycle and its uses go together"),
    TOO_MANY_ONE_TIME(HttpStatus.CONFLICT, "未用的一次性密码过多,请先作废", "There are too many unused one-time passwords: revoke some first"),
    OPERATOR_NOT_READY(HttpStatus.CONFLICT, "没有该操作员,或其初始密码尚未修改", "There is no such operator, or the initial password has not been changed yet"),
    AUTHENTICATOR_UNKNOWN(HttpStatus.NOT_FOUND, "该操作员没有验证器", "The operator has no authenticator application"),
    AUTHENTICATOR_CODE_WRONG(HttpStatus.FORBIDDEN, "验证码不对", "The code is not right"),
    SECRET_NEEDS_CASE(HttpStatus.CONFLICT, "已有过密码,忘记或更换请走重置申请", "There was a password before: a case of the service desk gives another"),
    CASE_OPEN(HttpStatus.CONFLICT, "有办理中的重置申请,办结前不能另发密码", "A case about this is under way: no other password until it has ended"),
    RULE_SCOPE_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个规则范围", "There is no such scope of rules"),
    RULE_NAME_TWICE(HttpStatus.UNPROCESSABLE_CONTENT, "规则名称重复", "Two rules have the same name"),
    RULE_ROLE_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "规则里的另一人只能是主管(SUPERVISOR):管理员管密码,不批交易",
            "The other person of a rule is the supervisor (SUPERVISOR): administrators rule over passwords and approve no transaction"),
    RULE_ADDS_NOTHING(HttpStatus.UNPROCESSABLE_CONTENT, "上级规则已有同等或更严的要求,下级只能加严",
            "A higher scope asks for as much or more already: a lower one can only tighten"),
    RULES_SALE_UNGUARDED(HttpStatus.UNPROCESSABLE_CONTENT, "底线:5000元起的消费、预授权、追加预授权和预授权完成至少要验证一项(不含银行卡密码)",
            "The floor: a sale, pre-authorisation, top-up or completion from CNY 5,000.00 asks for at least one factor besides the card's PIN"),
    RULES_BACK_UNGUARDED(HttpStatus.UNPROCESSABLE_CONTENT, "底线:撤销、退货、预授权撤销、预授权完成撤销须主管验证",
            "The floor: voids, refunds, voids of pre-authorisations and of completions ask for a supervisor"),
    RULES_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "规则刚被他人修改,请重新打开", "Somebody else has changed the rules: open them again"),
    RULES_EFFECTIVE_IN_PAST(HttpStatus.UNPROCESSABLE_CONTENT, "生效时间不能早于现在和上一版本",
            "The rules cannot take effect before now, nor before the version that they follow"),
    RULES_TOO_MANY(HttpStatus.UNPROCESSABLE_CONTENT, "各级规则在一台终端上合计最多 " + StepUpRuleDesk.RULES_TOGETHER_MAX + " 条",
            "The rules of all scopes around one terminal are " + StepUpRuleDesk.RULES_TOGETHER_MAX + " at most");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    SecretRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    /// @param more figures for the caller
    RefusedRequest refused(Map<String, Object> more) {
        return new RefusedRequest(status, this, more, new HttpHeaders());
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
