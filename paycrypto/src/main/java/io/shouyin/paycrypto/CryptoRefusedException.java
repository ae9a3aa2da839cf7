package io.shouyin.paycrypto;

/// Input that a function refuses: the reason has a name, the message gives the rule and its bound.
///
/// The message never repeats a value: it may be a key, a PIN or a card number.
public final class CryptoRefusedException extends IllegalArgumentException {

    private final CryptoRefusal reason;

    CryptoRefusedException(CryptoRefusal reason, String rule) {
        super(rule);
        this.reason = reason;
    }

    public CryptoRefusal reason() {
        return reason;
    }
}
