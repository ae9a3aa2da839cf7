package io.shouyin.host.gateway;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// What a locked terminal may still send: all that ends or protects what was taken before, and nothing that begins anew.
///
/// A sale that a chip has approved offline is let through up to the day of the lock, which is the date under the card's cryptogram: it has happened. What such a terminal
/// does after that day without the host, nobody pays.
final class Locked {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter CHIP_DATE = DateTimeFormatter.ofPattern("yyMMdd");

    private Locked() {}

    static boolean refuses(TransactionKind kind, Message message, Instant since) {
        return switch (kind) {
            case BALANCE, SALE, VOID, REFUND, PRE_AUTH, PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE, COMPLETION_VOID -> true;
            case OFFLINE_SALE -> !isOfBefore(message, LocalDate.ofInstant(since, ZONE));
            case REVERSAL, SIGN_IN, SIGN_OUT, ECHO, SETTLEMENT, BATCH_UPLOAD, BATCH_UPLOAD_END, PARAMETER_DOWNLOAD, PARAMETER_DOWNLOAD_END, STATUS_UPLOAD,
                    OPERATOR_LOGON, OPERATOR_PASSWORD_CHANGE, TRANSACTION_PASSWORD_SET, CREDENTIAL_UNLOCK, OPERATOR_ADD, OPERATOR_DELETE, OPERATOR_LOGOFF, CODE_REQUEST,
                    CARD_USER_ADD, CARD_PASSWORD_SET, STEP_UP_RULES_DOWNLOAD, WALLET_QUERY, SCRIPT_NOTICE -> false;
        };
    }

    private static boolean isOfBefore(Message message, LocalDate lockDay) {
        try {
            return message.has(55) && Field55.decode(message.bytes(55)).find(Field55.DATE)
                    .map(date -> HexFormat.of().formatHex(date).compareTo(CHIP_DATE.format(lockDay)) <= 0).orElse(false);
        } catch (DecodeException unreadable) {
            return false;
        }
    }
}
