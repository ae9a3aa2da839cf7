/// QR payment 扫码支付: what a customer's code and a merchant's code are, strictly read.
package io.shouyin.kernel.qr;
