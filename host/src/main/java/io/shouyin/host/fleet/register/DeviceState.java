package io.shouyin.host.fleet.register;

/// Where a device is.
public enum DeviceState {
    IN_STOCK,
    /// It belongs to a merchant.
    BOUND,
    /// It belongs to a merchant and is away, without keys.
    IN_REPAIR,
    /// For ever.
    RETIRED
}
