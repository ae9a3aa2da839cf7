package io.shouyin.host.policies;

import io.shouyin.kernel.Refusal;

/// Why a policy is not taken.
public enum PolicyRefusal implements Refusal {
    POLICY_LOOSER("下级只能收紧,不能放宽", "A lower scope may only tighten"),
    POLICY_UNDER_FLOOR("低于平台底线:长度至少6位,试错至多10次,宽限至多30天", "Under the floor of all policies: length at least 6, at most 10 tries, at most 30 days of grace"),
    POLICY_BEYOND_KEYPADS("终端键盘输入的密码最多12位,只有数字、字母和符号", "What is typed on a terminal has at most 12 characters: digits, letters and symbols"),
    POLICY_INVALID("策略取值不成立", "The values make no policy"),
    POLICY_PROFILE_UNKNOWN("没有这个策略模板", "There is no such profile"),
    POLICY_KNOB_UNKNOWN("没有这一项,或对此类密码不适用", "There is no such value, or it means nothing for these passwords"),
    POLICY_LEVEL_UNSUITABLE("这一级不能设定此类密码的策略", "This level has no say for these passwords"),
    POLICY_IN_THE_PAST("生效时间不能早于现在", "A policy does not take effect in the past"),
    POLICY_TOO_FAR_AHEAD("生效时间最多在一年之内", "A policy takes effect within a year"),
    POLICY_CHANGED_MEANWHILE("策略刚被别人修改,请重新查看", "Somebody else has just changed it: look again");

    private final String zh;
    private final String en;

    PolicyRefusal(String zh, String en) {
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
