package io.shouyin.iso8583.terminal;

import static io.shouyin.iso8583.terminal.TransactionKind.MacRule.ALWAYS;
import static io.shouyin.iso8583.terminal.TransactionKind.MacRule.IF_PRESENT;
import static io.shouyin.iso8583.terminal.TransactionKind.MacRule.NEVER;
import static io.shouyin.iso8583.terminal.TransactionKind.Unanswered.NOTHING;
import static io.shouyin.iso8583.terminal.TransactionKind.Unanswered.REPEAT;
import static io.shouyin.iso8583.terminal.TransactionKind.Unanswered.REVERSE;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every request of the terminal protocol, and what tells one from the other: a table of message type, field 3,
/// field 25, 60.1 and 60.3.
public enum TransactionKind {
    //              zh          en                          MTI     F3        F25   60.1  60.3          MAC         unanswered
    BALANCE("余额查询", "Balance inquiry", "0200", "310000", "00", "01", List.of("000"), ALWAYS, NOTHING),
    SALE("消费", "Sale", "0200", "000000", "00", "22", List.of("000"), ALWAYS, REVERSE),
    /// Approved by the chip while there was no line.
    OFFLINE_SALE("脱机消费上送", "Offline sale, uploaded", "0220", "000000", "00", "36", List.of("000"), ALWAYS, REPEAT),
    VOID("消费撤销", "Void", "0200", "200000", "00", "23", List.of("000"), ALWAYS, REVERSE),
    REFUND("退货", "Refund", "0220", "200000", "00", "25", List.of("000"), ALWAYS, NOTHING),
    PRE_AUTH("预授权", "Pre-authorization", "0100", "030000", "06", "10", List.of("000"), ALWAYS, REVERSE),
    PRE_AUTH_VOID("预授权撤销", "Pre-authorization void", "0100", "200000", "06", "11", List.of("000"), ALWAYS, REVERSE),
    COMPLETION("预授权完成请求", "Completion, request", "0200", "000000", "06", "20", List.of("000"), ALWAYS, REVERSE),
    COMPLETION_VOID("预授权完成撤销", "Completion void", "0200", "200000", "06", "21", List.of("000"), ALWAYS, REVERSE),
    COMPLETION_NOTICE("预授权完成通知", "Completion, notice", "0220", "000000", "06", "24", List.of("000"), ALWAYS, NOTHING),
    PRE_AUTH_TOP_UP("追加预授权", "Pre-authorization top-up", "0100", "030000", "60", "10", List.of("000"), ALWAYS, REVERSE),
    REVERSAL("冲正", "Reversal", "0400", "", "", "", List.of(), ALWAYS, REPEAT),
    SIGN_IN("签到", "Sign-in", "0800", "", "", "00", List.of("001", "003", "004", "005", "006"), NEVER, NOTHING),
    SIGN_OUT("签退", "Sign-out", "0820", "", "", "00", List.of("002"), NEVER, NOTHING),
    ECHO("回响测试", "Echo test", "0820", "", "", "00", List.of("301"), NEVER, NOTHING),
    SETTLEMENT("批结算", "Settlement", "0500", "", "", "00", List.of("201"), IF_PRESENT, NOTHING),
    BATCH_UPLOAD("批上送", "Batch upload", "0320", "", "", "00", List.of("201"), IF_PRESENT, NOTHING),
    BATCH_UPLOAD_END("批上送结束", "Batch upload end", "0320", "", "", "00", List.of("202", "207"), IF_PRESENT, NOTHING),
    PARAMETER_DOWNLOAD("参数下载", "Parameter download", "0800", "", "", "00", List.of("360"), NEVER, NOTHING),
    PARAMETER_DOWNLOAD_END("参数下载结束", "Parameter download end", "0800", "", "", "00", List.of("361"), NEVER, NOTHING),
    STATUS_UPLOAD("状态上送", "Status upload", "0820", "", "", "00", List.of("362"), NEVER, NOTHING),
    OPERATOR_LOGON("操作员登录", "Operator logon", "0800", "", "", "00", List.of("401"), IF_PRESENT, NOTHING),
    OPERATOR_PASSWORD_CHANGE("操作员改密", "Operator password change", "0800", "", "", "00", List.of("402"), IF_PRESENT, NOTHING),
    TRANSACTION_PASSWORD_SET("设置交易密码", "Transaction password set", "0800", "", "", "00", List.of("403"), IF_PRESENT, NOTHING),
    CREDENTIAL_UNLOCK("密码解锁", "Credential unlock", "0800", "", "", "00", List.of("404"), IF_PRESENT, NOTHING),
    OPERATOR_ADD("增加操作员", "Operator add or new initial password", "0800", "", "", "00", List.of("405"), IF_PRESENT, NOTHING),
    OPERATOR_DELETE("删除操作员", "Operator delete", "0800", "", "", "00", List.of("406"), IF_PRESENT, NOTHING),
    OPERATOR_LOGOFF("操作员退出", "Operator logoff", "0800", "", "", "00", List.of("407"), IF_PRESENT, NOTHING),
    CODE_REQUEST("索取验证码", "Code request", "0800", "", "", "00", List.of("408"), IF_PRESENT, NOTHING),
    CARD_USER_ADD("添加持卡用户", "Card user add", "0800", "", "", "00", List.of("409"), IF_PRESENT, NOTHING),
    CARD_PASSWORD_SET("设置刷卡密码", "Card password set", "0800", "", "", "00", List.of("410"), IF_PRESENT, NOTHING),
    STEP_UP_RULES_DOWNLOAD("下载验证规则", "Step-up rules download", "0800", "", "", "00", List.of("411"), ALWAYS, NOTHING),
    /// What has become of a payment by code, which may take the customer a while.
    WALLET_QUERY("扫码结果查询", "Wallet payment query", "0800", "", "", "00", List.of("501"), ALWAYS, NOTHING),
    /// What a chip has made of its issuer's script.
    SCRIPT_NOTICE("脚本结果通知", "Script results notice", "0620", "", "", "00", List.of("951"), ALWAYS, REPEAT);

