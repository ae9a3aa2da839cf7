package io.shouyin.terminal.receipt;

import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.receipt.ReceiptKind;
import io.shouyin.kernel.receipt.ReceiptWord;
import io.shouyin.kernel.receipt.SettlementSheet;
import io.shouyin.kernel.receipt.SettlementSheet.OfKind;
import io.shouyin.kernel.receipt.SettlementSheet.Sums;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.Settling;
import io.shouyin.terminal.state.Tally;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The slips of totals: the settlement 结算单, an operator's and a day's.
public final class SettlementSlips {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private SettlementSlips() {}

    /// What the batch came to, the host's verdict, and its totals where they are others.
    public static SettlementSheet of(Settling settling, Identity identity) {
        return new SettlementSheet(identity.merchantName(), identity.merchantId(), identity.terminalId(), settling.operator(),
                LocalDateTime.ofInstant(settling.at(), ZONE), new BatchNumber(settling.batch()), side(settling, CardOrigin.DOMESTIC),
                side(settling, CardOrigin.FOREIGN), kinds(settling.tallies()), SettlementSheet.Differences.NOT_TOLD,
                Optional.ofNullable(settling.logRoot()).map(root -> SettlementSheet.AuditLogHead.of(settling.logEntries(), root)), identity.test());
    }

    private static SettlementSheet.Side side(Settling settling, CardOrigin origin) {
        Side hosts = Settling.side(settling.hosts(), origin);
        return new SettlementSheet.Side(hosts.result() == Result.BALANCED, sums(Settling.side(settling.ours(), origin)), sums(hosts));
    }

    private static Sums sums(Side side) {
        return new Sums(side.debitCount(), side.debit(), side.creditCount(), side.credit());
    }

    private static List<OfKind> kinds(List<Tally> tallies) {
        return Arrays.stream(ReceiptKind.values()).map(kind -> ofKind(kind, Totals.ofTallies(tallies, Trade.valueOf(kind.name()))))
                .filter(of -> of.count() > 0).toList();
    }

    private static OfKind ofKind(ReceiptKind kind, Totals totals) {
        return new OfKind(kind, totals.count(), totals.amount());
    }

    /// Today's totals.
    ///
    /// @param operator whose; empty for everybody's
    public static Slip totals(Text title, List<Tally> tallies, Optional<String> operator, Identity identity, Instant now, Language language) {
        boolean english = language == Language.EN;
        Slip.Builder slip = Slip.of("totals").title(title.in(language))
                .row(ReceiptWord.MERCHANT.in(english), identity.merchantName())
                .row(ReceiptWord.MERCHANT_ID.in(english), identity.merchantId())
                .row(ReceiptWord.TERMINAL_ID.in(english), identity.terminalId());
        operator.ifPresent(number -> slip.row(ReceiptWord.OPERATOR.in(english), number));
        slip.row(ReceiptWord.DATE_TIME.in(english), DATE_TIME.format(now.atZone(ZONE))).rule();
        Totals debit = Totals.ofTallies(tallies, Effect.CHARGES);
        Totals credit = Totals.ofTallies(tallies, Effect.GIVES_BACK);
        new Sums(debit.count(), debit.amount(), credit.count(), credit.amount()).onto(slip, english);
        OfKind.onto(slip, kinds(tallies), english);
        return slip.gap().build();
    }
}
