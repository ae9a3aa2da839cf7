package io.shouyin.host.ledger;

import io.shouyin.host.platform.OneRead;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Repository;

/// The journals. They are posted in the transaction that makes true what they say: with the outcome of a card transaction, or with its reversal.
///
/// A key is used once: to post a second time what stands in the books already is an error that takes the caller's transaction with it.
@Repository
public class Books {

    static final String COLUMNS = "merchant_id, journal_key, kind, original_key, reverses_key, channel, business_date, accounts, amounts_minor, terms, posted_at";
    private static final String INSERT = """
            INSERT INTO ledger.journal (merchant_id, journal_key, kind, original_key, reverses_key, channel, business_date, posted_at, accounts, amounts_minor, terms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""";

    private final JdbcOperations jdbc;
    private final InstantSource clock;

    Books(JdbcOperations jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// As part of the caller's write.
    public void post(OneWrite write, Posting posting) {
        write.add(INSERT, Arrays.asList(posting.merchant().value(), posting.key(), posting.kind().name(), posting.original().orElse(null),
                posting.reverses().orElse(null), posting.channel(), posting.businessDate(), utc(clock.instant()),
                posting.lines().stream().mapToInt(line -> line.account().code()).toArray(),
                posting.lines().stream().mapToLong(Line::amountFen).toArray(), posting.terms().orElse(null)));
    }

    /// What stands in the books of a transaction that something follows.
    ///
    /// @param refunds of it, up to now
    public record Followed(Posting original, List<Posting> refunds) {

        public Posting undo(String key, Posting.Kind kind, LocalDate businessDate) {
            return Posting.undoing(original, key, kind, businessDate);
        }

        public Posting refund(String key, MinorAmount amount, LocalDate businessDate) {
            return Posting.refunding(original, key, amount, refunds, businessDate);
        }
    }

    /// As part of the caller's read, who has locked the original: of two refunds one sees the other.
    ///
    /// @return empty if the original is older than the ledger: what follows it is not posted either
    public Supplier<Optional<Followed>> followed(OneRead read, MerchantId merchant, String key) {
        Supplier<List<Posting>> original = read.ask("SELECT " + COLUMNS + " FROM ledger.journal WHERE merchant_id = ? AND journal_key = ?",
                List.of(merchant.value(), key), Books::posting);
        Supplier<List<Posting>> refunds = read.ask("SELECT " + COLUMNS + " FROM ledger.journal WHERE merchant_id = ? AND original_key = ? AND kind = 'REFUND'",
                List.of(merchant.value(), key), Books::posting);
        return () -> original.get().stream().findFirst().map(posting -> new Followed(posting, refunds.get()));
    }

    /// Undoes what a transaction has moved, in the caller's transaction, who has locked it; nothing if nothing was posted for it.
    public void reverse(MerchantId merchant, String key, LocalDate businessDate) {
        OneRead read = new OneRead();
        Supplier<Optional<Followed>> posted = followed(read, merchant, key);
        read.run(jdbc);
        posted.get().ifPresent(found -> {
            OneWrite write = new OneWrite();
            post(write, Posting.reversing(found.original(), businessDate));
            write.run(jdbc);
        });
    }

    static Posting posting(ResultSet row, int number) throws SQLException {
        Integer[] accounts = (Integer[]) row.getArray("accounts").getArray();
        Long[] amounts = (Long[]) row.getArray("amounts_minor").getArray();
        return new Posting(new MerchantId(row.getString("merchant_id")), row.getString("journal_key"), Posting.Kind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("original_key")), Optional.ofNullable(row.getString("reverses_key")), row.getString("channel"), row.getObject("business_date", LocalDate.class),
                IntStream.range(0, accounts.length).mapToObj(i -> new Line(Account.of(accounts[i]), amounts[i])).toList(), Optional.ofNullable(row.getString("terms")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
