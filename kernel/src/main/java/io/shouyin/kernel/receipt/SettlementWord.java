package io.shouyin.kernel.receipt;

/// The words of a settlement's slip.
public enum SettlementWord {
    TITLE("结算总计单", "SETTLEMENT"),
    DOMESTIC("内卡", "Domestic cards"),
    FOREIGN("外卡", "Foreign cards"),
    BALANCED("对账平", "BALANCED"),
    UNBALANCED("对账不平", "NOT BALANCED"),
    HOST("主机合计:", "The host has:"),
    DIFFERENCES("不符笔数", "Differences"),
    DIFFERENCES_BY_CODE("其中扫码支付", "of these by code"),
    DEBIT("借记", "Debit"),
    CREDIT("贷记", "Credit"),
    AUDIT_LOG("审计日志", "Audit log");

    private final String zh;
    private final String en;

    SettlementWord(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String in(boolean english) {
        return english ? en : zh;
    }
}
