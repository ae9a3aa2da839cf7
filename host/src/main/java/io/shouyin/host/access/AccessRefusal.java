package io.shouyin.host.access;

import io.shouyin.kernel.Refusal;

/// Why a login or an account says no. [#LOGIN_REFUSED] is one answer for every reason: which one it was is nobody's business.
public enum AccessRefusal implements Refusal {
    LOGIN_REFUSED("用户名或密码不正确", "User name or password wrong"),
    LOGIN_LOCKED("尝试次数过多，请稍后再试", "Too many attempts: try again later"),
    LOGIN_BUSY("登录请求过多，请稍后再试", "Too many logins at once: try again in a moment"),
    PASSWORD_CHANGE_REQUIRED("请先修改初始密码", "Change the initial password first"),
    PASSWORD_REFUSED("新密码不符合要求", "The new password is not as required"),
    CURRENT_PASSWORD_WRONG("当前密码不正确", "The current password is wrong"),
    ACCOUNT_UNKNOWN("没有这个账号", "There is no such account"),
    ACCOUNT_EXISTS("该用户名已被使用", "The user name is taken"),
    ACCOUNT_OWN("不能对自己的账号做这个操作", "Not for one's own account"),
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
