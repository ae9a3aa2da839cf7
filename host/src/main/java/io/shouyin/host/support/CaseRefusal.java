package io.shouyin.host.support;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a case, or the link that it sent, says no.
enum CaseRefusal implements Refusal {
    CASE_UNKNOWN(HttpStatus.NOT_FOUND, "没有这份申请", "There is no such case"),
    CASE_SUBJECT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个账号、操作员、卡用户或商户", "There is no such account, operator, card user or merchant"),
    CASE_WISH_UNFIT(HttpStatus.UNPROCESSABLE_CONTENT, "这类对象不能这样申请", "That cannot be asked for this kind of subject"),
    CASE_ACCOUNT_GUARDED(HttpStatus.CONFLICT, "管理员和密钥管理员的账号须由两人提议重置,不走客服", "Administrators and key officers are reset by a proposal of two people, not by the service desk"),
    CASE_FOR_ONESELF(HttpStatus.FORBIDDEN, "涉及自己账号的申请须由别人办理", "Nobody handles a case about the own account"),
    CASE_SECOND_PERSON_NEEDED(HttpStatus.FORBIDDEN, "须由没有经手这份申请的人批准", "Somebody must approve who neither opened the case nor saw a proof"),
    CASE_UNDER_WAY(HttpStatus.CONFLICT, "该对象已有办理中的申请", "A case about this is under way already"),
    CASE_LIMIT_SUBJECT(HttpStatus.TOO_MANY_REQUESTS, "该对象24小时内的申请过多", "There were too many cases about this in 24 hours"),
    CASE_LIMIT_AGENT(HttpStatus.TOO_MANY_REQUESTS, "您24小时内开的申请过多", "You have opened too many cases in 24 hours"),
    CASE_CHANNEL_MISSING(HttpStatus.CONFLICT, "没有登记可收短信的手机", "No phone that takes text messages is registered"),
    CASE_CHANNEL_TOO_NEW(HttpStatus.CONFLICT, "手机刚变更,冷却期后才能接收链接或密码", "The phone was changed lately: it gets no link or password before its cooling period ends"),
    CASE_PHONE_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "不是可收短信的手机号", "That is no number that takes text messages"),
    CASE_PROOF_REPEATED(HttpStatus.CONFLICT, "这种证明已记录,请换一种", "This kind of proof is recorded already: another kind is needed"),
    CASE_NOT_OPEN(HttpStatus.CONFLICT, "这份申请不在核实身份阶段", "The case does not wait for a proof"),
    CASE_NOT_PROVED(HttpStatus.CONFLICT, "身份尚未核实,不能批准或驳回", "Who asks has not proved who they are yet"),
    CASE_EXPIRED(HttpStatus.CONFLICT, "这份申请已过期,请重新开", "The case has expired: open another one"),
    CASE_ENDED(HttpStatus.CONFLICT, "这份申请已办结", "The case has ended"),
    PHONE_REGISTERED(HttpStatus.CONFLICT, "已登记手机,变更须由客服办理", "A phone is registered: another one needs a case of the service desk"),
    LINK_UNKNOWN(HttpStatus.FORBIDDEN, "链接不对,请从短信里重新打开", "The link is wrong: open it from the text message again"),
    LINK_EXPIRED(HttpStatus.FORBIDDEN, "链接已过期,请联系客服", "The link has expired: ask the service desk"),
    LINK_USED(HttpStatus.FORBIDDEN, "链接已用过", "The link has been used"),
    LINK_TRIES_SPENT(HttpStatus.FORBIDDEN, "试错次数已满,链接作废", "Too many wrong tries: the link is void"),
    LINK_FACTOR_MISSING(HttpStatus.FORBIDDEN, "请先完成第二步验证", "Show your second factor first"),
    LINK_PASSWORD_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "新密码不符合要求", "The new password is not as required");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    CaseRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    HttpStatus status() {
        return status;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
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
