package io.shouyin.host.merchants;

import io.shouyin.kernel.MerchantId;
import java.time.Instant;

/// A merchant as registered.
///
/// @param name in Chinese, as on the sign and the receipt
/// @param nameEn printable ASCII, as the card network and the cardholder's statement show it
/// @param mcc merchant category code, ISO 18245
/// @param city as the card network shows it
public record Merchant(MerchantId merchantId, String name, String nameEn, String mcc, String city, String phone, Instant createdAt) {}
