package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class PasswordHasherTest {

    private static final AccessSettings ONE_AT_A_TIME =
            new AccessSettings(LoginProfile.PCI_4_0_1_MFA, Duration.ofMinutes(15), Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofHours(72),
                    1, 0, 1, false);

    @Test
    void hash_isSaltedPepperedAndMatchesItsPassword() {
        try (var hasher = new PasswordHasher(PasswordHasherTest::flipped, ONE_AT_A_TIME);
                var otherPepper = new PasswordHasher(hash -> hash, ONE_AT_A_TIME)) {
            var kept = hasher.hash(Secret.of("correct horse"));
            assertThat(kept).startsWith("argon2id$19456$2$1$").isNotEqualTo(hasher.hash(Secret.of("correct horse")));
            assertThat(hasher.matches(Secret.of("correct horse"), kept)).isTrue();
            assertThat(hasher.matches(Secret.of("correct horsf"), kept)).isFalse();
            assertThat(otherPepper.matches(Secret.of("correct horse"), kept)).as("without the vault's key").isFalse();
            hasher.matchesNobody(Secret.of("correct horse"));
        }
    }

    @Test
    void flood_beyondThePool_isToldToComeBack() throws InterruptedException {
        var working = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        LoginPepper slow = hash -> {
            working.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return hash;
        };
        try (var hasher = new PasswordHasher(slow, ONE_AT_A_TIME); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> hasher.hash(Secret.of("a")));
            working.await();
            var second = threads.submit(() -> hasher.hash(Secret.of("b")));
            var third = threads.submit(() -> hasher.hash(Secret.of("c")));
            // one of the two waits, the other is refused
            assertThatThrownBy(() -> {
                while (!second.isDone() && !third.isDone()) {
                    Thread.onSpinWait();
                }
                (second.isDone() ? second : third).get();
            }).hasRootCauseInstanceOf(RefusedRequest.class);
            goOn.countDown();
        }
    }

    @Test
    void hash_insideATransaction_isOurMistake() {
        try (var hasher = new PasswordHasher(hash -> hash, ONE_AT_A_TIME)) {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            try {
                assertThatThrownBy(() -> hasher.hash(Secret.of("a"))).hasMessageContaining("nobody holds a connection while a password is hashed");
            } finally {
                TransactionSynchronizationManager.setActualTransactionActive(false);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hash_standsBackForSales() {
        var nice = new AtomicReference<String>();
        LoginPepper asking = hash -> {
            nice.set(niceOfThisThread());
            return hash;
        };
        try (var hasher = new PasswordHasher(asking, ONE_AT_A_TIME)) {
            hasher.hash(Secret.of("correct horse"));
        }
        assertThat(nice).hasValue("19");
    }

    /// The nineteenth value of proc_pid_stat(5); the second, the name, is in brackets.
    private static String niceOfThisThread() {
        try {
            var values = Files.readString(Path.of("/proc/thread-self/stat"));
            return values.substring(values.lastIndexOf(')') + 2).split(" ")[16];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] flipped(byte[] hash) {
        var flipped = hash.clone();
        flipped[0] ^= 1;
        return flipped;
    }
}
