package io.shouyin.kernel.qr;

import io.shouyin.kernel.Refusal;

/// Why a code is not one that can be paid by.
public enum CodeRefusal implements Refusal {
    CODE_TRUNCATED("二维码内容不完整", "The code ends before its parts do"),
    CODE_MALFORMED("二维码内容不符合规范", "The code is not laid out as it has to be"),
    CODE_CRC_WRONG("二维码校验码错误", "The check value of the code is wrong"),
    CODE_CURRENCY_OTHER("二维码的币种不是人民币", "The code is not in yuan"),
    CODE_AMOUNT_INVALID("二维码的金额无效", "The amount in the code is none"),
    CODE_OF_ANOTHER_SCHEME("不是本平台的收款码", "The code is of another scheme"),
    PAY_CODE_MALFORMED("付款码须为 16 至 24 位数字", "A payment code has 16 to 24 digits");

    private final String zh;
    private final String en;

    CodeRefusal(String zh, String en) {
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
