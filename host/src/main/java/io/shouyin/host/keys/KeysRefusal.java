package io.shouyin.host.keys;

import io.shouyin.kernel.Refusal;

/// Why a change of the LMK does not begin, go on or end, and what is wrong with what lies beside it.
public enum KeysRefusal implements Refusal {
    NEXT_MASTER_KEY_MISSING("没有这把待换的主密钥:先运行 vault change-lmk",
            "There is no such next master key: run vault change-lmk first"),
    MASTER_KEY_CHANGE_UNDER_WAY("主密钥更换正在进行", "A change of the master key is under way"),
    MASTER_KEY_CHANGE_MISSING("没有进行中的主密钥更换", "No change of the master key is under way"),
    MASTER_KEY_CHANGE_UNFINISHED("还有密钥块在旧主密钥之下", "Key blocks are still under the old master key"),
    MASTER_KEY_STILL_NEEDED("更换刚完成,进行中的交易可能还要用旧主密钥,请稍后再停用",
            "The change has just ended and transactions in hand may still need the old master key: retire it later"),
    MASTER_KEY_OF_CHANGE_MISSING("数据库里的密钥已换到另一把主密钥,本主机打不开它",
            "The keys in the database are being put under another master key, which this host cannot open"),
    HISTORY_LINE_BROKEN("主密钥目录的操作记录中有一行无法读懂", "A line of the history beside the master key cannot be read");

    private final String zh;
    private final String en;

    KeysRefusal(String zh, String en) {
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
