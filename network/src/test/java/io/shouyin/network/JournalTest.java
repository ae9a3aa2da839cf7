package io.shouyin.network;

import static io.shouyin.network.IssuerBench.CREDIT;
import static io.shouyin.network.IssuerBench.DEBIT;
import static io.shouyin.network.IssuerBench.RIGHT_PIN;
import static io.shouyin.network.IssuerBench.WRONG_PIN;
import static io.shouyin.network.IssuerBench.reversal;
import static io.shouyin.network.IssuerBench.SMALL;
import static io.shouyin.network.IssuerBench.follow;
import static io.shouyin.network.IssuerBench.followReversal;
import static io.shouyin.network.IssuerBench.preAuth;
import static io.shouyin.network.IssuerBench.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    /// Every kind of entry once, and where the issuer stands after each.
    private static final List<Consumer<Issuer>> STORY = List.of(
            issuer -> issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN)),
            issuer -> issuer.authorize(sale(2, DEBIT, 2_000, WRONG_PIN)),
            issuer -> issuer.authorize(sale(3, "4000000000000002", 2_000, RIGHT_PIN)),
            issuer -> issuer.reverse(reversal(1, 1_000)),
            issuer -> issuer.reverse(reversal(4, 4_000)),
            issuer -> issuer.authorize(preAuth(6, SMALL, 500)),
            issuer -> issuer.authorize(follow(Movement.COMPLETION, 7, Movement.PRE_AUTH, 6, SMALL, 575)),
            issuer -> issuer.authorize(follow(Movement.PRE_AUTH_VOID, 8, Movement.PRE_AUTH, 6, SMALL, 500)),
            issuer -> issuer.reverse(followReversal(7, 575)),
            issuer -> issuer.unlockPin(1),
            issuer -> issuer.authorize(sale(5, CREDIT, 5_000, null)));

    @Test
    void open_journalCutAtEveryByte_standsWhereTheWholeEntriesLeaveIt() throws IOException {
        Path whole = folder.resolve("whole.log");
        List<Long> ends = new ArrayList<>();
        List<List<?>> states = new ArrayList<>();
        try (Issuer issuer = IssuerBench.open(whole, clock)) {
            ends.add(Files.size(whole));
            states.add(state(issuer));
            for (Consumer<Issuer> step : STORY) {
                step.accept(issuer);
                ends.add(Files.size(whole));
                states.add(state(issuer));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        assertThat(ends).doesNotHaveDuplicates().last().isEqualTo((long) bytes.length);

        Path cut = folder.resolve("cut.log");
        for (int length = 0; length <= bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            int entries = 0;
            while (entries + 1 < ends.size() && ends.get(entries + 1) <= length) {
                entries++;
            }
            try (Issuer issuer = IssuerBench.open(cut, clock)) {
                assertThat(state(issuer)).as("cut after %d bytes", length).isEqualTo(states.get(entries));
                issuer.authorize(sale(9, CREDIT, 900, null));
            }
            try (Issuer issuer = IssuerBench.open(cut, clock)) {
                assertThat(IssuerBench.availableFen(issuer, CREDIT)).as("goes on after a cut at %d bytes", length)
                        .isEqualTo(200_000 - 900 - (entries == STORY.size() ? 5_000 : 0));
            }
        }
    }

    private static List<?> state(Issuer issuer) {
        return List.of(issuer.standings(), issuer.postings());
    }

    @Test
    void open_afterARestart_repeatsTheAnswersOfBefore() {
        Path path = folder.resolve("journal.log");
        IssuerAnswer approved;
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            approved = issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
            issuer.authorize(sale(2, DEBIT, 1_000, WRONG_PIN));
            issuer.reverse(reversal(3, 3_000));
        }
        clock.advance(Duration.ofMinutes(5));
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            IssuerAnswer again = issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
            assertThat(again).isEqualTo(new IssuerAnswer("00", approved.authCode(), IssuerAnswer.Origin.REPEATED));
            assertThat(issuer.authorize(sale(1, DEBIT, 9_000, RIGHT_PIN)).code()).isEqualTo("94");
            assertThat(issuer.authorize(sale(2, DEBIT, 1_000, RIGHT_PIN)).code()).isEqualTo("55");
            assertThat(issuer.authorize(sale(3, DEBIT, 3_000, RIGHT_PIN)).code()).isEqualTo("12");
            assertThat(issuer.postings()).hasSize(1);
            assertThat(IssuerBench.standing(issuer, DEBIT).pinTries()).isEqualTo(1);
        }
    }

    /// As the first release wrote it, when there were sales only.
    @Test
    void open_lineWithoutAMovement_isASale() throws IOException {
        Path path = folder.resolve("journal.log");
        try (Journal journal = Journal.open(path, clock.instant(), _ -> { })) {
            Files.writeString(path, line("""
                    {"kind":"approved","key":{"transmittedAt":"0302040000","trace":"000001","institution":"10000","terminal":"00000001"},"contentTag":"tag-1-1000",\
                    "card":1,"amountFen":1000,"authCode":"123456","rrn":"061100000001","pinTries":0,"at":"2026-03-02T04:00:00Z"}"""), StandardOpenOption.APPEND);
        }
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            assertThat(issuer.postings()).singleElement().satisfies(posting -> assertThat(posting.movement()).isEqualTo(Movement.SALE));
            assertThat(issuer.authorize(follow(Movement.VOID, 2, Movement.SALE, 1, DEBIT, 1_000)).code()).isEqualTo("00");
        }
    }

    private static String line(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return "%08x %s\n".formatted(crc.getValue(), json);
    }

    @Test
    void open_bitFlippedBeforeTheTail_isRefusedByName() throws IOException {
        Path path = folder.resolve("journal.log");
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
            issuer.authorize(sale(2, DEBIT, 1_000, RIGHT_PIN));
        }
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length - 1; at += 7) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(path, flipped);
            assertThatThrownBy(() -> IssuerBench.open(path, clock)).as("byte %d", at)
                    .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("NETWORK_JOURNAL_DAMAGED"));
        }
    }

    @Test
    void open_entryTakenOutOfTheFront_isRefusedByName() throws IOException {
        Path path = folder.resolve("journal.log");
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            issuer.authorize(sale(1, DEBIT, 1_000, RIGHT_PIN));
        }
        List<String> lines = Files.readAllLines(path);
        Files.writeString(path, lines.get(1) + "\n");
        assertThatThrownBy(() -> IssuerBench.open(path, clock)).isInstanceOf(Fault.class);
    }

    @Test
    void awaitDurable_manyThreads_allEntriesAreInTheFile() throws Exception {
        Path path = folder.resolve("journal.log");
        try (Journal journal = Journal.open(path, clock.instant(), _ -> { })) {
            List<Thread> threads = new ArrayList<>();
            for (int card = 1; card <= 100; card++) {
                JournalEntry entry = new JournalEntry.PinUnlocked(card, clock.instant());
                threads.add(Thread.ofVirtual().start(() -> journal.awaitDurable(journal.append(entry))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<JournalEntry> entries = new ArrayList<>();
        Journal.open(path, clock.instant(), entries::add).close();
        assertThat(entries).filteredOn(JournalEntry.PinUnlocked.class::isInstance).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void append_afterClose_isRefusedByName() {
        Journal journal = Journal.open(folder.resolve("journal.log"), clock.instant(), _ -> { });
        journal.close();
        assertThatThrownBy(() -> journal.append(new JournalEntry.PinUnlocked(1, clock.instant())))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("NETWORK_JOURNAL_UNWRITABLE"));
    }

    @Test
    void journal_onDisk_isItsOwnersAloneAndHoldsNoCardNumber() throws IOException {
        Path path = folder.resolve("journal.log");
        try (Issuer issuer = IssuerBench.open(path, clock)) {
            STORY.forEach(step -> step.accept(issuer));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        assertThat(Files.readString(path, StandardCharsets.UTF_8)).doesNotContain(DEBIT, CREDIT, "4000000000000002");
    }
}
