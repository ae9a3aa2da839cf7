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
import static io.shouyin.network.IssuerBench.balance;
import static io.shouyin.network.IssuerBench.chipSale;
import static io.shouyin.network.IssuerBench.follow;
import static io.shouyin.network.IssuerBench.followKey;
import static io.shouyin.network.IssuerBench.followReversal;
import static io.shouyin.network.IssuerBench.key;
import static io.shouyin.network.IssuerBench.partly;
import static io.shouyin.network.IssuerBench.preAuth;
import static io.shouyin.network.IssuerBench.reversal;
import static io.shouyin.network.IssuerBench.sale;
import static io.shouyin.network.IssuerBench.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
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
                    .mapToLong(Posting::takenFen).sum();
            long opening = IssuerBench.TERMS.get(card.card() - 1).openingFen();
            assertThat(card.availableFen() + taken).isEqualTo(opening);
        }
        issuer.close();
    }

    @Test
    void chip_whoseCryptogramIsWrong_isDeclinedWith59AndItsCounterStaysFree() {
        IssuerAnswer wrong = issuer.authorize(chipSale(1, 7, 0));
        assertThat(wrong.code()).isEqualTo("59");
        assertThat(wrong.chip()).isEmpty();
        assertThat(toChip(issuer.authorize(chipSale(2, 7, 1)))).isEqualTo("00");
    }

    @Test
    void chip_whoseCounterWasSeen_isDeclinedWith59_alsoAfterARestart() {
        assertThat(issuer.authorize(chipSale(1, 7, 1)).code()).isEqualTo("00");
        assertThat(issuer.authorize(chipSale(2, 7, 1)).code()).isEqualTo("59");
        assertThat(issuer.authorize(chipSale(3, 6, 1)).code()).as("an older one that was never used").isEqualTo("00");
        issuer.close();
        open();
        assertThat(issuer.authorize(chipSale(4, 7, 1)).code()).isEqualTo("59");
        assertThat(toChip(issuer.authorize(chipSale(1, 7, 1)))).as("the same request again").isEqualTo("00");
    }

    @Test
    void chip_ofACardWhosePinWasUnlocked_getsTheScriptUntilItHasDoneIt() {
        issuer.unlockPin(2);
        assertThat(toChip(issuer.authorize(chipSale(1, 1, 1)))).isEqualTo("00!");
        issuer.close();
        open();
        assertThat(toChip(issuer.authorize(chipSale(2, 2, 1)))).as("no word of it").isEqualTo("00!");
        assertThat(toChip(issuer.authorize(chipSale(3, 3, 3)))).isEqualTo("00");
    }

    private static String toChip(IssuerAnswer answer) {
        return new String(answer.chip().orElseThrow(), StandardCharsets.US_ASCII);
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
        IssuerAnswer answer = issuer.authorize(sale(1, pan(card), amountFen, pin(pin)));
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
        assertThat(issuer.authorize(withTrack(1, IssuerBench.track2(CREDIT, "3012"))).code()).isEqualTo("00");
        assertThat(issuer.authorize(withTrack(2, IssuerBench.track2(CREDIT, "3112"))).code()).isEqualTo("59");
    }

    private static IssuerRequest.Authorization withTrack(int trace, String track2) {
        return new IssuerRequest.Authorization(Movement.SALE, key(trace), "tag" + trace, Optional.empty(), Pan.of(CREDIT), 100, Optional.empty(), Optional.of(track2),
                Optional.empty(), Optional.empty(), "", false);
    }

    @Test
    void sale_expiryThatIsNotTheCards_isDeclined54() {
        var sale = new IssuerRequest.Authorization(Movement.SALE, key(1), "tag", Optional.empty(), Pan.of(CREDIT), 100, Optional.of("3011"), Optional.empty(),
                Optional.empty(), Optional.empty(), "", false);
        assertThat(issuer.authorize(sale).code()).isEqualTo("54");
    }

    @Test
    void sale_lastDayOfTheExpiryMonthInChina_isApproved_andTheNextDayDeclined54() {
        clock.set("2030-12-31T15:59:59Z");
        assertThat(issuer.authorize(sale(1, CREDIT, 100, null)).code()).isEqualTo("00");
        clock.set("2030-12-31T16:00:00Z");
        assertThat(issuer.authorize(sale(2, CREDIT, 100, null)).code()).isEqualTo("54");
    }

    @Test
    void sale_dailyLimit_countsTheChineseDayAndGivesBackWhatWasReversed() {
        clock.set("2026-03-02T15:00:00Z");
        assertThat(issuer.authorize(sale(1, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.authorize(sale(2, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.authorize(sale(3, SMALL, 501, RIGHT_PIN)).code()).isEqualTo("61");
        assertThat(issuer.reverse(reversal(2, 1_000)).code()).isEqualTo("00");
        assertThat(issuer.authorize(sale(4, SMALL, 501, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.authorize(sale(5, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("61");
        clock.set("2026-03-02T16:00:00Z");
        assertThat(issuer.authorize(sale(6, SMALL, 1_000, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(standing(issuer, SMALL).spentTodayFen()).isEqualTo(1_000);
    }

    @Test
    void sale_reversedOnTheNextDay_givesTheMoneyBackAndLeavesTheNewDayAlone() {
        issuer.authorize(sale(1, SMALL, 1_000, RIGHT_PIN));
        clock.advance(Duration.ofDays(1));
        issuer.authorize(sale(2, SMALL, 700, RIGHT_PIN));
        issuer.reverse(reversal(1, 1_000));
        assertThat(standing(issuer, SMALL).spentTodayFen()).isEqualTo(700);
        assertThat(availableFen(issuer, SMALL)).isEqualTo(99_300);
    }

    @Test
    void sale_thirdWrongPin_locksWith75_untilUnlocked() {
        assertThat(issuer.authorize(sale(1, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.authorize(sale(2, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.authorize(sale(3, DEBIT, 100, WRONG_PIN)).code()).isEqualTo("75");
        assertThat(issuer.authorize(sale(4, DEBIT, 100, RIGHT_PIN)).code()).isEqualTo("75");
        assertThat(issuer.unlockPin(1)).isTrue();
        assertThat(issuer.authorize(sale(5, DEBIT, 100, RIGHT_PIN)).code()).isEqualTo("00");
        assertThat(issuer.unlockPin(99)).isFalse();
    }

    @Test
    void sale_rightPinEvenWithoutMoney_forgetsTheWrongTries() {
        issuer.authorize(sale(1, SHORT, 100, WRONG_PIN));
        issuer.authorize(sale(2, SHORT, 100, WRONG_PIN));
        assertThat(issuer.authorize(sale(3, SHORT, 101, RIGHT_PIN)).code()).isEqualTo("51");
        assertThat(standing(issuer, SHORT).pinTries()).isZero();
    }

    @Test
    void sale_withoutPinOrWithAnUnreadableBlock_isNoTry() {
        issuer.authorize(sale(1, DEBIT, 100, null));
        issuer.authorize(sale(2, DEBIT, 100, UNREADABLE_PIN));
        assertThat(standing(issuer, DEBIT).pinTries()).isZero();
    }

    @Test
    void sale_repeatedWithTheSameContent_getsTheSameAnswerAndIsPostedOnce() {
        IssuerAnswer first = issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        IssuerAnswer again = issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(again.code()).isEqualTo(first.code());
        assertThat(again.authCode()).isEqualTo(first.authCode());
        assertThat(again.origin()).isEqualTo(IssuerAnswer.Origin.REPEATED);
        assertThat(issuer.postings()).hasSize(1);
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void sale_repeatedWithOtherContent_isRefused94() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.authorize(sale(1, DEBIT, 1_001, RIGHT_PIN)).code()).isEqualTo("94");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void sale_declinedAndRepeated_staysDeclinedThoughItWouldPassNow() {
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, WRONG_PIN)).code()).isEqualTo("55");
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("55");
        assertThat(standing(issuer, DEBIT).pinTries()).isEqualTo(1);
    }

    @Test
    void decline_forced_isRememberedLikeAnyAnswer() {
        assertThat(issuer.decline(sale(1, DEBIT, 1_000, RIGHT_PIN), "91").code()).isEqualTo("91");
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("91");
    }

    @Test
    void reverse_approved_givesTheMoneyBackOnceHoweverOftenItComes() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.reverse(reversal(1, 1_000)).origin()).isEqualTo(IssuerAnswer.Origin.REVERSED);
        assertThat(issuer.reverse(reversal(1, 1_000))).isEqualTo(new IssuerAnswer("00", "", IssuerAnswer.Origin.REPEATED));
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
        assertThat(issuer.postings()).extracting(Posting::takenFen).containsExactly(1_000L, -1_000L);
    }

    @Test
    void reverse_declined_is00AndMovesNothing() {
        issuer.authorize(sale(1, DEBIT, 1_000, WRONG_PIN));
        assertThat(issuer.reverse(reversal(1, 1_000)).code()).isEqualTo("00");
        assertThat(issuer.postings()).isEmpty();
    }

    @Test
    void reverse_otherAmount_is64AndOtherCard_is25() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.reverse(reversal(1, 999)).code()).isEqualTo("64");
        var otherCard = new IssuerRequest.Reversal(key(1), Optional.of(Pan.of(CREDIT)), 1_000, "98");
        assertThat(issuer.reverse(otherCard).code()).isEqualTo("25");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void reverse_unknown_isRemembered_andTheLateOriginalDeclined12() {
        assertThat(issuer.reverse(reversal(1, 1_000))).isEqualTo(new IssuerAnswer("00", "", IssuerAnswer.Origin.REMEMBERED));
        assertThat(issuer.reverse(reversal(1, 1_000)).origin()).isEqualTo(IssuerAnswer.Origin.REPEATED);
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(issuer.postings()).isEmpty();
    }

    @Test
    void sale_repeatedAfterItsReversal_isDeclined12NotApprovedAgain() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        issuer.reverse(reversal(1, 1_000));
        assertThat(issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("12");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
    }

    @Test
    void reverse_institutionPaddedToElevenDigits_findsTheOriginal() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        var padded = new TransactionKey("0302040000", "000001", "00000010000", "00000001");
        var answer = issuer.reverse(new IssuerRequest.Reversal(padded, Optional.empty(), 1_000, "98"));
        assertThat(answer.origin()).isEqualTo(IssuerAnswer.Origin.REVERSED);
    }

    @Test
    void sale_journalThatCannotBeWritten_isNotAnsweredAndNotPosted() {
        issuer.close();
        assertThatThrownBy(() -> issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)))
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
                    return issuer.authorize(sale(trace, DEBIT, 1_000, RIGHT_PIN));
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
                IssuerRequest.Authorization sale = sale(trace, CREDIT, 1_000, null);
                answers.add(threads.submit(() -> issuer.authorize(sale)));
            }
            int approved = 0;
            for (Future<IssuerAnswer> answer : answers) {
                approved += answer.get().code().equals("00") ? 1 : 0;
            }
            assertThat(approved).isEqualTo(200);
            assertThat(availableFen(issuer, CREDIT)).isZero();
        }
    }

    // what follows a sale or a pre-authorization

    /// A sale of 1,000 under trace 1, a pre-authorization of 1,000 under trace 2, then the steps of the row, each answered with its code.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            void                             | VOID 1 1000 00                                                    | 99000
            void twice                       | VOID 1 1000 00; VOID 1 1000 22                                    | 99000
            void of another amount           | VOID 1 999 64; VOID 1 999999999999 64; VOID 1 0 13                | 98000
            void of nothing                  | VOID 9 1000 25                                                    | 98000
            void of a pre-authorization      | VOID 2 1000 12                                                    | 98000
            void after a refund              | REFUND 1 1 00; VOID 1 1000 22                                     | 98001
            void that was reversed           | VOID 1 1000 00; REVERSE 1000 00; VOID 1 1000 00                   | 99000
            refund in parts                  | REFUND 1 400 00; REFUND 1 600 00; REFUND 1 1 61                   | 99000
            refund above the rest            | REFUND 1 1001 61; REFUND 1 400 00; REFUND 1 601 61                | 98400
            refund of everything there is    | REFUND 1 999999999999 61; REFUND 1 0 13                           | 98000
            refund that was reversed         | REFUND 1 700 00; REVERSE 700 00; REFUND 1 1000 00                 | 99000
            refund of a voided sale          | VOID 1 1000 00; REFUND 1 1 22                                     | 99000
            pre-authorization's void         | PRE_AUTH_VOID 2 1000 00; PRE_AUTH_VOID 2 1000 22                  | 99000
            its void of another amount       | PRE_AUTH_VOID 2 999 64                                            | 98000
            its void that was reversed       | PRE_AUTH_VOID 2 1000 00; REVERSE 1000 00; COMPLETION 2 1000 00    | 98000
            completion of less               | COMPLETION 2 300 00                                               | 98700
            completion at 115 percent        | COMPLETION 2 1150 00; COMPLETION 2 1 22; PRE_AUTH_VOID 2 1000 22  | 97850
            completion above 115 percent     | COMPLETION 2 1151 64; COMPLETION 2 999999999999 64                | 98000
            completion that was reversed     | COMPLETION 2 1100 00; REVERSE 1100 00; PRE_AUTH_VOID 2 1000 00    | 99000
            completion by notice             | COMPLETION_NOTICE 2 1150 00; COMPLETION 2 1 22                    | 97850
            completion by notice, too much   | COMPLETION_NOTICE 2 1151 64; COMPLETION 2 1000 00; COMPLETION_NOTICE 2 1000 22 | 98000
            top-up                           | PRE_AUTH_TOP_UP 2 500 00; PRE_AUTH_TOP_UP 2 500 00; COMPLETION 2 2301 64; COMPLETION 2 2300 00 | 96700
            top-up that was reversed         | PRE_AUTH_TOP_UP 2 500 00; REVERSE 500 00; COMPLETION 2 1151 64    | 98000
            top-up, then the void of all     | PRE_AUTH_TOP_UP 2 500 00; PRE_AUTH_VOID 2 1000 64; PRE_AUTH_VOID 2 1500 00 | 99000
            top-up of what has ended         | COMPLETION 2 1000 00; PRE_AUTH_TOP_UP 2 1 22                      | 98000
            top-up above the day's limit     | PRE_AUTH_TOP_UP 2 98001 61; PRE_AUTH_TOP_UP 2 0 13                | 98000
            top-up of a sale                 | PRE_AUTH_TOP_UP 1 100 12                                          | 98000
            completion void of no completion | COMPLETION_VOID 1 1000 12; COMPLETION_VOID 2 1000 12              | 98000
            completion of a sale             | COMPLETION 1 1000 12                                              | 98000
            """)
    void followUps_areHeldToWhatIsLeftOfTheirOriginal(String name, String steps, long availableFen) {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        issuer.authorize(preAuth(2, DEBIT, 1_000));
        int trace = 10;
        for (String step : steps.split("; *")) {
            String[] parts = step.strip().split(" ");
            String code = parts[0].equals("REVERSE")
                    ? issuer.reverse(followReversal(trace, Long.parseLong(parts[1]))).code()
                    : issuer.authorize(follow(Movement.valueOf(parts[0]), ++trace, parts[1].equals("2") ? Movement.PRE_AUTH : Movement.SALE,
                            Integer.parseInt(parts[1]), DEBIT, Long.parseLong(parts[2]))).code();
            assertThat(code).as(step).isEqualTo(parts[parts.length - 1]);
        }
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(availableFen);
    }

    /// The hold is not there again: whoever wants it asks for a pre-authorization.
    @Test
    void completionVoid_givesTheCompletionBack_onceAndTheHoldStaysFree() {
        issuer.authorize(preAuth(2, DEBIT, 1_000));
        var completion = follow(Movement.COMPLETION, 3, Movement.PRE_AUTH, 2, DEBIT, 1_100);
        assertThat(issuer.authorize(completion).code()).isEqualTo("00");
        assertThat(issuer.authorize(afterFollow(Movement.COMPLETION_VOID, 4, Movement.COMPLETION, 3, 1_099)).code()).isEqualTo("64");
        assertThat(issuer.authorize(afterFollow(Movement.COMPLETION_VOID, 5, Movement.COMPLETION, 3, 1_100)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
        assertThat(issuer.authorize(afterFollow(Movement.COMPLETION_VOID, 6, Movement.COMPLETION, 3, 1_100)).code()).isEqualTo("22");
        assertThat(issuer.authorize(follow(Movement.COMPLETION, 7, Movement.PRE_AUTH, 2, DEBIT, 1_000)).code()).isEqualTo("22");
        assertThat(issuer.reverse(followReversal(3, 1_100)).code()).as("a completion that was voided").isEqualTo("22");
        assertThat(issuer.reverse(followReversal(5, 1_100)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(98_900);
    }

    private static IssuerRequest.Authorization afterFollow(Movement movement, int trace, Movement originalMovement, int originalTrace, long amountFen) {
        IssuerRequest.Authorization next = follow(movement, trace, originalMovement, originalTrace, DEBIT, amountFen);
        return new IssuerRequest.Authorization(movement, next.key(), next.contentTag(), Optional.of(OriginalReference.of(originalMovement, followKey(originalTrace))),
                next.pan(), amountFen, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), next.rrn(), false);
    }

    @Test
    void reverse_ofATopUpOfWhatHasEnded_is22() {
        issuer.authorize(preAuth(2, DEBIT, 1_000));
        issuer.authorize(follow(Movement.PRE_AUTH_TOP_UP, 3, Movement.PRE_AUTH, 2, DEBIT, 500));
        issuer.authorize(follow(Movement.COMPLETION, 4, Movement.PRE_AUTH, 2, DEBIT, 1_500));
        assertThat(issuer.reverse(followReversal(3, 500)).code()).isEqualTo("22");
        assertThat(issuer.reverse(followReversal(4, 1_500)).code()).isEqualTo("00");
        assertThat(issuer.reverse(followReversal(3, 500)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_000);
    }

    @Test
    void balance_movesNothing_andNeedsTheDebitCardsPin() {
        assertThat(issuer.authorize(balance(1, DEBIT, null)).code()).isEqualTo("55");
        IssuerAnswer told = issuer.authorize(balance(2, DEBIT, RIGHT_PIN));
        assertThat(told.code()).isEqualTo("00");
        assertThat(told.balanceFen()).hasValue(100_000);
        assertThat(issuer.postings()).isEmpty();
    }

    /// The chip has given it away: the account owes.
    @Test
    void offlineSale_isBookedWithoutPinFundsOrLimits() {
        IssuerRequest.Authorization sale = sale(1, SHORT, 2_000, null);
        var told = new IssuerRequest.Authorization(Movement.OFFLINE_SALE, sale.key(), sale.contentTag(), Optional.empty(), sale.pan(), 2_000, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), sale.rrn(), false);
        assertThat(issuer.authorize(told).code()).isEqualTo("00");
        assertThat(availableFen(issuer, SHORT)).isEqualTo(-1_900);
        assertThat(issuer.authorize(sale(2, SHORT, 1, RIGHT_PIN)).code()).isEqualTo("51");
    }

    @Test
    void sale_aboveTheFunds_isApprovedInPart_onlyWhereThatIsWelcome_andReversedByEitherAmount() {
        assertThat(issuer.authorize(sale(1, SHORT, 101, RIGHT_PIN)).code()).isEqualTo("51");
        IssuerAnswer part = issuer.authorize(partly(2, SHORT, 101));
        assertThat(part.code()).isEqualTo("10");
        assertThat(part.approvedFen()).hasValue(100);
        assertThat(issuer.authorize(partly(2, SHORT, 101)).approvedFen()).as("the same again").hasValue(100);
        assertThat(issuer.authorize(partly(3, SHORT, 1)).code()).as("nothing is left").isEqualTo("51");
        assertThat(issuer.reverse(reversal(2, 99)).code()).isEqualTo("64");
        assertThat(issuer.reverse(reversal(2, 101)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, SHORT)).isEqualTo(100);
        assertThat(issuer.authorize(partly(4, SHORT, 100)).code()).as("all of it").isEqualTo("00");
    }

    @Test
    void followUp_withAnotherCard_is25_andRepeatedIsPostedOnce() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        assertThat(issuer.authorize(follow(Movement.VOID, 2, Movement.SALE, 1, CREDIT, 1_000)).code()).isEqualTo("25");
        var refund = follow(Movement.REFUND, 3, Movement.SALE, 1, DEBIT, 300);
        assertThat(issuer.authorize(refund).code()).isEqualTo("00");
        assertThat(issuer.authorize(refund).origin()).isEqualTo(IssuerAnswer.Origin.REPEATED);
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_300);
    }

    @Test
    void reverse_ofWhatWasFollowed_is22UntilTheFollowUpIsReversed() {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        issuer.authorize(follow(Movement.VOID, 2, Movement.SALE, 1, DEBIT, 1_000));
        assertThat(issuer.reverse(reversal(1, 1_000)).code()).isEqualTo("22");
        assertThat(issuer.reverse(followReversal(2, 1_000)).code()).isEqualTo("00");
        assertThat(issuer.reverse(reversal(1, 1_000)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(100_000);
    }

    /// What was given back was spent, then the giving back is reversed: the account owes.
    @Test
    void reverse_ofAVoidWhoseMoneyIsSpent_leavesTheAccountBelowZero_andItsSalesDeclined51() {
        issuer.authorize(sale(1, SHORT, 100, RIGHT_PIN));
        issuer.authorize(follow(Movement.VOID, 2, Movement.SALE, 1, SHORT, 100));
        issuer.authorize(sale(3, SHORT, 100, RIGHT_PIN));
        assertThat(issuer.reverse(followReversal(2, 100)).code()).isEqualTo("00");
        assertThat(availableFen(issuer, SHORT)).isEqualTo(-100);
        assertThat(issuer.authorize(sale(4, SHORT, 1, RIGHT_PIN)).code()).isEqualTo("51");
    }

    @Test
    void completion_aboveWhatThereIs_is51() {
        issuer.authorize(preAuth(1, SHORT, 100));
        assertThat(issuer.authorize(follow(Movement.COMPLETION, 2, Movement.PRE_AUTH, 1, SHORT, 101)).code()).isEqualTo("51");
        assertThat(issuer.authorize(follow(Movement.COMPLETION, 3, Movement.PRE_AUTH, 1, SHORT, 100)).code()).isEqualTo("00");
    }

    @Test
    void refunds_racing_neverGiveBackMoreThanTheSale() throws Exception {
        issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<IssuerAnswer>> answers = new ArrayList<>();
            for (int trace = 2; trace < 12; trace++) {
                IssuerRequest.Authorization refund = follow(Movement.REFUND, trace, Movement.SALE, 1, DEBIT, 600);
                answers.add(threads.submit(() -> issuer.authorize(refund)));
            }
            int approved = 0;
            for (Future<IssuerAnswer> answer : answers) {
                approved += answer.get().code().equals("00") ? 1 : 0;
            }
            assertThat(approved).isEqualTo(1);
        }
        assertThat(availableFen(issuer, DEBIT)).isEqualTo(99_600);
    }
}
