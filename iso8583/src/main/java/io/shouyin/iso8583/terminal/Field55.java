package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Field 55: what a chip card and its terminal tell the issuer, and what the issuer tells the card, in BER-TLV (EMV book 3, annex A).
/// Immutable, and never printed.
///
/// Reading is strict: shortest lengths only, no tag twice, nothing after the last value, and a tag that is named here has a length
/// that it can have. Others are kept. The templates 71 and 72 are not looked into.
public final class Field55 extends TlvField<Field55> {

    /// Application interchange profile 应用交互特征.
    public static final int INTERCHANGE_PROFILE = 0x82;
    /// Name of the application on the card 专用文件名称, its AID.
    public static final int APPLICATION_NAME = 0x84;
    /// Issuer script 发卡行脚本 for before the card's second cryptogram.
    public static final int SCRIPT_BEFORE = 0x71;
    /// Issuer script for after it.
    public static final int SCRIPT_AFTER = 0x72;
    /// Issuer authentication data 发卡行认证数据: ARPC, and what it covers.
    public static final int ISSUER_AUTHENTICATION = 0x91;
    /// Terminal verification results 终端验证结果, TVR.
    public static final int VERIFICATION_RESULTS = 0x95;
    /// Transaction status information 交易状态信息, TSI.
    public static final int STATUS_INFORMATION = 0x9B;
    /// Transaction date 交易日期, YYMMDD.
    public static final int DATE = 0x9A;
    /// Transaction type 交易类型, the first two digits of field 3.
    public static final int TYPE = 0x9C;
    public static final int CURRENCY = 0x5F2A;
    /// Card sequence number 卡片序列号, of two digits.
    public static final int CARD_SEQUENCE = 0x5F34;
    public static final int AMOUNT = 0x9F02;
    public static final int AMOUNT_OTHER = 0x9F03;
    public static final int APPLICATION_VERSION = 0x9F09;
    /// Issuer application data 发卡行应用数据: which keys, which cryptogram version, the card's own verification results.
    public static final int ISSUER_APPLICATION_DATA = 0x9F10;
    public static final int COUNTRY = 0x9F1A;
    public static final int DEVICE_SERIAL_NUMBER = 0x9F1E;
    /// Application cryptogram 应用密文: ARQC, TC or AAC.
    public static final int CRYPTOGRAM = 0x9F26;
    /// Cryptogram information data 密文信息数据: which of the three it is.
    public static final int CRYPTOGRAM_INFORMATION = 0x9F27;
    public static final int TERMINAL_CAPABILITIES = 0x9F33;
    /// Cardholder verification results 持卡人验证结果.
    public static final int CARDHOLDER_VERIFICATION = 0x9F34;
    public static final int TERMINAL_TYPE = 0x9F35;
    /// Application transaction counter 应用交易计数器, ATC.
    public static final int COUNTER = 0x9F36;
    /// Unpredictable number 不可预知数.
    public static final int UNPREDICTABLE_NUMBER = 0x9F37;
    /// Transaction sequence counter 交易序列计数器 of the terminal.
    public static final int SEQUENCE_COUNTER = 0x9F41;
    /// Issuer script results 发卡行脚本结果: five bytes a script.
    public static final int SCRIPT_RESULTS = 0xDF31;

    private static final int FIELD = 55;

    private record Lengths(int min, int max) {}

    private static final Map<Integer, Lengths> LENGTHS = Map.ofEntries(
            lengths(INTERCHANGE_PROFILE, 2, 2), lengths(APPLICATION_NAME, 5, 16), lengths(ISSUER_AUTHENTICATION, 8, 16), lengths(VERIFICATION_RESULTS, 5, 5),
            lengths(DATE, 3, 3), lengths(TYPE, 1, 1), lengths(CURRENCY, 2, 2), lengths(CARD_SEQUENCE, 1, 1), lengths(AMOUNT, 6, 6), lengths(AMOUNT_OTHER, 6, 6),
            lengths(APPLICATION_VERSION, 2, 2), lengths(ISSUER_APPLICATION_DATA, 1, 32), lengths(COUNTRY, 2, 2), lengths(DEVICE_SERIAL_NUMBER, 8, 8),
            lengths(CRYPTOGRAM, 8, 8), lengths(CRYPTOGRAM_INFORMATION, 1, 1), lengths(TERMINAL_CAPABILITIES, 3, 3), lengths(CARDHOLDER_VERIFICATION, 3, 3),
            lengths(TERMINAL_TYPE, 1, 1), lengths(COUNTER, 2, 2), lengths(UNPREDICTABLE_NUMBER, 4, 4), lengths(SEQUENCE_COUNTER, 2, 4),
            lengths(STATUS_INFORMATION, 2, 2), lengths(SCRIPT_RESULTS, 5, 25));

