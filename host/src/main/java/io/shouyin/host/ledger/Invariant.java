package io.shouyin.host.ledger;

/// What holds over the books at any moment.
public enum Invariant {
    JOURNALS_BALANCE("每张凭证借贷平衡", "each journal balances"),
    DAYS_BALANCE("每个营业日借贷平衡", "each business day balances"),
    APPROVED_ONCE("每笔批准的交易恰有一张金额相同的凭证,其余没有", "each approved transaction has exactly one journal, of its amount, and nothing else has one"),
    REVERSED_TO_NOTHING("撤销与冲正恰好相反,各至多一次", "a void and a reversal are the exact negative, once at most"),
    REFUNDS_WITHIN_THE_SALE("退货不超过原交易,手续费按累计退还", "refunds stay within the original, and the fee goes back in proportion"),
    EQUATION("1101 + 1102 + 1201 = 21xx + 22xx + 收入 − 成本", "1101 + 1102 + 1201 = 21xx + 22xx + income − cost"),
    FLOORS("应付商户各科目不为负", "what merchants are owed is not below zero");

    private final String zh;
    private final String en;

    Invariant(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }
}
