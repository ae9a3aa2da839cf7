package io.shouyin.bench.world;

import io.shouyin.bench.till.Told;
import io.shouyin.bench.till.Told.Key;
import io.shouyin.host.acquiring.TransactionState;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.kernel.Rrn;
import io.shouyin.network.Posting;
import io.shouyin.network.WalletCore;
import io.shouyin.network.WalletMovement;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whether terminals, host, issuer and wallets tell the same story once all is quiet: what was told as approved is approved in the journal and posted once at the
/// issuer, or paid once at the wallet; all else nets to zero there; nothing is open; and the books hold.
public final class Books {

    /// Approved or not, nothing is posted for it.
    private static final String QUESTION = "BALANCE";

    private final JdbcClient jdbc;
    private final LedgerCheck ledger;

    public Books(JdbcClient jdbc, LedgerCheck ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /// What is to be true of a transaction once all is quiet.
    private enum End { POSTED, UNDONE, NONE }

    /// What the others have on their disks: of these merchants and no others.
    ///
    /// @param postings of the issuer, by the channel that they came over
    public record Outside(Map<String, List<Posting>> postings, List<WalletMovement> movements, long walletsTakenFen) {

        public Outside(Map<String, List<Posting>> postings, WalletCore wallets) {
            this(postings, wallets.movements(), wallets.takenFen());
        }
    }

    private record Row(Key key, String kind, String channel, TransactionState state, long fen, String rrn) {

        boolean isOfWallet() {
            return channel.equals(WalletChannel.NAME);
        }

        /// Into a static code: no terminal took part.
        boolean isStatic() {
            return isOfWallet() && !rrn.isEmpty() && WalletChannel.isOfWallet(new Rrn(rrn));
        }

        boolean isApproved() {
            return end() == End.POSTED && !kind.equals(QUESTION);
        }

        End end() {
            return switch (state) {
                case APPROVED -> End.POSTED;
                case DECLINED, REVERSED, UNKNOWN_ORIGINAL -> End.UNDONE;
                case PENDING, WAITING, IN_DOUBT, REVERSING -> End.NONE;
            };
        }
    }

    /// How many transactions of merchants are not decided yet.
    public long open(List<String> merchants) {
        return rows(merchants).values().stream().filter(row -> row.end() == End.NONE).count();
    }

    /// How many transactions of merchants are approved in the journal; questions do not count.
    public long approved(List<String> merchants) {
        return rows(merchants).values().stream().filter(Row::isApproved).count();
    }

    /// @return what does not hold; empty if all does
    public List<String> broken(List<String> merchants, Told told, Outside outside) {
        List<String> broken = new ArrayList<>();
        Map<Key, Row> rows = rows(merchants);
        told.approved().forEach((key, entry) -> compareTold(key, entry, rows.get(key), broken));
        Map<String, List<Posting>> byRrn = new HashMap<>();
        outside.postings().forEach((channel, postings) -> postings.forEach(posting -> byRrn.computeIfAbsent(channel + posting.rrn(), _ -> new ArrayList<>()).add(posting)));
        Map<String, WalletMovement> movements = new LinkedHashMap<>();
        outside.movements().forEach(movement -> movements.put(movement.reference(), movement));
        rows.values().forEach(row -> {
            if (row.isApproved() && !row.isStatic() && !told.approved().containsKey(row.key()) && !told.unknown().contains(row.key())) {
                broken.add(row.kind() + " " + row.key() + " is approved in the journal, and no terminal was told");
            }
            if (row.end() == End.NONE) {
                broken.add(row.kind() + " " + row.key() + " is " + row.state() + " in the journal, and nothing ends it");
            } else if (row.isOfWallet()) {
                comparePaid(row, Optional.ofNullable(movements.remove(row.rrn())), broken);
            } else {
                comparePosted(row, byRrn.remove(row.channel() + row.rrn()), broken);
            }
        });
        movements.values().forEach(left -> broken.add((left.original().isPresent() ? "a refund" : "a payment") + " over " + left.amountFen() + " is made at the wallet, and the journal does not know it"));
        long takenFen = outside.movements().stream().mapToLong(movement -> movement.original().isPresent() ? -movement.amountFen() : movement.amountFen()).sum();
        if (takenFen != outside.walletsTakenFen()) {
            broken.add("customers of wallets have paid " + outside.walletsTakenFen() + " by their balances and " + takenFen + " by their payments");
        }
        byRrn.values().forEach(left -> {
            if (left.stream().mapToInt(Books::sign).sum() != 0) {
                broken.add(left.getFirst().movement() + " is posted at the issuer, and the journal does not know it, or not over that channel");
            }
        });
        LedgerCheck.Report report = ledger.run();
        report.broken().forEach((invariant, places) -> broken.add("books: " + invariant + " " + places));
        return broken;
    }

    private Map<Key, Row> rows(List<String> merchants) {
        Map<Key, Row> rows = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT terminal_id, batch_number, trace_number, kind, coalesce(channel, '') AS channel, state, amount_minor, coalesce(rrn, '') AS rrn
                FROM acquiring.transaction WHERE merchant_id IN (:merchants) ORDER BY merchant_id, terminal_id, batch_number, trace_number""").param("merchants", merchants)
                .query((row, _) -> new Row(new Key(row.getString("terminal_id"), row.getInt("batch_number"), row.getInt("trace_number")),
                        row.getString("kind"), row.getString("channel"), TransactionState.valueOf(row.getString("state")), row.getLong("amount_minor"), row.getString("rrn")))
                .list().forEach(row -> rows.put(row.key(), row));
        return rows;
    }

    private static void compareTold(Key key, JournalEntry entry, Row row, List<String> broken) {
        String what = entry.trade() + " " + key + " was told as approved, and ";
        if (row == null) {
            broken.add(what + "the journal does not have it");
        } else if (row.fen() != entry.amountFen() || !(isOffline(entry) ? isSettledOffline(row) : row.end() == End.POSTED && row.rrn().equals(entry.rrn()))) {
            broken.add(what + "the journal has " + row.state() + " over " + row.fen() + " instead of " + entry.amountFen());
        }
    }

    /// Told by its chip; what the host says to the upload may be gone with its batch before anybody looks.
    private static boolean isOffline(JournalEntry entry) {
        return entry.trade() == Trade.OFFLINE_SALE;
    }

    /// The issuer may still refuse it: then it is the service desk's.
    private static boolean isSettledOffline(Row row) {
        return row.end() == End.POSTED || row.state() == TransactionState.DECLINED;
    }

    private static void comparePosted(Row row, List<Posting> postings, List<String> broken) {
        List<Posting> posted = postings == null ? List.of() : postings;
        long times = posted.stream().filter(posting -> !posting.reversal()).count();
        int net = posted.stream().mapToInt(Books::sign).sum();
        String what = row.kind() + " " + row.key() + " is " + row.state() + " in the journal, and ";
        if (times > 1) {
            broken.add(what + "posted " + times + " times at the issuer");
        }
        if (row.isApproved() && (net != 1 || posted.getFirst().amountFen() != row.fen())) {
            broken.add(what + "not posted so at the issuer");
        }
        if (row.end() == End.UNDONE && net != 0) {
            broken.add(what + "posted at the issuer");
        }
    }

    private static void comparePaid(Row row, Optional<WalletMovement> movement, List<String> broken) {
        String what = row.kind() + " " + row.key() + " is " + row.state() + " over " + row.fen() + " in the journal, and ";
        if (row.end() == End.POSTED && movement.filter(made -> made.amountFen() == row.fen() && made.original().isPresent() != row.kind().equals("SALE")).isEmpty()) {
            broken.add(what + "not so at the wallet");
        }
        if (row.end() == End.UNDONE && movement.isPresent()) {
            broken.add(what + "done at the wallet");
        }
    }

    private static int sign(Posting posting) {
        return posting.reversal() ? -1 : 1;
    }
}
