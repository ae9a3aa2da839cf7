package io.shouyin.terminal.receipt;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Slip;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.ChipBlock;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// What is printed. In Chinese a receipt carries the Chinese labels alone, in English both, as both parties must read it.
public final class Receipts {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

    private Receipts() {}

    /// Whose copy it is.
    public enum Copy {
        /// 商户存根: with the cardholder's signature.
        MERCHANT("merchant", "receipt.copy.merchant"),
        /// 持卡人存根.
        CARDHOLDER("cardholder", "receipt.copy.cardholder");

        private final String kind;
        private final String label;

        Copy(String kind, String label) {
            this.kind = kind;
            this.label = label;
        }
    }

    /// The receipt 签购单 of an approved transaction.
    public static Slip of(JournalEntry entry, Identity identity, Language language, Copy copy, boolean reprint) {
        var label = new Labels(language);
        Slip.Builder slip = Slip.of(copy.kind)
                .title(label.of("receipt.title"))
                .centred(label.of(copy.label));
        if (reprint) {
            slip.centred(label.of("receipt.reprint"));
        }
        slip.rule()
                .row(label.of("slip.merchant"), identity.merchantName())
                .row(label.of("slip.merchantId"), identity.merchantId())
                .row(label.of("slip.terminalId"), identity.terminalId())
                .row(label.of("slip.operator"), entry.operator())
                .row(label.of("slip.acquirer"), entry.acquirerId().isEmpty() ? identity.acquirerName() : identity.acquirerName() + " " + entry.acquirerId());
        if (!entry.issuerId().isEmpty()) {
            slip.row(label.of("slip.issuer"), entry.issuerId());
        }
        slip.rule()
                .row(label.of("slip.card"), entry.cardMasked() + " /" + entry.entryLetter());
        if (copy == Copy.MERCHANT) {
            slip.row(label.of("slip.expiry"), "20" + entry.expiryYymm().substring(0, 2) + "/" + entry.expiryYymm().substring(2));
        }
        slip.row(label.of("slip.kind"), entry.trade().onSlip().in(language))
                .row(label.of("slip.batch"), new BatchNumber(entry.batch()).toString())
                .row(label.of("slip.trace"), new TraceNumber(entry.trace()).toString())
                .row(label.of("slip.authCode"), entry.authCode())
                .row(label.of("slip.rrn"), entry.rrn())
                .row(label.of("slip.dateTime"), dateTime(entry));
        original(slip, label, entry);
        if (entry.chip() != null) {
            chip(slip, entry.chip());
        }
        slip.rule()
                .big(label.of("receipt.amount"), Amounts.grouped(entry.amount()))
                .rule()
                .row(label.of("receipt.remark"), "");
        entry.texts().forEach(slip::plain);
        if (copy == Copy.MERCHANT) {
            slip.plain(label.of("receipt.signature")).gap().gap().rule();
        }
        slip.plain(label.of("receipt.consent"));
        if (language == Language.EN) {
            slip.plain(Text.of("receipt.consent").in(Language.ZH));
        }
        return slip.gap().build();
    }

    /// By the field's own short names, in either language.
    private static void chip(Slip.Builder slip, ChipBlock chip) {
        slip.row("AID", chip.application()).row("TVR", chip.verificationResults()).row("TSI", chip.statusInformation())
                .row("ATC", chip.counter()).row("TC", chip.cryptogram());
    }

    /// The transaction that it is about.
    private static void original(Slip.Builder slip, Labels label, JournalEntry entry) {
        Original original = entry.original();
        switch (entry.trade()) {
            case BALANCE, SALE, PRE_AUTH -> { }
            case VOID -> slip.row(label.of("slip.originalTrace"), new TraceNumber(original.trace()).toString());
            case REFUND -> slip.row(label.of("slip.originalRrn"), original.rrn()).row(label.of("slip.originalDate"), monthAndDay(original.dateMmdd()));
            case COMPLETION_VOID -> slip.row(label.of("slip.originalTrace"), new TraceNumber(original.trace()).toString())
                    .row(label.of("slip.originalDate"), monthAndDay(original.dateMmdd()));
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> slip.row(label.of("slip.originalAuthCode"), original.authCode())
                    .row(label.of("slip.originalDate"), monthAndDay(original.dateMmdd()));
        }
    }

    private static String monthAndDay(String mmdd) {
        return mmdd.substring(0, 2) + "/" + mmdd.substring(2);
    }

    /// The host's date and time, with the terminal's year.
    private static String dateTime(JournalEntry entry) {
        var local = entry.at().atZone(ZONE);
        if (entry.hostDateMmdd().length() != 4 || entry.hostTimeHhmmss().length() != 6) {
            return DATE_TIME.format(local);
        }
        String mmdd = entry.hostDateMmdd();
        String time = entry.hostTimeHhmmss();
        return "%04d/%s/%s %s:%s:%s".formatted(local.getYear(), mmdd.substring(0, 2), mmdd.substring(2),
                time.substring(0, 2), time.substring(2, 4), time.substring(4));
    }

    /// The list of a batch's transactions.
    public static Slip list(List<JournalEntry> entries, Identity identity, int batch, Instant now, Language language) {
        var label = new Labels(language);
        Slip.Builder slip = Slip.of("list")
                .title(label.of("list.title"))
                .row(label.of("slip.terminalId"), identity.terminalId())
                .row(label.of("slip.batch"), new BatchNumber(batch).toString())
                .row(label.of("slip.dateTime"), DATE_TIME.format(now.atZone(ZONE)))
                .rule();
        for (JournalEntry entry : entries) {
            String name = entry.trade() == Trade.SALE ? "" : " " + entry.trade().onSlip().in(language);
            slip.row(new TraceNumber(entry.trace()) + " " + TIME.format(entry.at().atZone(ZONE)), Amounts.grouped(entry.amount()))
                    .row("  *" + entry.cardMasked().substring(entry.cardMasked().length() - 4) + name, outcome(entry.outcome()).in(language));
        }
        List<JournalEntry> unknown = entries.stream().filter(e -> e.outcome().isUnknown()).toList();
        slip.rule();
        if (!unknown.isEmpty()) {
            slip.row(label.of("list.unknown"), String.valueOf(unknown.size()));
            unknown.stream().map(e -> e.trade().unknownAdvice().in(language)).distinct().forEach(slip::plain);
        }
        Totals back = Totals.of(entries, Effect.GIVES_BACK);
        if (back.count() > 0) {
            slip.row(label.of("list.back.count"), String.valueOf(back.count())).row(label.of("list.back.total"), Amounts.grouped(back.amount()));
        }
        Totals charged = Totals.of(entries, Effect.CHARGES);
        return slip.row(label.of("list.count"), String.valueOf(charged.count()))
                .big(label.of("list.total"), Amounts.grouped(charged.amount()))
                .gap().build();
    }

    public static Text outcome(Outcome outcome) {
        return Text.of("outcome." + outcome.name());
    }

    /// Labels in the language, English ones short.
    private record Labels(Language language) {
        String of(String key) {
            return Text.of(key).in(language);
        }
    }
}
