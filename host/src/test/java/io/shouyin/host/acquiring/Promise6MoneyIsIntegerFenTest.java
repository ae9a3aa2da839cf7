package io.shouyin.host.acquiring;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.MinorAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Promise 6: all money is integer fen. In the tables, in the classes, on the wire and in sums.
@HostTest
class Promise6MoneyIsIntegerFenTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.shouyin.kernel", "io.shouyin.iso8583", "io.shouyin.network", "io.shouyin.terminal", "io.shouyin.host");
    private static final Set<String> FRACTIONS = Set.of("double", "float", "java.lang.Double", "java.lang.Float", "java.math.BigDecimal");

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private DayFigures figures;
    @Autowired
    private DayBoard board;

    @Test
    void tables_haveNoColumnThatHoldsFractions() {
        assertThat(jdbc.sql("""
                SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                  AND data_type IN ('real', 'double precision', 'numeric', 'money')""").query(String.class).list()).isEmpty();
    }

    @Test
    void columns_ofMoney_areWholeFenOfWideEnoughType() {
        record Column(String name, String type) {}
        List<Column> money = jdbc.sql("""
                SELECT table_schema || '.' || table_name || '.' || column_name AS name, data_type AS type FROM information_schema.columns
                WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND column_name ~ '(amount|minor|fen)'""")
                .query(Column.class).list();
        assertThat(money).as("all of them").containsExactlyInAnyOrder(
                new Column("acquiring.transaction.amount_minor", "bigint"), new Column("acquiring.transaction.asked_minor", "bigint"),
                new Column("acquiring.batch_total.debit_minor", "bigint"),
                new Column("acquiring.batch_total.credit_minor", "bigint"), new Column("acquiring.batch_upload.amount_minor", "bigint"),
                new Column("acquiring.batch_difference.terminal_minor", "bigint"), new Column("acquiring.batch_difference.host_minor", "bigint"),
                new Column("acquiring.unbooked_payment.amount_minor", "bigint"),
                new Column("credentials.challenge.amount_minor", "bigint"), new Column("pricing.scheme_rate.cap_minor", "bigint"),
                new Column("pricing.plan.debit_cap_minor", "bigint"), new Column("ledger.journal.amounts_minor", "ARRAY"),
                new Column("ledger.entry.amount_minor", "bigint"), new Column("fleet.signature_limit.from_fen", "bigint"));
    }

    /// The list is held, so that a new fraction is looked at by somebody.
    @Test
    void fields_thatHoldFractions_areRatesTimesGuessesAndPlacesOnPaper() {
        assertThat(fields(field -> FRACTIONS.contains(field.getRawType().getName()) && !isPlaceOnPaper(field) && !isGuesses(field))).containsExactlyInAnyOrder(
                "DayFigures$Day.approvalRate", "DayFigures$Day.p99Millis", "DayFigures$Day.channelP99Millis", "DayFigures$Latencies.p99Millis", "DayFigures$Latencies.channelP99Millis",
                "RecentFigures.STEP", "RecentFigures.MILLIS_MIN", "RecentFigures$Figures.approvalRate", "BoardController$Board.approvalRate",
                "RecentFigures$Times.p50Millis", "RecentFigures$Times.p95Millis", "RecentFigures$Times.p99Millis");
    }

    @Test
    void fields_ofMoney_areMinorAmountsOrLongFen() {
        assertThat(fields(Promise6MoneyIsIntegerFenTest::isMoney)).as("the rule finds them").hasSizeGreaterThan(20);
        assertThat(fields(field -> isMoney(field)
                && !field.getRawType().isEquivalentTo(MinorAmount.class)
                && !(Set.of("long", "java.lang.Long", "java.util.OptionalLong").contains(field.getRawType().getName()) && field.getName().matches("fen|.*Fen(M(ax|in))?|FEN_.*|amountMinor"))))
                .isEmpty();
    }

    /// The leaflet and receipts are set in points.
    private static boolean isPlaceOnPaper(JavaField field) {
        return field.getOwner().getName().matches("io\\.shouyin\\.host\\.(support\\.Leaflet|receipts\\.SlipPdf).*");
    }

    /// How many guesses a password takes, as a power of ten.
    private static boolean isGuesses(JavaField field) {
        return field.getName().matches("guessesLog10|[A-Z]+_GUESSES_LOG10");
    }

    private static boolean isMoney(JavaField field) {
        return field.getName().matches("fen|.*Fen(M(ax|in))?|FEN_.*|amount.*|.*Amount.*") && !field.getName().equals("amountType");
    }

    private static Set<String> fields(Predicate<JavaField> wanted) {
        return CLASSES.stream().flatMap(type -> type.getFields().stream())
                .filter(field -> !field.getModifiers().contains(SYNTHETIC)).filter(wanted)
                .map(field -> field.getOwner().getName().replaceFirst(".*\\.", "") + "." + field.getName()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"0, 000000000000", "1, 000000000001", "1000, 000000001000", "999999999999, 999999999999"})
    void amount_onTheWire_isTwelveDigitsOfFen(long fen, String field4) throws Exception {
        assertThat(new MinorAmount(fen).field4()).isEqualTo(field4);
        assertThat(MinorAmount.ofField4(field4).fen()).isEqualTo(fen);
        for (var dialect : List.of(Dialects.TERMINAL, Dialects.NETWORK)) {
            Codec codec = new Codec(dialect);
            Message read = codec.decode(codec.encode(Message.builder("0200").text(4, field4).build())).message();
            assertThat(read.text(4)).as(dialect.name()).isEqualTo(field4);
        }
    }

    /// More than a `double` counts in whole fen.
    @Test
    void sums_areExactToTheFen() {
        Instant earlier = clock.instant().minus(Duration.ofDays(2));
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(10_000, TransactionState.APPROVED, MinorAmount.FEN_MAX, earlier, Duration.ZERO, Duration.ZERO);
        rows.add(TransactionState.APPROVED, 1, earlier, Duration.ZERO, Duration.ZERO);
        assertThat(figures.day(board.look().businessDate().minusDays(2)).amountFen()).isEqualTo(10_000 * MinorAmount.FEN_MAX + 1);
    }
}
