package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Field 57: what a transaction needs beyond the card, as BER-TLV. Immutable.
///
/// Reading is strict: shortest lengths only, no tag twice, nothing after the last value. A tag that this class does
/// not name is kept. Values are sealed, so they may lie around; they are not printed all the same.
public final class FactorTlv extends TlvField<FactorTlv> {

    /// Operator number 操作员号, 2 ASCII digits.
    public static final int OPERATOR = 0xDF01;
    /// Sealed transaction password 交易密码.
    public static final int TRANSACTION_PASSWORD = 0xDF02;
    /// Sealed supervisor password 主管密码.
    public static final int SUPERVISOR_PASSWORD = 0xDF03;
    /// Number of the supervisor whose password [#SUPERVISOR_PASSWORD] is, 2 ASCII digits; in requests of the credential service also the administrator's.
    public static final int SUPERVISOR = 0xDF04;
    /// Sealed card password 刷卡密码.
    public static final int CARD_PASSWORD = 0xDF05;
    /// Sealed one-time code 动态验证码.
    public static final int ONE_TIME_CODE = 0xDF06;
    /// Handle of a fingerprint assertion 指纹.
    public static final int FINGERPRINT = 0xDF07;
    /// Sealed new password 新密码.
    public static final int NEW_PASSWORD = 0xDF08;
    /// Sealed password of the operator of [#OPERATOR].
    public static final int OPERATOR_PASSWORD = 0xDF09;
    /// The other operator that a request is about, 2 ASCII digits, or `TX` for the transaction password.
    public static final int SUBJECT = 0xDF0A;
    /// The transaction to come that a code is for: kind by 60.1, amount of 12 digits, trace number; 20 ASCII digits.
    public static final int TRANSACTION_TO_COME = 0xDF0B;
    /// Reply: the phone that a code went to, masked, ASCII.
    public static final int PHONE_MASKED = 0xDF0C;
    /// Sealed particulars of a card user 持卡用户: JSON in UTF-8 with `name` and `contact`; the card number is in field 2.
    public static final int CARD_USER = 0xDF0D;
    /// Reply: the factors still wanted, or the one that was wrong, locked or over: one byte each, the low byte of the tag that answers it,
    /// with [#SECOND_PERSON] where it takes another person.
    public static final int FACTORS_WANTED = 0xDF10;
    /// Reply: the password rules that a new password broke: names, comma separated, ASCII.
    public static final int RULES_BROKEN = 0xDF11;
    /// Reply: tries left, one byte.
    public static final int TRIES_LEFT = 0xDF12;
    /// Reply: why not, by the refusal's name, ASCII, where the response code alone does not tell.
    public static final int REFUSAL = 0xDF13;
    /// PIN block of 16 bytes, of a terminal whose profile is `aes` or `sm4`.
    public static final int PIN_BLOCK = 0xDF20;
    /// Track 2 encrypted as a whole, 48 bytes, of a terminal whose profile is `aes` or `sm4`.
    public static final int TRACK_2 = 0xDF21;

    /// Bytes of a sealed value: version 1, nonce 12, text 64, tag 16.
    public static final int SEALED_LENGTH_BYTES = 93;

    /// Reply to a sign-in: the step-up rules of the terminal, or a part of them, JSON in ASCII.
    public static final int STEP_UP_RULES = 0xDF30;
    /// Reply to a sign-in: days until the transaction password expires, one byte.
    public static final int TRANSACTION_PASSWORD_DAYS_LEFT = 0xDF31;
    /// Reply to a log-on: days until the operator's password expires, one byte.
    public static final int OPERATOR_PASSWORD_DAYS_LEFT = 0xDF32;

    /// Which part of the rules [#STEP_UP_RULES] is, and in a request, which one is wanted: see [RulesPart].
    public static final int STEP_UP_RULES_PART = 0xDF33;

    /// Reply: what the text of new passwords is judged by: see [NewPasswordRules].
    public static final int NEW_PASSWORD_RULES = 0xDF34;

    /// Reply to a sign-in or a download of parameters: the amount from which cardholders sign, as field 4 has it, 6 bytes BCD.
    public static final int SIGNATURE_FROM = 0xDF35;

    /// Of a byte of [#FACTORS_WANTED] and of the rules: the supervisor's finger (87), or a password of which two people have a half each (82, 85, 88).
    public static final int SECOND_PERSON = 0x80;

    private static final int FIELD = 57;
    private static final FactorTlv EMPTY = new FactorTlv(new LinkedHashMap<>());

    private FactorTlv(LinkedHashMap<Integer, byte[]> values) {
        super(values);
    }

    @Override
    FactorTlv of(LinkedHashMap<Integer, byte[]> others) {
        return new FactorTlv(others);
    }

    public static FactorTlv empty() {
        return EMPTY;
    }

    /// Reads the field's bytes.
    public static FactorTlv decode(byte[] field) throws DecodeException {
        return new FactorTlv(BerTlv.decode(field, FIELD));
    }

    /// As [#with(int, byte[])], of ASCII characters.
    public FactorTlv with(int tag, String ascii) {
        return with(tag, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /// A value as ASCII characters.
    public Optional<String> text(int tag) {
        return find(tag).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
}
