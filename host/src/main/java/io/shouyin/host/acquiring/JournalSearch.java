package io.shouyin.host.acquiring;

import io.shouyin.host.web.LikePattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A search of the journal as SQL.
///
/// What somebody types may be several things: 000123 a voucher number or an approval code. Each of them is a branch of its own that an index with the newest first answers,
/// and reads no further than the page; the union of the branches' beginnings has the page. One condition with `OR` would read every row that fits before it knows the newest.
final class JournalSearch {

    private static final Pattern RRN = Pattern.compile("[0-9A-Za-z]{12}");
    private static final Pattern RRN_BEGINNING = Pattern.compile("[0-9]{9,11}");
    private static final Pattern MERCHANT_NUMBER = Pattern.compile("[0-9]{15}");
    private static final Pattern TERMINAL_NUMBER = Pattern.compile("[0-9A-Za-z]{8}");
    private static final Pattern CARD_END = Pattern.compile("[0-9]{4}");
    private static final Pattern TRACE = Pattern.compile("[0-9]{1,6}");
    private static final Pattern APPROVAL_CODE = Pattern.compile("[0-9A-Za-z]{6}");
    private static final Pattern YUAN = Pattern.compile("[\u00A5\uFFE5]?(?<yuan>[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?<fen>\\.[0-9]{1,2})?元?");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final int FACTS_MAX = 3;
    private static final Pattern WORD = Pattern.compile(".*[^0-9.].*|[0-9]{7,11}");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private static final String NEWEST_FIRST = " ORDER BY received_at DESC, trace_number DESC";

    /// @param query what somebody has in hand: last four of the card, amount as printed (`¥1,288.00`), RRN or its beginning, terminal, merchant, voucher number with or without its zeros,
    ///     approval code; up to three of them with blanks between, which must all fit
    /// @param merchants numbers of merchants that the query names
    /// @param from first moment at which the request came
    /// @param until the first moment after them
    record Filter(Optional<String> query, List<String> merchants, Optional<String> outcome, Optional<String> kind, Optional<String> terminalId, Optional<String> responseCode,
                  Optional<String> channel, Optional<Instant> from, Optional<Instant> until) {

        Filter {
            query = query.map(String::strip).filter(text -> !text.isEmpty());
            outcome = outcome.filter(text -> !text.isBlank());
            kind = kind.filter(text -> !text.isBlank());
            terminalId = terminalId.map(String::strip).filter(text -> !text.isEmpty());
            responseCode = responseCode.filter(text -> !text.isBlank());
            channel = channel.filter(text -> !text.isBlank());
            from = from.map(Filter::storable);
            until = until.map(Filter::storable);
        }

        /// What no column holds no row has.
        private static Instant storable(Instant at) {
            return at.isBefore(FIRST) ? FIRST : at.isAfter(END) ? END : at;
        }
    }

    /// @param values in the order of the question marks
    record Statement(String sql, List<Object> values) {}

    /// @param merchants if not empty, the numbers that it asks for one by one
    private record Branch(String condition, List<Object> values, List<String> merchants) {

        static Branch of(String condition, Object value) {
            return new Branch(condition, List.of(value), List.of());
        }

        Branch and(Branch other) {
            return new Branch(condition + " AND " + other.condition, Stream.concat(values.stream(), other.values.stream()).toList(), List.of());
        }
    }

    private final List<String> conditions = new ArrayList<>(List.of("kind <> 'REVERSAL_OF_UNKNOWN'"));
    private final List<Object> values = new ArrayList<>();
    private final List<Branch> branches = new ArrayList<>();

    JournalSearch(Filter filter) {
        filter.terminalId().ifPresent(terminal -> also("terminal_id = ?", terminal));
        filter.kind().ifPresent(kind -> also("kind = ?", kind));
        filter.outcome().ifPresent(outcome -> also("state = ANY (?)", states(outcome)));
        filter.responseCode().ifPresent(code -> also("response_code = ?", code));
        filter.channel().ifPresent(channel -> also("channel = ?", channel));
        filter.from().ifPresent(from -> also("received_at >= ?", Journal.utc(from)));
        filter.until().ifPresent(until -> also("received_at < ?", Journal.utc(until)));
        filter.query().ifPresentOrElse(query -> inHand(query, filter.merchants()), () -> branches.add(new Branch("", List.of(), List.of())));
    }

