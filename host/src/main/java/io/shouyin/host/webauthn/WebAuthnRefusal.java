package io.shouyin.host.webauthn;

import io.shouyin.kernel.Refusal;

/// Why the answer of an authenticator is not taken.
public enum WebAuthnRefusal implements Refusal {
    PASSKEY_ANSWER_UNREADABLE("无法识别验证器的回应", "The authenticator's answer cannot be read"),
    PASSKEY_USER_NOT_VERIFIED("验证器没有核实您本人，请用指纹、面容或其 PIN", "The authenticator has not verified you: use a fingerprint, a face or its PIN"),
    PASSKEY_REFUSED("通行密钥验证未通过", "The passkey was not accepted");

    private final String zh;
    private final String en;

    WebAuthnRefusal(String zh, String en) {
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
