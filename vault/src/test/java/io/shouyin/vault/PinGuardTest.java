package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.vault.WrongTries.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PinGuardTest {

    private static final PinLimits LIMITS = new PinLimits(Duration.ofMinutes(10), 3, 5, 9, Duration.ofDays(1), 2, 2);
    private static final Pan CARD = Pan.of("6216261000000000018");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final PinGuard guard = new PinGuard(LIMITS, now::get, SipHash.ofRandomKey(new SecureRandom()), Optional.empty());

    @Test
    void card_overItsLimit_isTakenAgainInTheNextWindow() {
        for (int i = 0; i < 3; i++) {
            assertThat(guard.attempt(CARD).isTakenOfCard()).isTrue();
        }
        assertThat(guard.attempt(CARD).isTakenOfCard()).isFalse();
        assertThat(guard.attempt(Pan.of("6216261000000000026")).isTakenOfCard()).isTrue();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(9).plusSeconds(59)));
        assertThat(guard.attempt(CARD).isTakenOfCard()).isFalse();
        now.updateAndGet(at -> at.plusSeconds(1));
        assertThat(guard.attempt(CARD).isTakenOfCard()).isTrue();
    }

    @Test
    void wrongPins_manyAtOnce_areNoMoreThanManyInARow() {
        AtomicInteger looked = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                threads.submit(() -> {
                    guard.attempt(CARD).judge(() -> looked.incrementAndGet() < 0);
                });
            }
        }
        assertThat(looked).hasValueLessThanOrEqualTo(2);
        now.updateAndGet(at -> at.plus(Duration.ofDays(1)));
        for (int i = 0; i < 10; i++) {
            assertThat(guard.attempt(CARD).judge(() -> true)).isEqualTo(Verdict.RIGHT);
        }
    }

    @Test
    void cards_aMillionOfThem_makeNoRoomAndTakeNoneFromOthers() {
        WindowCounts counts = new WindowCounts(WindowCounts.Size.RATES, Duration.ofMinutes(10), 0);
        SipHash hash = SipHash.ofRandomKey(new SecureRandom());
        long card = hash.of(new byte[] {1});
        long other = hash.of(new byte[] {2});
        long millis = 0;
        for (int i = 0; i < 5; i++) {
            counts.add(card, millis);
        }
        for (int i = 0; i < 1_000_000; i++) {
            counts.add(hash.of(("62162610" + i).getBytes(StandardCharsets.US_ASCII)), millis);
        }
        assertThat(counts.add(card, millis)).isBetween(6, 100);
        assertThat(counts.add(other, millis)).isBetween(1, 100);
    }

    @Test
    void wrongPins_aHundredThousandOfThemThatLockTenThousandCards_lockNoOther() {
        WindowCounts counts = new WindowCounts(WindowCounts.Size.WRONG_PINS, Duration.ofDays(1), 0);
        SipHash hash = new SipHash(1, 2);
        for (long card = 0; card < 10_000; card++) {
            for (int wrong = 0; wrong < 10; wrong++) {
                counts.add(hash.of(card), 0);
            }
        }
        assertThat(LongStream.range(10_000, 110_000).filter(card -> counts.add(hash.of(card), 0) > 10)).isEmpty();
    }

    @Test
    void keyedHash_ofNumbers_isThatOfTheirBytes() {
        SipHash hash = SipHash.ofRandomKey(new SecureRandom());
        assertThat(hash.of(0x0807060504030201L)).isEqualTo(hash.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertThat(hash.of(0x0807060504030201L, 9)).isEqualTo(hash.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0}));
    }

    @Test
    void card_underAnotherBeginningLengthOrCheckDigit_isTheSameCard() {
        PinGuard.Attempt first = guard.attempt(CARD);
        assertThat(first.isTakenOfCard()).isTrue();
        assertThat(guard.attempt(Pan.of("5316200000000000017")).isTakenOfCard()).isTrue();
        assertThat(guard.attempt(Pan.of("000000000013")).isTakenOfCard()).isTrue();
        assertThat(guard.attempt(CARD).isTakenOfCard()).isFalse();
        assertThat(first.judge(() -> false)).isEqualTo(Verdict.WRONG);
        assertThat(guard.attempt(Pan.of("9000000000012")).judge(() -> false)).isEqualTo(Verdict.WRONG);
        assertThat(guard.attempt(CARD).judge(() -> true)).isEqualTo(Verdict.LIMIT_REACHED);
    }

    @Test
    void card_ofWhichTheValidationDataLeavesDigitsOut_isCountedByTheData() {
        String data = "6216261000000000";
        assertThat(guard.attempt(Pan.of("6216261000000000018"), data).judge(() -> false)).isEqualTo(Verdict.WRONG);
        assertThat(guard.attempt(Pan.of("6216261000000000028"), data).judge(() -> false)).isEqualTo(Verdict.WRONG);
        assertThat(guard.attempt(Pan.of("6216261000000000038"), data).judge(() -> true)).isEqualTo(Verdict.LIMIT_REACHED);
    }

    @Test
    void decimalisationTables_uneven_keepTheVaultFromOpening() {
        for (String table : new String[] {"", "012345678901234", "01234567890123456", "0123456789ABCDEF", "0000000000000000",
            "0000012345678901", "0123456012345601"}) {
            assertFault(VaultRefusal.DECIMALISATION_TABLE_REFUSED, () -> new DecimalisationTables(Map.of("ours", table)));
        }
        assertThat(new DecimalisationTables(Map.of("ours", "1234567890123456")).find("ours")).isPresent();
    }
}