    /// Whether a merchant's name or part of a number may be meant: the register is asked.
    static boolean mayNameMerchants(String query) {
        return query != null && WORD.matcher(query.strip()).matches();
    }

    private void also(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    private static String[] states(String outcome) {
        return switch (outcome) {
            case "IN_DOUBT" -> new String[] {"IN_DOUBT", "REVERSING"};
            case "PENDING" -> new String[] {"PENDING", "WAITING"};
            default -> new String[] {outcome};
        };
    }

    private void inHand(String query, List<String> merchants) {
        branches.addAll(allOf(BLANK.split(query)));
        if (!merchants.isEmpty()) {
            branches.add(new Branch("merchant_id = named.merchant", List.of(), merchants));
        }
        if (branches.isEmpty()) {
            branches.add(new Branch("false", List.of(), List.of()));
        }
    }

    /// Rows that every one of the facts fits; none if one of them is no fact. Each way of reading them is a branch: 0018 88 are the card's end and an amount, or a voucher number.
    private static List<Branch> allOf(String[] facts) {
        if (facts.length > FACTS_MAX) {
            return List.of();
        }
        return Arrays.stream(facts).map(JournalSearch::readings).reduce((some, more) -> some.stream().flatMap(one -> more.stream().map(one::and)).toList()).orElseThrow();
    }

    /// All that one word may be.
    private static List<Branch> readings(String fact) {
        List<Branch> all = new ArrayList<>();
        if (RRN.matcher(fact).matches()) {
            all.add(Branch.of("rrn = ?", fact));
        }
        if (MERCHANT_NUMBER.matcher(fact).matches()) {
            all.add(Branch.of("merchant_id = ?", fact));
        }
        if (RRN_BEGINNING.matcher(fact).matches()) {
            all.add(Branch.of("rrn LIKE ?", LikePattern.beginning(fact)));
        }
        if (TERMINAL_NUMBER.matcher(fact).matches()) {
            all.add(Branch.of("terminal_id = ?", fact));
        }
        if (CARD_END.matcher(fact).matches()) {
            all.add(Branch.of("right(card_masked, 4) = ?", fact));
        }
        if (TRACE.matcher(fact).matches()) {
            all.add(Branch.of("trace_number = ?", Integer.parseInt(fact)));
        }
        if (APPROVAL_CODE.matcher(fact).matches()) {
            all.add(Branch.of("auth_code = ?", fact));
        }
        Matcher yuan = YUAN.matcher(fact);
        if (yuan.matches()) {
            all.add(Branch.of("amount_minor = ?", new BigDecimal(yuan.group("yuan").replace(",", "") + Objects.requireNonNullElse(yuan.group("fen"), "")).movePointRight(2).longValueExact()));
        }
        return all;
    }

    /// A page, newest first.
    Statement page(String columns, int size, long offset) {
        Statement all = rows(columns, Math.addExact(offset, size));
        List<Object> with = new ArrayList<>(all.values());
        with.add(size);
        with.add(offset);
        return new Statement(all.sql() + NEWEST_FIRST + " LIMIT ? OFFSET ?", with);
    }

    /// How many there are, counted up to `max`.
    Statement count(long max) {
        Statement all = rows("merchant_id, terminal_id, batch_number, trace_number, received_at", max);
        List<Object> with = new ArrayList<>(all.values());
        with.add(max);
        return new Statement("SELECT count(*) FROM (SELECT FROM (" + all.sql() + ") AS all_found LIMIT ?) AS counted", with);
    }

    /// The newest ones, of every branch `max` at most: unordered, and each once.
    private Statement rows(String columns, long max) {
        List<String> parts = new ArrayList<>();
        List<Object> all = new ArrayList<>();
        for (Branch branch : branches) {
            String where = " FROM acquiring.transaction WHERE " + String.join(" AND ", conditions) + (branch.condition().isEmpty() ? "" : " AND " + branch.condition());
            String newest = "SELECT " + columns + where + NEWEST_FIRST + " LIMIT ?";
            if (branch.merchants().isEmpty()) {
                parts.add("(" + newest + ")");
            } else {
                all.add(branch.merchants().toArray(String[]::new));
                parts.add("(SELECT its.* FROM unnest(?) AS named (merchant) CROSS JOIN LATERAL (" + newest + ") AS its)");
            }
            all.addAll(values);
            all.addAll(branch.values());
            all.add(max);
        }
        return new Statement("SELECT * FROM (" + String.join(" UNION ", parts) + ") AS found", all);
    }
}
