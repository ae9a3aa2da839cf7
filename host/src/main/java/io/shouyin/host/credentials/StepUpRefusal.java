package io.shouyin.host.credentials;

import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;

/// Why the factors of a transaction are not enough, where the response code alone does not tell.
public enum StepUpRefusal implements Refusal {
    SECRET_NOT_SET(ResponseCode.FACTOR_INITIAL, "尚未设置密码", "The password has not been set yet"),
    SECRET_INITIAL(ResponseCode.FACTOR_INITIAL, "初始密码须先修改", "The initial password must be changed first"),
    SECRET_LOCKED(ResponseCode.FACTOR_LOCKED, "密码已锁定", "The password is locked"),
    SECRET_NOT_YET_VALID(ResponseCode.FACTOR_EXPIRED, "密码尚未生效", "The password is not valid yet"),
    SECRET_TERM_OVER(ResponseCode.FACTOR_EXPIRED, "密码限定的使用期已过,须由服务商延长", "The term that the password was limited to is over: the provider extends it"),
    SECRET_EXPIRED(ResponseCode.FACTOR_EXPIRED, "密码已过有效期", "The password has expired"),
    SECRET_USED(ResponseCode.FACTOR_EXPIRED, "一次性密码已被使用", "The one-time password has been used"),
    ONE_TIME_EXPIRED(ResponseCode.FACTOR_EXPIRED, "一次性密码已过期", "The one-time password has expired"),
    ONE_TIME_REVOKED(ResponseCode.FACTOR_EXPIRED, "一次性密码已作废", "The one-time password has been revoked"),
    SECRET_USES_SPENT(ResponseCode.COUNT_LIMIT_EXCEEDED, "本周期内密码使用次数已满", "The password has been used as often as this cycle allows"),
    SLOWED_DOWN(ResponseCode.COUNT_LIMIT_EXCEEDED, "商户近期试错过多,本终端请稍候一分钟再试",
            "Too many wrong tries at this merchant: this terminal waits a minute after its own"),
    SECRET_UNREADABLE(ResponseCode.SECURITY_PROCESSING_FAILED, "密文与本笔交易不符", "The sealed value does not belong to this message"),
    CARD_SUSPENDED(ResponseCode.CARD_RESTRICTED, "该持卡用户已停用", "The card user is suspended"),
    AMOUNT_CAPPED(ResponseCode.AMOUNT_LIMIT_EXCEEDED, "密码刚经客服重置,冷却期内金额受限",
            "A password of the terminal was reset by a case: until its cooling period ends the amount is capped"),
    OPERATOR_MISSING(ResponseCode.FORMAT_ERROR, "缺少操作员号", "The operator number is missing"),
    SUPERVISOR_IS_OPERATOR(ResponseCode.SECURITY_VIOLATION, "不能自己批准自己的交易", "Nobody approves their own transaction"),
    NOT_A_SUPERVISOR(ResponseCode.TERMINAL_NOT_PERMITTED, "批准人不是主管:只有主管(00)能批准,管理员(99)和收银员不能", "The one who approves is no supervisor: 00 alone approves, neither administrator 99 nor a cashier"),
    CHALLENGE_UNKNOWN(ResponseCode.FACTOR_MISSING, "本笔交易没有要过验证码或指纹", "No code or fingerprint was asked for"),
    CHALLENGE_FOR_ANOTHER(ResponseCode.SECURITY_VIOLATION, "验证码或指纹属于另一笔交易", "The code or fingerprint belongs to another transaction"),
    CHALLENGE_EXPIRED(ResponseCode.FACTOR_EXPIRED, "验证码或指纹已过期", "The code or fingerprint has expired"),
    CHALLENGE_USED(ResponseCode.FACTOR_EXPIRED, "验证码或指纹已被使用", "The code or fingerprint has been used"),
    CODE_WRONG(ResponseCode.FACTOR_WRONG, "验证码错误", "Wrong code"),
    FINGERPRINT_WRONG(ResponseCode.FACTOR_WRONG, "指纹验证未通过", "The fingerprint was not accepted"),
    CHALLENGE_TRIES_SPENT(ResponseCode.FACTOR_LOCKED, "验证码试错次数已满", "The code was tried too often");

    private final ResponseCode code;
    private final String zh;
    private final String en;

    StepUpRefusal(ResponseCode code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    /// A code or fingerprint was shown, and is wrong.
    static StepUpRefusal wrong(Factor factor, int triesLeft) {
        return factor == Factor.FINGERPRINT ? FINGERPRINT_WRONG : triesLeft > 0 ? CODE_WRONG : CHALLENGE_TRIES_SPENT;
    }

    /// What the terminal is answered.
    public ResponseCode code() {
        return code;
    }

    /// Whether somebody tries what no honest hand does by mistake: such a refusal is in the audit log.
    boolean isSuspicious() {
        return code == ResponseCode.SECURITY_VIOLATION || this == NOT_A_SUPERVISOR || this == CHALLENGE_USED || this == SECRET_USED
                || this == ONE_TIME_EXPIRED || this == ONE_TIME_REVOKED;
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
