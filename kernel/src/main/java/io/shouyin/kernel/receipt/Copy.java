package io.shouyin.kernel.receipt;

/// Whose copy of a receipt it is.
public enum Copy {
    /// 商户存根: with the cardholder's signature.
    MERCHANT,
    /// 持卡人存根.
    CARDHOLDER
}
