package io.shouyin.terminal.receipt;

import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.receipt.ReceiptWord;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Settling;
import io.shouyin.terminal.state.Tally;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// The slips of totals: the settlement 结算单, an operator's and a day's.
public final class SettlementSlips {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private SettlementSlips() {}

    /// What the batch came to, the host's verdict, and its totals where they are others.
    ///
    /// @param journal of the batch, for the totals of each kind; empty if it is gone
    public static Slip of(Settling settling, List<JournalEntry> journal, Identity identity, Language language, boolean reprint) {
        Slip.Builder slip = head("settlement", Text.of("settlement.title"), identity, Optional.of(settling.operator()), settling.at(), language);
        if (reprint) {
            slip.centred(ReceiptWord.REPRINT.in(language == Language.EN));
        }
        slip.row(ReceiptWord.BATCH.in(language == Language.EN), new BatchNumber(settling.batch()).toString());
        for (CardOrigin origin : CardOrigin.values()) {
            Side ours = Settling.side(settling.ours(), origin);
            Side hosts = Settling.side(settling.hosts(), origin);
            boolean isBalanced = hosts.result() == Result.BALANCED;
            slip.rule().row(Text.of("settlement." + origin.name()).in(language), Text.of(isBalanced ? "settlement.balanced" : "settlement.unbalanced").in(language));
            side(slip, ours, language);
            if (!isBalanced) {
                slip.plain(Text.of("settlement.host").in(language));
                side(slip, hosts, language);
            }
        }
        kinds(slip, Tally.of(journal, ZONE), language);
        return slip.gap().build();
    }

    /// Today's totals.
    ///
    /// @param operator whose; empty for everybody's
    public static Slip totals(Text title, List<Tally> tallies, Optional<String> operator, Identity identity, Instant now, Language language) {
        Slip.Builder slip = head("totals", title, identity, operator, now, language);
        slip.rule();
        total(slip, Text.of("settlement.debit"), Totals.ofTallies(tallies, Effect.CHARGES), language);
        total(slip, Text.of("settlement.credit"), Totals.ofTallies(tallies, Effect.GIVES_BACK), language);
        kinds(slip, tallies, language);
        return slip.gap().build();
    }

    private static Slip.Builder head(String kind, Text title, Identity identity, Optional<String> operator, Instant at, Language language) {
        Slip.Builder slip = Slip.of(kind).title(title.in(language))
                .row(ReceiptWord.MERCHANT.in(language == Language.EN), identity.merchantName())
                .row(ReceiptWord.MERCHANT_ID.in(language == Language.EN), identity.merchantId())
                .row(ReceiptWord.TERMINAL_ID.in(language == Language.EN), identity.terminalId());
        operator.ifPresent(number -> slip.row(ReceiptWord.OPERATOR.in(language == Language.EN), number));
        return slip.row(ReceiptWord.DATE_TIME.in(language == Language.EN), DATE_TIME.format(at.atZone(ZONE)));
    }

    private static void side(Slip.Builder slip, Side side, Language language) {
        row(slip, Text.of("settlement.debit"), side.debitCount(), side.debit(), language);
        row(slip, Text.of("settlement.credit"), side.creditCount(), side.credit(), language);
    }

    private static void kinds(Slip.Builder slip, List<Tally> tallies, Language language) {
        if (tallies.isEmpty()) {
            return;
        }
        slip.rule();
        for (Trade trade : Trade.values()) {
            Totals of = Totals.ofTallies(tallies, trade);
            if (of.count() > 0) {
                total(slip, trade.onSlip(), of, language);
            }
        }
    }

    private static void total(Slip.Builder slip, Text label, Totals totals, Language language) {
        row(slip, label, totals.count(), totals.amount(), language);
    }

    private static void row(Slip.Builder slip, Text label, int count, MinorAmount amount, Language language) {
        slip.row(label.in(language) + "  " + count, amount.grouped());
    }
}
