package io.shouyin.iso8583;

import io.shouyin.kernel.Refusal;

/// Every reason to refuse received bytes, in the order in which they are looked for.
public enum DecodeRefusal implements Refusal {
    FRAME_TOO_LONG("报文过长", "The frame is longer than 4096 bytes"),
    FRAME_TOO_SHORT("报文过短", "The frame ends before the bitmap does"),
    LENGTH_MISMATCH("报文长度与长度域不符", "The length in front differs from the bytes that follow"),
    TPDU_INVALID("TPDU 不正确", "The TPDU does not begin with 60"),
    HEADER_INVALID("报文头不正确", "The header is not 12 digits of the known form"),
    MESSAGE_TYPE_UNKNOWN("报文类型未知", "The message type is unknown"),
    BITMAP_SECONDARY("位图第一位不正确", "Bit 1 of the bitmap announces a second bitmap that may not be there or is empty"),
    FIELD_UNKNOWN("位图含有未定义的域", "The bitmap names a field that the dialect does not have"),
    MAC_NOT_LAST("校验域不是最后一个域", "A MAC field is followed by other fields"),
    FIELD_TRUNCATED("域数据不完整", "The field ends after the message does"),
    NIBBLE_NOT_DECIMAL("数字域或长度含有非十进制数字", "A nibble of a numeric field or a length is above 9"),
    DIGIT_NOT_DECIMAL("数字域或长度含有非数字字符", "A character of a numeric field or a length is not a digit"),
    PAD_NIBBLE_INVALID("填充位不是 0 或 F", "A pad nibble is neither 0 nor F"),
    FIELD_TOO_LONG("域长度超过上限", "The field is longer than its maximum"),
    PAN_EMPTY("主账号为空", "The card number has no digits"),
    TEXT_CHARACTER_INVALID("文本域含有非法字符", "A character of a text field is not allowed"),
    TRACK_CHARACTER_INVALID("磁道数据含有非法字符", "A character of track data is not allowed"),
    HEX_DIGIT_INVALID("十六进制字符不正确", "A binary field or bitmap is not upper-case hexadecimal"),
    TRAILING_BYTES("最后一个域之后还有数据", "Bytes follow the last field"),
    SUBFIELD_LENGTH("子域长度不正确", "The sub-fields do not have one of the lengths that exist"),
    SUBFIELD_VALUE("子域内容不正确", "A sub-field has a value that does not exist"),
    TLV_MALFORMED("TLV 结构不正确", "The tags and lengths of the field do not fit its bytes"),
    TLV_TAG_REPEATED("TLV 标签重复", "A tag appears twice"),
    CHIP_TAG_LENGTH("IC卡数据的标签长度不正确", "A tag of chip data has a length that it cannot have"),
    CHIP_TAG_MISSING("IC卡数据缺少必需的标签", "Chip data lacks a tag that the issuer needs");

    private final String zh;
    private final String en;

    DecodeRefusal(String zh, String en) {
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
