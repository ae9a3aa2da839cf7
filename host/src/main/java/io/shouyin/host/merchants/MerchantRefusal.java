package io.shouyin.host.merchants;

import io.shouyin.kernel.Refusal;

/// Why the register says no.
public enum MerchantRefusal implements Refusal {
    MERCHANT_NUMBER_TAKEN("该商户编号已登记为另一商户", "The merchant number is registered with other particulars"),
    MERCHANT_UNKNOWN("没有这个商户", "There is no such merchant");

    private final String zh;
    private final String en;

    MerchantRefusal(String zh, String en) {
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
