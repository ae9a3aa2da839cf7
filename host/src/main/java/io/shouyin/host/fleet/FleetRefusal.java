package io.shouyin.host.fleet;

import io.shouyin.kernel.Refusal;

/// Why the register or activation says no.
public enum FleetRefusal implements Refusal {
    TERMINAL_UNKNOWN("终端未登记", "Terminal not registered"),
    MERCHANT_UNKNOWN("没有这个商户", "There is no such merchant"),
    TERMINAL_RETIRED("终端已停用", "The terminal is retired"),
    SERIAL_NUMBER_IN_USE("序列号已登记", "The serial number is already registered"),
    TERMINAL_NUMBERS_EXHAUSTED("终端编号已用完", "No terminal number is left"),
    ACTIVATION_CODE_WRONG("激活码不对", "The activation code is wrong"),
    ACTIVATION_CODE_EXPIRED("激活码已过期或已使用,请索取新的", "The activation code is expired or used, ask for a new one"),
    ACTIVATION_LOCKED("激活码错误次数超限,请索取新的", "Too many wrong tries, ask for a new activation code"),
    DEVICE_KEY_IN_USE("这台设备的密钥已登记在另一终端", "This device's key belongs to another terminal"),
    DEVICE_KEY_INVALID("设备公钥无效", "The device's public key is invalid"),
    DEVICE_SIGNATURE_WRONG("设备签名不对", "The device's signature is wrong"),
    DEVICE_TIME_WRONG("设备时间相差超过五分钟,请校时", "The device's time is off by more than five minutes"),
    DEVICE_REQUEST_REPEATED("设备请求重复", "The device's request was seen before"),
    OPERATOR_PASSWORD_REFUSED("操作员登录密码错误、已锁定或须先修改", "The operator's password is wrong, locked, or to be changed first"),
    FINGERPRINT_NONE("本终端还没有登记指纹", "No fingerprint is enrolled at this terminal"),
    FINGERPRINT_UNKNOWN("没有登记这个指纹", "This fingerprint is not enrolled"),
    FINGERPRINT_KNOWN("这个指纹已登记", "This fingerprint is enrolled already"),
    FINGERPRINT_CHALLENGE_UNKNOWN("指纹请求不存在、已用过或已过期", "The request for a fingerprint is unknown, used or over");

    private final String zh;
    private final String en;

    FleetRefusal(String zh, String en) {
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
