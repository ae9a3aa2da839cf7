package io.shouyin.kernel.receipt;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// What the slip of a settlement 结算总计单 says, in no language and for no paper yet: what the batch comes to, the host's verdict, and the host's totals where
/// they are others.
///
/// @param operator empty if it is not known
/// @param kinds of transactions, in the order of [ReceiptKind]; empty if they are not known
/// @param differences line by line; the terminal is not told them: [Differences#NOT_TOLD]
/// @param auditLog how far the host's audit log was, by its latest signed checkpoint; empty if none was signed or seen yet
/// @param test made in test mode: worth nothing
public record SettlementSheet(String merchantName, String merchantId, String terminalId, String operator, LocalDateTime at, BatchNumber batch, Side domestic,
                              Side foreign, List<OfKind> kinds, Differences differences, Optional<AuditLogHead> auditLog, boolean test) {

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    /// What was taken and given back.
    public record Sums(long debitCount, MinorAmount debit, long creditCount, MinorAmount credit) {

        public void onto(Slip.Builder slip, boolean english) {
            slip.row(SettlementWord.DEBIT.in(english) + "  " + debitCount, debit.grouped())
                    .row(SettlementWord.CREDIT.in(english) + "  " + creditCount, credit.grouped());
        }
    }

    /// Of cards of one origin, as terminal and host have it.
    public record Side(boolean balanced, Sums terminal, Sums host) {}

    /// Between the lines of terminal and host.
    ///
    /// @param byCode how many of them are of payments by code
    public record Differences(long count, long byCode) {

        public static final Differences NOT_TOLD = new Differences(0, 0);
    }

    /// A checkpoint of the audit log, short enough for paper: who keeps the slip can prove later that the log was so long, and began so. A log that is cut or rewritten
    /// has another root at this size.
    ///
    /// @param entries leaves under it
    /// @param root the first eight hexadecimal digits of its root hash
    public record AuditLogHead(long entries, String root) {

        private static final int ROOT_DIGITS = 8;

        public AuditLogHead {
            Check.argument(entries >= 0 && root.matches("[0-9a-f]{" + ROOT_DIGITS + "}"), "an audit log has entries, and its root is shown in eight hexadecimal digits");
        }

        /// @param root whole, in hexadecimal
        public static AuditLogHead of(long entries, String root) {
            return new AuditLogHead(entries, root.substring(0, ROOT_DIGITS));
        }

        private String shown() {
            return entries + " " + root;
        }
    }

    public record OfKind(ReceiptKind kind, long count, MinorAmount amount) {

        /// Below a rule, if there are any.
        public static void onto(Slip.Builder slip, List<OfKind> kinds, boolean english) {
            if (!kinds.isEmpty()) {
                slip.rule();
            }
            kinds.forEach(of -> slip.row((english ? of.kind.both() : of.kind.zh()) + "  " + of.count, of.amount.grouped()));
        }
    }

    public SettlementSheet {
        kinds = List.copyOf(kinds);
    }

    /// Laid out for paper of any width.
    public Slip slip(boolean english, boolean reprint) {
        return new Layout(this, english).slip(reprint);
    }

    private record Layout(SettlementSheet sheet, boolean english, Slip.Builder lines) {

        Layout(SettlementSheet sheet, boolean english) {
            this(sheet, english, Slip.of("settlement"));
        }

        Slip slip(boolean reprint) {
            lines.title(SettlementWord.TITLE.in(english));
            if (reprint) {
                lines.centred(ReceiptWord.REPRINT.in(english));
            }
            if (sheet.test) {
                lines.centred(ReceiptWord.TEST.in(english));
            }
            row(ReceiptWord.MERCHANT, sheet.merchantName);
            row(ReceiptWord.MERCHANT_ID, sheet.merchantId);
            row(ReceiptWord.TERMINAL_ID, sheet.terminalId);
            row(ReceiptWord.OPERATOR, sheet.operator);
            row(ReceiptWord.DATE_TIME, DATE_TIME.format(sheet.at));
            row(ReceiptWord.BATCH, sheet.batch.toString());
            side(SettlementWord.DOMESTIC, sheet.domestic);
            side(SettlementWord.FOREIGN, sheet.foreign);
            if (sheet.differences.count > 0) {
                lines.rule().row(SettlementWord.DIFFERENCES.in(english), Long.toString(sheet.differences.count));
            }
            if (sheet.differences.byCode > 0) {
                lines.row(SettlementWord.DIFFERENCES_BY_CODE.in(english), Long.toString(sheet.differences.byCode));
            }
            OfKind.onto(lines, sheet.kinds, english);
            sheet.auditLog.ifPresent(head -> lines.rule().row(SettlementWord.AUDIT_LOG.in(english), head.shown()));
            return lines.gap().build();
        }

        private void side(SettlementWord origin, Side side) {
            lines.rule().row(origin.in(english), (side.balanced ? SettlementWord.BALANCED : SettlementWord.UNBALANCED).in(english));
            side.terminal.onto(lines, english);
            if (!side.balanced) {
                lines.plain(SettlementWord.HOST.in(english));
                side.host.onto(lines, english);
            }
        }

        private void row(ReceiptWord label, String value) {
            lines.row(label.in(english), value);
        }
    }
}