    /// Whether a request carries a MAC.
    public enum MacRule {
        ALWAYS,
        /// Checked when it is there. A credential request has one once the terminal is signed in.
        IF_PRESENT,
        NEVER
    }

    /// What the terminal does when no answer comes.
    public enum Unanswered {
        /// Sends a reversal.
        REVERSE,
        /// Sends it again.
        REPEAT,
        NOTHING
    }

    private static final TransactionKind[] ALL = values();

    private final String zh;
    private final String en;
    private final String requestType;
    private final String processingCode;
    private final String condition;
    private final String transactionType;
    private final List<String> networkCodes;
    private final MacRule macRule;
    private final Unanswered unanswered;

    TransactionKind(String zh, String en, String requestType, String processingCode, String condition,
                    String transactionType, List<String> networkCodes, MacRule macRule, Unanswered unanswered) {
        this.zh = zh;
        this.en = en;
        this.requestType = requestType;
        this.processingCode = processingCode;
        this.condition = condition;
        this.transactionType = transactionType;
        this.networkCodes = networkCodes;
        this.macRule = macRule;
        this.unanswered = unanswered;
    }

    /// The kind of a request; nothing if no row of the table fits, and for an answer.
    ///
    /// A card transaction may leave 60.3 out. A reversal repeats field 3, 25 and 60 of its original, see [#original].
    ///
    /// @throws DecodeException if field 60 cannot be read
    public static Optional<TransactionKind> of(Message request) throws DecodeException {
        if (request.type().equals(REVERSAL.requestType)) {
            return Optional.of(REVERSAL);
        }
        if (!request.has(60)) {
            return Optional.empty();
        }
        Field60 field60 = Field60.decode(request.text(60));
        for (TransactionKind kind : ALL) {
            if (kind.requestType.equals(request.type()) && kind.fits(request, field60)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// The kind of request that an answer belongs to, as far as its fields tell.
    ///
    /// @throws DecodeException if field 60 cannot be read
    public static Optional<TransactionKind> ofReply(Message reply) throws DecodeException {
        if (reply.type().equals(REVERSAL.replyType())) {
            return Optional.of(REVERSAL);
        }
        if (!reply.has(60)) {
            return Optional.empty();
        }
        Field60 field60 = Field60.decode(reply.text(60));
        for (TransactionKind kind : ALL) {
            if (kind.replyType().equals(reply.type()) && kind.fits(reply, field60)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// The kind of transaction that a reversal takes back.
    public static Optional<TransactionKind> original(Message reversal) throws DecodeException {
        if (!reversal.type().equals(REVERSAL.requestType) || !reversal.has(60)) {
            return Optional.empty();
        }
        Field60 field60 = Field60.decode(reversal.text(60));
        for (TransactionKind kind : ALL) {
            if (kind.unanswered == REVERSE && kind.fits(reversal, field60)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private boolean fits(Message message, Field60 field60) {
        return transactionType.equals(field60.transactionType())
                && (networkCodes.contains(field60.networkCode()) || isCardTransaction() && field60.networkCode().isEmpty())
                && (processingCode.isEmpty() || message.has(3) && processingCode.equals(message.text(3)))
                && (condition.isEmpty() || message.has(25) && condition.equals(message.text(25)));
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /// The message type of the request, such as `0200`.
    public String requestType() {
        return requestType;
    }

    /// The message type of the answer, such as `0210`.
    public String replyType() {
        return requestType.substring(0, 2) + (char) (requestType.charAt(2) + 1) + requestType.charAt(3);
    }

    /// Field 3, or empty where it is absent or that of the original.
    public String processingCode() {
        return processingCode;
    }

    /// Field 25, or empty.
    public String condition() {
        return condition;
    }

    /// 60.1, or empty for a reversal.
    public String transactionType() {
        return transactionType;
    }

    /// Two digits that name a card transaction in the rules that terminals are told: its 60.1; of a top-up, which shares that of the pre-authorization, field 25.
    public String ruleDigits() {
        return this == PRE_AUTH_TOP_UP ? condition : transactionType;
    }

    /// The card transaction of a 60.1; of a pre-authorization and its top-up, which share one, the pre-authorization.
    public static Optional<TransactionKind> ofTransactionType(String transactionType) {
        return Arrays.stream(values()).filter(kind -> kind.isCardTransaction() && kind.transactionType.equals(transactionType)).findFirst();
    }

    /// The values of 60.3 that mean this kind; the first is the usual one. Empty for a reversal.
    public List<String> networkCodes() {
        return networkCodes;
    }

    public MacRule macRule() {
        return macRule;
    }

    public Unanswered unanswered() {
        return unanswered;
    }

    /// Whether the terminal makes a reversal when no answer comes.
    public boolean reversedIfUnanswered() {
        return unanswered == REVERSE;
    }

    /// Whether it moves or asks about money on a card: fields 3 and 25 are there.
    public boolean isCardTransaction() {
        return !processingCode.isEmpty();
    }

    /// Whether 60.2 says what it is about. A sign-in tells the terminal its batch, so that and what may come before it has none yet.
    public boolean isOfABatch() {
        return macRule != NEVER;
    }

    /// Whether it belongs to the credential service 密码服务 (60.3 = 401 to 411).
    public boolean isCredentialService() {
        return switch (this) {
            case OPERATOR_LOGON, OPERATOR_PASSWORD_CHANGE, TRANSACTION_PASSWORD_SET, CREDENTIAL_UNLOCK, OPERATOR_ADD,
                    OPERATOR_DELETE, OPERATOR_LOGOFF, CODE_REQUEST, CARD_USER_ADD, CARD_PASSWORD_SET,
                    STEP_UP_RULES_DOWNLOAD -> true;
            case BALANCE, SALE, OFFLINE_SALE, VOID, REFUND, PRE_AUTH, PRE_AUTH_VOID, COMPLETION, COMPLETION_VOID, COMPLETION_NOTICE,
                    PRE_AUTH_TOP_UP, REVERSAL, SIGN_IN, SIGN_OUT, ECHO, SETTLEMENT, BATCH_UPLOAD, BATCH_UPLOAD_END,
                    PARAMETER_DOWNLOAD, PARAMETER_DOWNLOAD_END, STATUS_UPLOAD, WALLET_QUERY, SCRIPT_NOTICE -> false;
        };
    }
}
