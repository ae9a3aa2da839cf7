package io.shouyin.kernel.receipt;

/// The transactions that leave a receipt, by the names that they have everywhere, and what stands for them on paper.
public enum ReceiptKind {
    SALE("消费", "SALE"),
    OFFLINE_SALE("脱机消费", "OFFLINE SALE"),
    VOID("消费撤销", "VOID"),
    REFUND("退货", "REFUND"),
    PRE_AUTH("预授权", "PRE-AUTH"),
    PRE_AUTH_TOP_UP("追加预授权", "PRE-AUTH TOP-UP"),
    PRE_AUTH_VOID("预授权撤销", "PRE-AUTH VOID"),
    COMPLETION("预授权完成", "COMPLETION"),
    COMPLETION_NOTICE("预授权完成通知", "COMPLETION NOTICE"),
    COMPLETION_VOID("预授权完成撤销", "COMPLETION VOID");

    private final String zh;
    private final String en;

    ReceiptKind(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    /// Beside the Chinese, as both parties must read it: `消费 SALE`.
    public String both() {
        return zh + " " + en;
    }
}
