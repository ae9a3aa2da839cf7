package io.shouyin.host.ledger;

import static io.shouyin.host.ledger.Line.credit;
import static io.shouyin.host.ledger.Line.debit;

import io.shouyin.host.pricing.Quote;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A journal as it is posted: lines that balance, under a key that is used once.
///
/// @param key of the transaction, or `rev:` and the key of what it reverses
/// @param original the journal that it follows
/// @param reverses the journal that it undoes because its transaction never was
/// @param channel the network that owes what it has on 1101
/// @param terms of a charge, as JSON
public record Posting(MerchantId merchant, String key, Kind kind, Optional<String> original, Optional<String> reverses, String channel, LocalDate businessDate,
                      List<Line> lines, Optional<String> terms) {

    /// What was posted.
    public enum Kind {
        SALE,
        COMPLETION,
        VOID,
        COMPLETION_VOID,
        REFUND,
        /// The transaction was undone by its terminal: as if it had never been.
        REVERSAL
    }

    public Posting {
        lines = List.copyOf(lines);
        Check.invariant(lines.size() >= 2 && lines.stream().allMatch(line -> line.amountFen() != 0), "a journal has two lines at least, none of nothing");
        Check.invariant(lines.stream().mapToLong(Line::amountFen).reduce(0, Math::addExact) == 0, "a journal balances");
    }

    /// What a sale and a completion bring: the network owes the amount, the merchant is owed the rest, issuer and network their parts.
    public static Posting charge(MerchantId merchant, String key, Kind kind, String channel, MinorAmount amount, Quote quote, LocalDate businessDate) {
        return new Posting(merchant, key, kind, Optional.empty(), Optional.empty(), channel, businessDate, lines(
                debit(Account.CLEARING_RECEIVABLE, amount.fen()),
                credit(Account.MERCHANT_PENDING, amount.fen() - quote.feeFen()), credit(Account.FEE_INCOME, quote.feeFen()),
                debit(Account.ISSUER_FEE_COST, quote.issuerFen()), credit(Account.ISSUER_FEE_PAYABLE, quote.issuerFen()),
                debit(Account.NETWORK_FEE_COST, quote.networkFen()), credit(Account.NETWORK_FEE_PAYABLE, quote.networkFen()),
                debit(Account.BRAND_FEE_COST, quote.brandFen()), credit(Account.BRAND_FEE_PAYABLE, quote.brandFen())), Optional.of(quote.terms().json()));
    }

    /// A void: the exact negative of what it voids, under its own key.
    static Posting undoing(Posting original, String key, Kind kind, LocalDate businessDate) {
        return new Posting(original.merchant(), key, kind, Optional.of(original.key()), Optional.empty(), original.channel(), businessDate, original.negative(), Optional.empty());
    }

    /// The transaction never was: the exact negative, under the key that belongs to it.
    static Posting reversing(Posting original, LocalDate businessDate) {
        return new Posting(original.merchant(), "rev:" + original.key(), Kind.REVERSAL, Optional.empty(), Optional.of(original.key()), original.channel(), businessDate,
                original.negative(), Optional.empty());
    }

    /// A part goes back, and with it its part of the fee: what all refunds together have earned, less what was given back before. So the parts
    /// make up the whole fee when the whole amount has gone back. The costs stay.
    ///
    /// @param before refunds of the same original
    static Posting refunding(Posting original, String key, MinorAmount amount, List<Posting> before, LocalDate businessDate) {
        long refundedFen = Math.addExact(amount.fen(), before.stream().mapToLong(refund -> -refund.amountFen(Account.CLEARING_RECEIVABLE)).sum());
        long backFen = share(-original.amountFen(Account.FEE_INCOME), refundedFen, original.amountFen(Account.CLEARING_RECEIVABLE))
                - before.stream().mapToLong(refund -> refund.amountFen(Account.FEE_INCOME)).sum();
        return new Posting(original.merchant(), key, Kind.REFUND, Optional.of(original.key()), Optional.empty(), original.channel(), businessDate, lines(
                debit(Account.MERCHANT_PENDING, amount.fen() - backFen), debit(Account.FEE_INCOME, backFen), credit(Account.CLEARING_RECEIVABLE, amount.fen())),
                Optional.empty());
    }

    /// `fee × part / whole`, a half rounded up; the product may be wider than a `long`.
    private static long share(long feeFen, long partFen, long wholeFen) {
        return BigInteger.valueOf(feeFen).multiply(BigInteger.valueOf(partFen)).shiftLeft(1).add(BigInteger.valueOf(wholeFen))
                .divide(BigInteger.valueOf(wholeFen).shiftLeft(1)).longValueExact();
    }

    /// What it moved on an account, debits positive.
    public long amountFen(Account account) {
        return lines.stream().filter(line -> line.account() == account).mapToLong(Line::amountFen).sum();
    }

    private List<Line> negative() {
        return lines.stream().map(line -> new Line(line.account(), Math.negateExact(line.amountFen()))).toList();
    }

    /// Those that move something.
    private static List<Line> lines(Line... lines) {
        return Arrays.stream(lines).filter(line -> line.amountFen() != 0).toList();
    }
}