    /// What the card's cryptogram covers, and what names it.
    private static final List<Integer> OF_A_REQUEST = List.of(CRYPTOGRAM, CRYPTOGRAM_INFORMATION, ISSUER_APPLICATION_DATA,
            UNPREDICTABLE_NUMBER, COUNTER, VERIFICATION_RESULTS, DATE, TYPE, AMOUNT, AMOUNT_OTHER, CURRENCY, INTERCHANGE_PROFILE, COUNTRY);

    /// In the order in which a cryptogram covers them (EMV book 2, 8.1.1); the card's own data comes behind.
    private static final List<Integer> UNDER_THE_CRYPTOGRAM = List.of(AMOUNT, AMOUNT_OTHER, COUNTRY, VERIFICATION_RESULTS, CURRENCY, DATE,
            TYPE, UNPREDICTABLE_NUMBER, INTERCHANGE_PROFILE, COUNTER);

    /// Of a notice about the end of a transaction: what names it and its cryptogram, the card's last word.
    private static final List<Integer> OF_LAST_WORD = List.of(CRYPTOGRAM, COUNTER, VERIFICATION_RESULTS);

    private static final Field55 EMPTY = new Field55(new LinkedHashMap<>());

    private Field55(LinkedHashMap<Integer, byte[]> values) {
        super(values);
    }

    @Override
    Field55 of(LinkedHashMap<Integer, byte[]> others) {
        return new Field55(others);
    }

    private static Map.Entry<Integer, Lengths> lengths(int tag, int min, int max) {
        return Map.entry(tag, new Lengths(min, max));
    }

    public static Field55 empty() {
        return EMPTY;
    }

    /// Reads the field's bytes.
    public static Field55 decode(byte[] field) throws DecodeException {
        Field55 read = new Field55(BerTlv.decode(field, FIELD));
        for (int tag : read.tags()) {
            Lengths allowed = LENGTHS.get(tag);
            int length = read.value(tag).length;
            if (allowed != null && (length < allowed.min || length > allowed.max)) {
                throw new DecodeException(DecodeRefusal.CHIP_TAG_LENGTH, FIELD, 0);
            }
        }
        return read;
    }

    /// The same, of a request: nothing is missing that an issuer needs to check the cryptogram.
    public static Field55 decodeRequest(byte[] field) throws DecodeException {
        return decode(field, OF_A_REQUEST);
    }

    /// The same, of a notice about the end of a transaction: what became of scripts is there, or the status information.
    public static Field55 decodeLastWord(byte[] field) throws DecodeException {
        Field55 read = decode(field, OF_LAST_WORD);
        return read.find(SCRIPT_RESULTS).or(() -> read.find(STATUS_INFORMATION)).isPresent() ? read : missing();
    }

    /// The same, of a notice of script results.
    public static Field55 decodeScriptResults(byte[] field) throws DecodeException {
        Field55 read = decodeLastWord(field);
        return read.find(SCRIPT_RESULTS).isPresent() ? read : missing();
    }

    private static Field55 decode(byte[] field, List<Integer> needed) throws DecodeException {
        Field55 read = decode(field);
        return read.tags().containsAll(needed) ? read : missing();
    }

    private static Field55 missing() throws DecodeException {
        throw new DecodeException(DecodeRefusal.CHIP_TAG_MISSING, FIELD, 0);
    }

    /// A copy of a value that is there.
    public byte[] value(int tag) {
        return find(tag).orElseThrow();
    }

    /// What a cryptogram covers of it, without the card's own data: 29 bytes.
    public byte[] underCryptogram() {
        var covered = new ByteArrayOutputStream(29);
        UNDER_THE_CRYPTOGRAM.forEach(tag -> covered.writeBytes(value(tag)));
        return covered.toByteArray();
    }
}
