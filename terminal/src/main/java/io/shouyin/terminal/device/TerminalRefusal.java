package io.shouyin.terminal.device;

import io.shouyin.kernel.Refusal;

/// Every "no" that the terminal itself says, in order of precedence.
public enum TerminalRefusal implements Refusal {
    TERMINAL_FOLDER_IN_USE("终端数据目录正被另一个进程使用", "The terminal's folder is in use by another process"),
    TERMINAL_FOLDER_UNUSABLE("终端数据目录不可用", "The terminal's folder cannot be used"),
    TERMINAL_STATE_UNREADABLE("终端数据已损坏,请联系服务商", "The terminal's data cannot be read, please call the service provider"),
    TERMINAL_KEYS_UNREADABLE("终端密钥无法读取,请联系服务商", "The terminal's keys cannot be read, please call the service provider"),
    STORAGE_FULL("存储空间不足", "Storage is full"),
    STORAGE_BROKEN("存储写入失败", "Storage cannot be written"),
    JOURNAL_FULL("交易记录已满,请先结算", "The transaction list is full, please settle first"),
    SETTLEMENT_UNFINISHED("结算尚未完成", "A settlement is not finished yet"),
    SETTLEMENT_REFUSED("主机不认这个批次,不能结算", "The host does not know this batch, it cannot be settled"),
    BATTERY_EMPTY("电量不足,请先充电", "The battery is nearly empty, please charge it first"),
    PAPER_OUT("打印机缺纸,请装纸", "The printer is out of paper"),
    NETWORK_DOWN("网络不通,请检查网络", "The network is down, please check it"),
    GATEWAY_UNTRUSTED("网关证书不符,已断开", "The gateway's certificate is not the pinned one, disconnected"),
    NO_ANSWER("没有收到应答", "No answer"),
    LINE_CUT("线路中断", "The line was cut"),
    ANSWER_UNREADABLE("应答报文无法解析", "The answer cannot be read"),
    ANSWER_MISMATCH("应答与请求不符", "The answer does not belong to the request"),
    ANSWER_MAC_WRONG("应答校验错", "The answer's check value is wrong"),
    NOT_SIGNED_IN("请先签到", "Please sign in first"),
    KEY_CHECK_WRONG("密钥校验值不符,签到失败", "A key check value differs, sign-in failed"),
    PIN_KEY_SINGLE_DES("主机下发的 PIN 密钥是单倍长(单 DES),签到失败", "The host's PIN key is single DES, sign-in failed"),
    REVERSAL_PENDING("上一笔交易的冲正尚未成功,请稍后再试", "The last transaction's reversal has not succeeded yet, try again later"),
    OPERATOR_MAY_NOT_TRADE("此操作员不能做交易", "This operator may not trade"),
    VOUCHER_UNKNOWN("本批次没有这个凭证号", "There is no such voucher in this batch"),
    VOUCHER_NOT_OF_A_SALE("这个凭证号不是消费", "This voucher is not of a sale"),
    VOUCHER_NOT_OF_A_COMPLETION("这个凭证号不是预授权完成请求", "This voucher is not of a completion by request"),
    VOUCHER_NOT_APPROVED("原交易没有成功", "The original was not approved"),
    ORIGINAL_FOLLOWED("原交易已撤销、退货或完成", "The original has been voided, refunded or completed"),
    DATE_IMPOSSIBLE("没有这一天,请输入月日,如 0701", "There is no such day: enter month and day, such as 0701"),
    AMOUNT_ABOVE_ORIGINAL("金额超过原交易可用的金额", "The amount is above what the original allows"),
    REFUND_ABOVE_LIMIT("超过本机单笔退货限额,请联系服务商", "Above what this terminal refunds at once: ask the service provider"),
    CHIP_UNREADABLE("芯片读取失败", "The chip cannot be read"),
    CHIP_REFUSES_THE_ANSWER("卡片不认发卡行的应答", "The card does not take the answer for its issuer's"),
    CARD_NOT_OF_ORIGINAL("不是原交易的卡", "This is not the card of the original"),
    ENTRIES_DIFFER("两次输入不一致,请重新输入", "The two entries differ, please enter them again"),
    COMPONENTS_REFUSED("密钥分量文件不对:须为两到三个,齐全且与校验值相符", "The component files are wrong: two or three, complete, each with its check value"),
    CARD_UNKNOWN("没有这张卡", "There is no such card"),
    WALLET_NOT_PAID("顾客没有在限定时间内付款", "The customer has not paid in time"),
    WALLET_GIVEN_UP("收款已取消", "The payment is called off"),
    WALLET_CODE_UNREADABLE("主机给出的收款码无效", "The code that the host gave is none"),
    ORDER_UNREADABLE("指令无法解析", "The order cannot be read"),
    ORDER_FORGED("指令签名不对", "The order's signature is wrong"),
    ORDER_OF_ANOTHER_TERMINAL("指令属于另一台终端", "The order is for another terminal"),
    ORDER_REPEATED("指令序号不高于已执行的指令", "The order's number is not above those that were taken before"),
    ORDER_EXPIRED("指令已过期", "The order has expired"),
    ORDER_KIND_UNKNOWN("终端不认识这种指令", "The terminal does not know this kind of order"),
    ORDER_INTERRUPTED("执行指令时断电或重启,未完成", "The terminal stopped in the middle of the order"),
    ORDER_MONEY_UNSETTLED("终端上还有未结清的交易或冲正", "There is money on the terminal that is not settled or reversed yet"),
    ORDER_LOGS_NOT_TAKEN("主机没有收下日志或截屏", "The host has not taken the log or the screen"),
    PARAMETERS_NOT_GIVEN("主机没有给出参数", "The host has given no parameters"),
    PARAMETERS_FORGED("参数签名不对", "The signature of the parameters is wrong"),
    PARAMETERS_OLD("参数不是本终端的,或比现有的旧", "The parameters are for another terminal, or older than those in force");

    private final String zh;
    private final String en;

    TerminalRefusal(String zh, String en) {
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
