package io.shouyin.network;

import static io.shouyin.network.IssuerBench.CREDIT;
import static io.shouyin.network.IssuerBench.DEBIT;
import static io.shouyin.network.IssuerBench.EXPIRED;
import static io.shouyin.network.IssuerBench.LOST;
import static io.shouyin.network.IssuerBench.RIGHT_PIN;
import static io.shouyin.network.IssuerBench.SHORT;
import static io.shouyin.network.IssuerBench.SMALL;
import static io.shouyin.network.IssuerBench.STOLEN;
import static io.shouyin.network.IssuerBench.UNREADABLE_PIN;
import static io.shouyin.network.IssuerBench.WRONG_PIN;
import static io.shouyin.network.IssuerBench.availableFen;
import static io.shouyin.network.IssuerBench.key;
import static io.shouyin.network.IssuerBench.reversal;
import static io.shouyin.network.IssuerBench.sale;
import static io.shouyin.network.IssuerBench.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerTest {

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Issuer issuer;

    @BeforeEach
    void open() {
        issuer = IssuerBench.open(folder.resolve("journal.log"), clock);
    }

    @AfterEach
    void moneyTakenAndLeftAddUp() {
        for (Issuer.Standing card : issuer.standings()) {
            long taken = issuer.postings().stream().filter(posting -> posting.card() == card.card())
                    .mapToLong(posting -> switch (posting.kind()) {
                        case SALE -> posting.amountFen();
                        case REVERSAL -> -posting.amountFen();
                    }).sum();
            long opening = IssuerBench.TERMS.get(card.card() - 1).openingFen();
            assertThat(card.availableFen() + taken).isEqualTo(opening);
        }
        issuer.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # case,                          card,    fen,    pin,        code
            debit with right PIN,            DEBIT,   1000,   RIGHT,      00
            credit without PIN,              CREDIT,  1000,   NONE,       00
            credit with right PIN,           CREDIT,  1000,   RIGHT,      00
            number of nobody,                NOBODY,  1000,   RIGHT,      14
            lost,                            LOST,    1000,   RIGHT,      41
            stolen,                          STOLEN,  1000,   NONE,       43
            expired,                         EXPIRED, 1000,   RIGHT,      54
            lost before amount,              LOST,    0,      RIGHT,      41
            no amount,                       DEBIT,   0,      RIGHT,      13
            at the single limit,             DEBIT,   80000,  RIGHT,      00
            above the single limit,          DEBIT,   80001,  RIGHT,      61
            limit before PIN,                SMALL,   1001,   WRONG,      61
            debit without PIN,               DEBIT,   1000,   NONE,       55
            wrong PIN,                       DEBIT,   1000,   WRONG,      55
            credit with wrong PIN,           CREDIT,  1000,   WRONG,      55
            PIN block of another key,        DEBIT,   1000,   UNREADABLE, 99
            PIN before balance,              SHORT,   101,    WRONG,      55
            one fen short,                   SHORT,   101,    RIGHT,      51
            to the last fen,                 SHORT,   100,    RIGHT,      00
            """)
    void sale_byCardAmountAndPin_answersTheFirstRuleThatFails(String name, String card, long amountFen, String pin, String code) {
        IssuerAnswer answer = issuer.sale(sale(1, pan(card), amountFen, pin(pin)));
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.authCode()).matches(code.equals("00") ? "[0-9]{6}" : "");
        assertThat(issuer.postings()).hasSize(code.equals("00") ? 1 : 0);
    }

    private static String pan(String card) {
        return switch (card) {
            case "DEBIT" -> DEBIT;
            case "CREDIT" -> CREDIT;
            case "LOST" -> LOST;
            case "STOLEN" -> STOLEN;
            case "EXPIRED" -> EXPIRED;
            case "SHORT" -> SHORT;
            case "SMALL" -> SMALL;
            default -> "4000000000000002";
        };
    }

    private static byte[] pin(String pin) {
        return switch (pin) {
            case "RIGHT" -> RIGHT_PIN;
            case "WRONG" -> WRONG_PIN;
            case "UNREADABLE" -> UNREADABLE_PIN;
            default -> null;
        };
    }

    @Test
    void sale_trackOfTheCard_isApproved_andAnotherIsDeclined59() {
        assertThat(issuer.sale(withTrack(1, IssuerBench.track2(CREDIT, "3012"))).code()).isEqualTo("00");
        assertThat(issuer.sale(withTrack(2, IssuerBench.track2(CREDIT, "3112"))).code()).isEqualTo("59");
    }

    private static IssuerRequest.Sale withTrack(int trace, String track2) {
        return new IssuerRequest.Sale(key(trace), "tag" + trace, Pan.of(CREDIT), 100, Optional.empty(), Optional.of(track2),
                Optional.empty(), "");
    }

    @Test
    void sale_expiryThatIsNotTheCards_isDeclined54() {
        var sale = new IssuerRequest.Sale(key(1), "tag", Pan.of(CREDIT), 100, Optional.of("3011"), Optional.empty(),
                Optional.empty(), "");
        assertThat(issuer.sale(sale).code()).isEqualTo("54");
    }

    @Test
    void sale_lastDayOfTheExpiryMonthInChina_isApproved_andTheNextDayDeclined54() {
        clock.set("2030-12-31T15:59:59Z");
        assertThat(issuer.sale(sale(1, CREDIT, 100, null)).code()).isEqualTo("00");
        clock.set("2030-12-31T16:00:00Z");
        assertThat(issuer.sale(sale(2, CREDIT, 100, null)).code()).isEqualTo("54");
    }

    @Test
    void sale_dailyLimit_countsTheChineseDayAndGivesBackWhatWasReversed() {
        clock.set("2026-03-02T15:00:00Z");
        assertThat(issuer.sale(sale(1, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.sale(sale(2, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.sale(sale(3, SMALL, 501, RIGHT_PIN)).code()).isEqualTo("61");
        assertThat(issuer.reverse(reversal(2, 1_000)).code()).isEqualTo("00");
        assertThat(issuer.sale(sale(4, SMALL, 501, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.sale(sale(5, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("61");
        clock.set("2026-03-02T16:00:00Z");
        assertThat(issuer.sale(sale(6, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(standing(issuer, SMALL).spentTodayFen()).isEqualTo(1_000);
    }

    @Test
    void sale_reversedOnTheNextDay_givesTheMoneyBackAndLeavesTheNewDayAlone() {
        issuer.sale(sale(1, SMALL, 1_000, RIGHT_PIN));
        clock.advance(Duration.ofDays(1));
        issuer.sale(sale(2, SMALL, 700, RIGHT_PIN));
        issuer.reverse(reversal(1, 1_000));
        assertThat(standing(issuer, SMALL).spentTodayFen()).isEqualTo(700);
        assertThat(availableFen(issuer, SMALL)).isEqualTo(99_300);
    }

    @Test
    void sale_thirdWrongPin_locksWith75_untilUnlocked() {
        assertThat(issuer.sale(sale(1, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.sale(sale(2, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.sale(sale(3, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("75");
        assertThat(issuer.sale(sale(4, DEBIT, 100, RIGHT_PIN)).code()).isEqualTo("75");
        assertThat(issuer.unlockPin(1)).isTrue();
        assertThat(issuer.sale(sale(5, DEBIT, 100, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.unlockPin(99)).isFalse();
    }

    @Test
    void sale_rightPinEvenWithoutMoney_forgetsTheWrongTries() {
        issuer.sale(sale(1, SHORT, 100, WRONG_PIN));
        issuer.sale(sale(2, SHORT, 100, WRONG_PIN));
        assertThat(issuer.sale(sale(3, SHORT, 101, RIGHT_PIN)).code()).isEqualTo("51");
        assertThat(standing(issuer, SHORT).pinTries()).isZero();
    }

    @Test
    void sale_withoutPinOrWithAnUnreadableBlock_isNoTry() {
        issuer.sale(sale(1, DEBIT, 100, null));
        issuer.sale(sale(2, DEBIT, 100, UNREADABLE_PIN));
        assertThat(standing(issuer, DEBIT).pinTries()).isZero();
    }

    @Test
    void sale_repeatedWithTheSameContent_getsTheSameAnswerAndIsPostedOnce() {
        IssuerAnswer first = issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        IssuerAnswer again = issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(again.code()).isEqualTo(first.code());
        assertThat(again.authCode()).isEqualTo(first.authCode());
        assertThat(again.origin()).isEqualTo(IssuerAnswer.Origin.REPEATED);
        assertThat(issuer.postings()).hasSize(1);
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void sale_repeatedWithOtherContent_isRefused94() {
        issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.sale(sale(1, DEBIT, 1_001, RIGHT_PIN)).code()).isEqualTo("94");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void sale_declinedAndRepeated_staysDeclinedThoughItWouldPassNow() {
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("55");
        assertThat(standing(issuer, DEBIT).pinTries()).isEqualTo(1);
    }

    @Test
    void decline_forced_isRememberedLikeAnyAnswer() {
        assertThat(issuer.decline(sale(1, DEBIT, 1_000, RIGHT_PIN), "91").code()).isEqualTo("91");
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("91");
    }

    @Test
    void reverse_approved_givesTheMoneyBackOnceHoweverOftenItComes() {
        issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.reverse(reversal(1, 1_000)).origin()).isEqualTo(IssuerAnswer.Origin.REVERSED);
        assertThat(issuer.reverse(reversal(1, 1_000))).isEqualTo(new IssuerAnswer("00", "", IssuerAnswer.Origin.REPEATED));
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
        assertThat(issuer.postings()).extracting(Posting::kind).containsExactly(Posting.Kind.SALE, Posting.Kind.REVERSAL);
    }

    @Test
    void reverse_declined_is00AndMovesNothing() {
        issuer.sale(sale(1, DEBIT, 1_000, WRONG_PIN));
        assertThat(issuer.reverse(reversal(1, 1_000)).code()).isEqualTo("00");
        assertThat(issuer.postings()).isEmpty();
    }

    @Test
    void reverse_otherAmount_is64AndOtherCard_is25() {
        issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.reverse(reversal(1, 999)).code()).isEqualTo("64");
        var otherCard = new IssuerRequest.Reversal(key(1), Optional.of(Pan.of(CREDIT)), 1_000, "98");
        assertThat(issuer.reverse(otherCard).code()).isEqualTo("25");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void reverse_unknown_isRemembered_andTheLateOriginalDeclined12() {
        assertThat(issuer.reverse(reversal(1, 1_000))).isEqualTo(new IssuerAnswer("00", "", IssuerAnswer.Origin.REMEMBERED));
        assertThat(issuer.reverse(reversal(1, 1_000)).origin()).isEqualTo(IssuerAnswer.Origin.REPEATED);
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(issuer.postings()).isEmpty();
    }

    @Test
    void sale_repeatedAfterItsReversal_isDeclined12NotApprovedAgain() {
        issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        issuer.reverse(reversal(1, 1_000));
        assertThat(issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
    }

    @Test
    void reverse_institutionPaddedToElevenDigits_findsTheOriginal() {
        issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN));
        var padded = new TransactionKey("0302040000", "000001", "00000010000", "00000001");
        var answer = issuer.reverse(new IssuerRequest.Reversal(padded, Optional.empty(), 1_000, "98"));
        assertThat(answer.origin()).isEqualTo(IssuerAnswer.Origin.REVERSED);
    }

    @Test
    void sale_journalThatCannotBeWritten_isNotAnsweredAndNotPosted() {
        issuer.close();
        assertThatThrownBy(() -> issuer.sale(sale(1, DEBIT, 1_000, RIGHT_PIN)))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("NETWORK_JOURNAL_UNWRITABLE"));
        assertThat(issuer.postings()).isEmpty();
        assertThat(issuer.isBroken()).isTrue();
    }

    @Test
    void saleAndReversal_racing_leaveTheMoneyWhereItWas() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 1; round <= 50; round++) {
                int trace = round;
                CyclicBarrier barrier = new CyclicBarrier(3);
                Callable<IssuerAnswer> sale = () -> {
                    barrier.await();
                    return issuer.sale(sale(trace, DEBIT, 1_000, RIGHT_PIN));
                };
                Callable<IssuerAnswer> reversal = () -> {
                    barrier.await();
                    return issuer.reverse(reversal(trace, 1_000));
                };
                List<Future<IssuerAnswer>> answers = new ArrayList<>(
                        List.of(threads.submit(sale), threads.submit(sale), threads.submit(reversal)));
                for (Future<IssuerAnswer> answer : answers) {
                    assertThat(answer.get().code()).isIn("00", "12");
                }
                assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
            }
        }
    }

    @Test
    void sales_inParallel_neverSpendMoreThanThereIs() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<IssuerAnswer>> answers = new ArrayList<>();
            for (int trace = 1; trace <= 300; trace++) {
                IssuerRequest.Sale sale = sale(trace, CREDIT, 1_000, null);
                answers.add(threads.submit(() -> issuer.sale(sale)));
            }
            int approved = 0;
            for (Future<IssuerAnswer> answer : answers) {
                approved += answer.get().code().equals("00") ? 1 : 0;
            }
            assertThat(approved).isEqualTo(200);
            assertThat(availableFen(issuer, CREDIT)).isZero();
        }
    }
}
