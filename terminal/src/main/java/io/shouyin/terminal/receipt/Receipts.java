package io.shouyin.terminal.receipt;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.ReceiptWord;
import io.shouyin.kernel.receipt.Signing;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Receipts and lists of what the journal has.
public final class Receipts {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");
    private static final DateTimeFormatter HOST_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

    private Receipts() {}

    /// The receipt 签购单 of an approved transaction.
    ///
    /// @param footer that the host wants under all of them
    public static Receipt of(JournalEntry entry, Identity identity, Signing signing, Optional<String> footer) {
        return new Receipt(identity.merchantName(), identity.merchantId(), identity.terminalId(), entry.operator(), entry.issuerId(),
                (identity.acquirerName() + " " + entry.acquirerId()).strip(), entry.cardMasked(), entry.entryLetter(), entry.expiryYymm(),
                entry.trade().receipt(), new BatchNumber(entry.batch()), new TraceNumber(entry.trace()), entry.authCode(), entry.rrn(), at(entry), entry.amount(),
                original(entry.original()), Optional.ofNullable(entry.chip()), Stream.concat(entry.texts().stream(), footer.stream()).toList(), signing, identity.test());
    }

    private static Receipt.Original original(Original original) {
        String trace = original.trace() == 0 ? "" : new TraceNumber(original.trace()).toString();
        return new Receipt.Original(trace, original.rrn(), original.authCode(), original.dateMmdd());
    }

    /// The host's date and time, in the year in which that is nearest to the terminal's own: field 13 has none.
    private static LocalDateTime at(JournalEntry entry) {
        LocalDateTime local = LocalDateTime.ofInstant(entry.at(), ZONE);
        try {
            LocalDateTime told = LocalDateTime.parse(local.getYear() + entry.hostDateMmdd() + entry.hostTimeHhmmss(), HOST_TIME);
            return Stream.of(told.minusYears(1), told, told.plusYears(1)).min(Comparator.comparing(of -> Duration.between(of, local).abs())).orElse(told);
        } catch (DateTimeParseException notTold) {
            return local;
        }
    }

    /// The list of a batch's transactions.
    public static Slip list(List<JournalEntry> entries, Identity identity, int batch, Instant now, Language language) {
        var label = new Labels(language);
        Slip.Builder slip = Slip.of("list")
                .title(label.of("list.title"))
                .row(label.of(ReceiptWord.TERMINAL_ID), identity.terminalId())
                .row(label.of(ReceiptWord.BATCH), new BatchNumber(batch).toString())
                .row(label.of(ReceiptWord.DATE_TIME), DATE_TIME.format(now.atZone(ZONE)))
                .rule();
        for (JournalEntry entry : entries) {
            String name = entry.trade() == Trade.SALE ? "" : " " + entry.trade().onSlip().in(language);
            slip.row(new TraceNumber(entry.trace()) + " " + TIME.format(entry.at().atZone(ZONE)), entry.amount().grouped())
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
            slip.row(label.of("list.back.count"), String.valueOf(back.count())).row(label.of("list.back.total"), back.amount().grouped());
        }
        Totals charged = Totals.of(entries, Effect.CHARGES);
        return slip.row(label.of("list.count"), String.valueOf(charged.count()))
                .big(label.of("list.total"), charged.amount().grouped())
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

        String of(ReceiptWord word) {
            return word.in(language == Language.EN);
        }
    }
}
