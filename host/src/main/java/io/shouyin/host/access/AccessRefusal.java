package io.shouyin.host.access;

import io.shouyin.kernel.Refusal;

/// Why a login or an account says no. [#LOGIN_REFUSED] is one answer for every reason: which one it was is nobody's business.
public enum AccessRefusal implements Refusal {
    LOGIN_REFUSED("用户名或密码不正确", "User name or password wrong"),
    LOGIN_LOCKED("尝试次数过多，请稍后再试", "Too many attempts: try again later"),
    LOGIN_BUSY("登录请求过多，请稍后再试", "Too many logins at once: try again in a moment"),
    ADVICE_BUSY("请稍后再试", "Too many ask for advice at once: try again in a moment"),
    PASSWORD_CHANGE_REQUIRED("请先修改初始密码", "Change the initial password first"),
    SECOND_FACTOR_REQUIRED("请完成第二步验证", "Show your second factor first"),
    ENROLMENT_REQUIRED("请先登记第二种登录方式", "Set up a second factor first"),
    STEP_UP_REQUIRED("这一步需要再次验证身份", "This needs your factor once more"),
    CODE_REFUSED("验证码不正确或已用过", "The code is wrong or was used"),
    PASSKEY_CHALLENGE_OVER("验证已超时，请重新开始", "The request to the authenticator is over: start again"),
    PASSKEY_UNKNOWN("这个账号没有这把通行密钥", "The account has no such passkey"),
    PASSKEY_EXISTS("这把通行密钥已登记", "The passkey is registered already"),
    PASSKEY_COUNT_MAX("通行密钥已达上限", "There are as many passkeys as an account may have"),
    TOTP_UNKNOWN("没有待确认的或已登记的验证器", "There is no authenticator application, or none to confirm"),
    FACTOR_LAST("现行安全策略要求保留至少一种第二因素", "The security profile demands that one second factor remains"),
    SESSION_UNKNOWN("没有这个会话", "There is no such session"),
    CLIENT_UNKNOWN("没有这个接口客户端", "There is no such API client"),
    CLIENT_EXPIRY_REFUSED("到期时间须在一年之内", "The expiry is within a year from now"),
    TOKEN_REFUSED("令牌无效、已过期或已吊销", "The token is unknown, expired or revoked"),
    PASSWORD_REFUSED("新密码不符合要求", "The new password is not as required"),
    CURRENT_PASSWORD_WRONG("当前密码不正确", "The current password is wrong"),
    ACCOUNT_UNKNOWN("没有这个账号", "There is no such account"),
    ACCOUNT_EXISTS("该用户名已被使用", "The user name is taken"),
    ACCOUNT_OWN("不能对自己的账号做这个操作", "Not for one's own account"),
    ACCOUNT_COOLING("密码刚由客服重置,冷却期内只能查看", "The password was set anew by a case: until its cooling period ends the account only looks"),
    ACCOUNT_LAST_ADMINISTRATOR("至少要保留一个可用的管理员", "At least one active administrator must remain"),
    ACCOUNT_OFFICER_IS_NO_ADMINISTRATOR("密钥管理员不能同时是管理员", "A key officer is not an administrator as well");

    private final String zh;
    private final String en;

    AccessRefusal(String zh, String en) {
        this.zh = zh;
        this.en = en;
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
