package io.shouyin.host.ledger;

import static io.shouyin.host.ledger.Account.Side.CREDIT;
import static io.shouyin.host.ledger.Account.Side.DEBIT;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The chart of accounts. A line's account is this and its journal's merchant.
public enum Account {
    //                      code  side    zh                 en
    CLEARING_RECEIVABLE(1101, DEBIT, "应收清算款", "Clearing receivable"),
    RESERVE_BANK(1102, DEBIT, "备付金银行存款", "Reserve fund at the bank"),
    OWN_BANK(1103, DEBIT, "自有银行存款", "Own money at the bank"),
    MERCHANT_RECEIVABLE(1201, DEBIT, "应收商户款", "Merchant receivable"),
    MERCHANT_ADVANCE(1202, DEBIT, "垫付商户款", "Advance to the merchant"),
    SUSPENSE_SHORT(1301, DEBIT, "短款挂账", "Suspense, short"),
    MERCHANT_PENDING(2101, CREDIT, "应付商户款·待清算", "Merchant payable, pending"),
    MERCHANT_AVAILABLE(2102, CREDIT, "应付商户款·可结算", "Merchant payable, available"),
    MERCHANT_HELD(2103, CREDIT, "商户冻结款", "Merchant, held"),
    MERCHANT_RESERVE(2104, CREDIT, "商户风险准备金", "Merchant, risk reserve"),
    PAYOUT_IN_TRANSIT(2105, CREDIT, "在途付款", "Payout in transit"),
    TERMINAL_DEPOSIT(2106, CREDIT, "终端押金", "Terminal deposit"),
    OWED_TO_OWN_FUNDS(2107, CREDIT, "应还自有垫款", "Owed to own funds for advances"),
    ISSUER_FEE_PAYABLE(2201, CREDIT, "应付发卡行服务费", "Issuer fee payable"),
    NETWORK_FEE_PAYABLE(2202, CREDIT, "应付网络服务费", "Network fee payable"),
    BRAND_FEE_PAYABLE(2203, CREDIT, "应付品牌服务费", "Brand fee payable"),
    AGENT_SHARE_PAYABLE(2204, CREDIT, "应付代理分润", "Agent share payable"),
    SUSPENSE_LONG(2301, CREDIT, "长款挂账", "Suspense, long"),
    FEE_INCOME(4101, CREDIT, "商户手续费收入", "Merchant fee income"),
    ADVANCE_SURCHARGE(4102, CREDIT, "当日结算附加费收入", "Same-day surcharge income"),
    TERMINAL_FEE(4103, CREDIT, "终端服务费收入", "Terminal fee income"),
    ISSUER_FEE_COST(5101, DEBIT, "发卡行服务费成本", "Issuer fee cost"),
    NETWORK_FEE_COST(5102, DEBIT, "网络服务费成本", "Network fee cost"),
    BRAND_FEE_COST(5103, DEBIT, "品牌服务费成本", "Brand fee cost"),
    AGENT_SHARE_COST(5104, DEBIT, "代理分润成本", "Agent share cost"),
    FEE_ROUNDING(5105, DEBIT, "手续费尾差", "Fee rounding"),
    CHARGEBACK_LOSS(5106, DEBIT, "拒付损失", "Chargeback loss");

    /// On which side it normally stands.
    public enum Side {
        DEBIT,
        CREDIT
    }

    private static final Map<Integer, Account> BY_CODE = Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Account::code, Function.identity()));

    private final int code;
    private final Side side;
    private final String zh;
    private final String en;

    Account(int code, Side side, String zh, String en) {
        this.code = code;
        this.side = side;
        this.zh = zh;
        this.en = en;
    }

    /// @throws IllegalArgumentException if the chart has none of this code
    public static Account of(int code) {
        Account account = BY_CODE.get(code);
        if (account == null) {
            throw new IllegalArgumentException("the chart of accounts has no such code");
        }
        return account;
    }

    public int code() {
        return code;
    }

    public Side side() {
        return side;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }
}
