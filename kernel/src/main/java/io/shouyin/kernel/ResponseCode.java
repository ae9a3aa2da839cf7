package io.shouyin.kernel;

/// A response code 应答码 of field 39: two letters or digits, with the message that the terminal shows.
///
/// The codes of the UnionPay-style terminal protocol, and P1 to P7, which are this product's own.
public enum ResponseCode implements Refusal {
    APPROVED("00", "交易成功", "Approved"),
    CALL_ISSUER("01", "请持卡人与发卡银行联系", "Please contact the card issuer"),
    MERCHANT_INVALID("03", "无效商户", "Invalid merchant"),
    CARD_CAPTURED("04", "此卡被没收", "Card must be kept"),
    NOT_HONOURED("05", "不予承兑", "Not honoured"),
    ERROR("06", "出错", "Error"),
    IN_PROGRESS("09", "请求处理中", "Request in progress"),
    PARTLY_APPROVED("10", "部分批准", "Approved for a part"),
    TRANSACTION_INVALID("12", "无效交易", "Invalid transaction"),
    AMOUNT_INVALID("13", "无效金额", "Invalid amount"),
    CARD_NUMBER_INVALID("14", "无效卡号", "Invalid card number"),
    ISSUER_UNKNOWN("15", "无此发卡方", "No such issuer"),
    STATE_MISMATCH("22", "操作有误,状态不符", "Not possible in this state"),
    ORIGINAL_NOT_FOUND("25", "找不到原交易", "Original transaction not found"),
    FORMAT_ERROR("30", "报文格式错误", "Message format error"),
    CARD_EXPIRED_CAPTURED("33", "过期的卡", "Expired card, keep it"),
    CARD_SUSPECTED("34", "作弊卡", "Suspected fraud"),
    PIN_TRIES_EXCEEDED_CAPTURED("38", "密码错误次数超限", "PIN tries exceeded, keep the card"),
    FUNCTION_UNSUPPORTED("40", "功能不支持", "Function not supported"),
    CARD_LOST("41", "挂失卡", "Lost card"),
    CARD_STOLEN("43", "被窃卡", "Stolen card"),
    CHIP_REQUIRED("45", "请插卡", "Please insert the card"),
    FUNDS_INSUFFICIENT("51", "余额不足", "Insufficient funds"),
    CARD_EXPIRED("54", "卡片过期", "Expired card"),
    PIN_WRONG("55", "持卡人密码错误", "Wrong PIN"),
    CARDHOLDER_NOT_PERMITTED("57", "不允许持卡人进行的交易", "Not permitted to the cardholder"),
    TERMINAL_NOT_PERMITTED("58", "不允许终端进行的交易", "Not permitted to the terminal"),
    CARD_CHECK_FAILED("59", "卡片校验错", "Card verification failed"),
    AMOUNT_LIMIT_EXCEEDED("61", "金额超限", "Amount limit exceeded"),
    CARD_RESTRICTED("62", "受限制的卡", "Restricted card"),
    SECURITY_VIOLATION("63", "违反安全规定", "Security violation"),
    AMOUNT_DIFFERS("64", "金额与原交易不符", "Amount differs from the original"),
    COUNT_LIMIT_EXCEEDED("65", "交易次数超限", "Too many transactions"),
    TIMED_OUT("68", "交易超时", "Timed out"),
    PIN_TRIES_EXCEEDED("75", "密码错误次数超限", "PIN tries exceeded"),
    SIGN_IN_REQUIRED("77", "批次与中心不一致,请重新签到", "Please sign in again"),
    DOWNLOAD_REQUIRED("78", "需要下载数据", "Download required"),
    OFFLINE_TOTALS_DIFFER("79", "脱机对账不平", "Offline totals differ"),
    CUT_OVER_IN_PROGRESS("90", "系统日切,请稍后重试", "Day change in progress, try again later"),
    ISSUER_UNAVAILABLE("91", "发卡方状态异常,请稍后重试", "Issuer unavailable, try again later"),
    LINE_UNAVAILABLE("92", "线路异常,请稍后重试", "Line unavailable, try again later"),
    TRACE_REPEATED("94", "流水号重复,内容不同", "Trace number repeated with other content"),
    SYSTEM_MALFUNCTION("96", "系统异常,请稍后重试", "System malfunction, try again later"),
    TERMINAL_UNKNOWN("97", "终端未登记", "Terminal not registered"),
    ISSUER_TIMED_OUT("98", "发卡方超时", "Issuer timed out"),
    PIN_FORMAT_WRONG("99", "密码格式错,请重新签到", "PIN format wrong, please sign in again"),
    MAC_WRONG("A0", "校验错,请重新签到", "Message check failed, please sign in again"),
    SECURITY_PROCESSING_FAILED("A7", "安全处理失败", "Security processing failed"),
    FACTOR_MISSING("P1", "缺少验证要素", "A password or other factor is missing"),
    FACTOR_WRONG("P2", "密码错误", "Wrong password"),
    FACTOR_LOCKED("P3", "密码已锁定,请主管解锁", "Locked, the supervisor can unlock"),
    FACTOR_EXPIRED("P4", "密码已到期,请修改", "Expired, please change it"),
    FACTOR_INITIAL("P5", "请先修改初始密码", "Please change the initial password first"),
    SECRET_REFUSED("P6", "新密码不符合规则", "The new password does not meet the rules"),
    TERMINAL_LOCKED("P7", "终端已锁定,请联系服务商", "The terminal is locked, please call the service provider");

    private final String code;
    private final String zh;
    private final String en;

    ResponseCode(String code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    /// The two characters of field 39.
    public String code() {
        return code;
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }

    public boolean isApproval() {
        return this == APPROVED || this == PARTLY_APPROVED;
    }

    /// The constant for two characters of field 39; an unknown code becomes [#ERROR].
    public static ResponseCode of(String code) {
        for (ResponseCode known : values()) {
            if (known.code.equals(code)) {
                return known;
            }
        }
        return ERROR;
    }
}
