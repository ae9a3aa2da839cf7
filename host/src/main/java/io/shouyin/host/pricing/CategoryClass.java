package io.shouyin.host.pricing;

/// The class that a merchant's category gives it.
public enum CategoryClass {
    /// 标准类
    STANDARD,
    /// 优惠类: daily life
    DISCOUNT,
    /// 减免类: public benefit
    EXEMPT
}
