package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CardCommands.CardValueVerdict;
import io.shouyin.vault.PinCommands.PinVerdict;
import io.shouyin.vault.PinLimitContract.Guesser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wrong PINs and restarts of the vault: two a day are allowed here.
class WrongPinJournalTest {

    private static final PinLimits TWO_A_DAY = new PinLimits(Duration.ofMinutes(10), 300, 3000, 3000, Duration.ofDays(1), 2, 2);
    private static final String RIGHT = "123456";
    private static final String WRONG = "111111";
    private static final Pan OTHER = Pan.of("6216261000000000026");

    @TempDir
    Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T10:00:00Z"));

    @BeforeEach
    void makeKey() {
        TestFolders.of(folder).make(Optional.empty()).close();
    }

    @Test
    void restart_afterWrongPins_takesNoneBackUntilTheirWindowEnds() throws IOException {
        inVault(guesser -> {
            assertThat(guesser.verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
            assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT);
        });
        inVault(guesser -> assertThat(guesser.verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG));
        now.set(Instant.parse("2026-01-01T23:59:59Z"));
        inVault(guesser -> {
            assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED);
            assertThat(guesser.verify(OTHER, RIGHT)).isEqualTo(PinVerdict.RIGHT);
        });
        assertThat(Files.readString(log()).strip().lines()).hasSize(2);
        now.set(Instant.parse("2026-01-02T00:00:00Z"));
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT));
        assertThat(log()).isEmptyFile();
    }

    @Test
    void restart_afterWrongCardValues_takesNoneBackAndLeavesPinsAlone() throws IOException {
        String value;
        KeyBlock key;
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            key = vault.generate(KeyPurpose.CARD_VALUE_ISSUE);
            value = vault.issueCardValue(key, new CardValue.InPrint(), PAN, "3012");
            for (int i = 0; i < 2; i++) {
                assertThat(vault.verifyCardValue(key, new CardValue.InPrint(), PAN, "3012", CardContract.wrong(value))).isEqualTo(CardValueVerdict.WRONG);
            }
        }
        assertThat(Files.readString(log()).strip().lines()).hasSize(4).allMatch(line -> line.matches("[0-9A-F]{16} [0-9A-F]{16} V"));
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            assertThat(vault.verifyCardValue(key, new CardValue.InPrint(), PAN, "3012", value)).isEqualTo(CardValueVerdict.LIMIT_REACHED);
            assertThat(new Guesser(vault).verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT);
        }
    }

    @Test
    void files_ofWrongPins_areTheOwnersAndShowNoCard() throws IOException {
        inVault(guesser -> guesser.verify(PAN, WRONG));
        for (Path file : List.of(log(), folder.resolve("wrong-pins.key"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
        assertThat(Files.readString(log())).matches("\\n[0-9A-F]{16} [0-9A-F]{16}").doesNotContain("621626");
        KeyBlock key = new KeyBlock(Files.readString(folder.resolve("wrong-pins.key")));
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault.index(key, new byte[1]));
        }
    }

    @Test
    void tornTail_ofACrash_losesNothingBeforeAndNothingAfter() throws IOException {
        inVault(guesser -> guesser.verify(PAN, WRONG));
        String line = Files.readString(log());
        for (String torn : List.of("\n", line.substring(0, 20), line.substring(0, 33), "\0".repeat(34))) {
            Files.writeString(log(), line + torn);
            inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT));
            assertThat(Files.readString(log())).isEqualTo(line);
        }
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            Files.writeString(log(), line.substring(0, 20), StandardOpenOption.APPEND);
            assertThat(new Guesser(vault).verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
        }
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED));
    }

    @Test
    void wrongPin_thatCannotBeWritten_closesTheDoorUntilItIs() throws IOException {
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            Guesser guesser = new Guesser(vault);
            Files.delete(log());
            Files.createDirectory(log());
            assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT);
            assertFault(VaultRefusal.PIN_JOURNAL_UNWRITABLE, () -> guesser.verify(PAN, WRONG));
            assertFault(VaultRefusal.PIN_JOURNAL_UNWRITABLE, () -> guesser.verify(PAN, RIGHT));
            assertFault(VaultRefusal.PIN_JOURNAL_UNWRITABLE, () -> guesser.verify(OTHER, WRONG));
            Files.delete(log());
            assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT);
            assertThat(guesser.verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
        }
        inVault(guesser -> {
            assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED);
            assertThat(guesser.verify(OTHER, RIGHT)).isEqualTo(PinVerdict.RIGHT);
        });
    }

    @Test
    void masterKeyChange_alsoOneThatACrashCut_takesNoneBack() throws IOException {
        MasterKeyFolder keys = TestFolders.of(folder);
        Path present = folder.resolve("lmk.p12");
        Path next = folder.resolve("lmk-next.p12");
        try (SoftSecurityModule vault = open(keys)) {
            new Guesser(vault).verify(PAN, WRONG);
            keys.makeNext(Optional.empty()).close();
            vault.wrapUnder(vault.lmkStatus().open().getLast().checkValue());
            Files.copy(present, folder.resolve("old"));
            Files.copy(next, folder.resolve("new"));
            vault.retire(vault.lmkStatus().open().getFirst().checkValue());
            assertThat(new Guesser(vault).verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
        }
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED));
        Files.move(folder.resolve("old"), present, StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("new"), next);
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED));
    }

    @Test
    void retirement_thatIsRefused_changesNothing() throws IOException {
        MasterKeyFolder keys = TestFolders.of(folder);
        Path key = folder.resolve("wrong-pins.key");
        try (SoftSecurityModule vault = open(keys)) {
            String old = vault.lmkStatus().wraps();
            keys.makeNext(Optional.empty()).close();
            String next = vault.lmkStatus().open().getLast().checkValue();
            vault.wrapUnder(next);
            String before = Files.readString(key);
            assertFault(VaultRefusal.LMK_UNKNOWN, () -> vault.retire("000000"));
            assertFault(VaultRefusal.LMK_STILL_WRAPS, () -> vault.retire(next));
            assertThat(key).hasContent(before);
            assertThat(vault.lmkStatus().open()).extracting(MasterKeyCommands.OpenMasterKey::checkValue).containsExactly(old, next);
            vault.retire(old);
            assertThat(Files.readString(key)).isNotEqualTo(before);
        }
    }

    @Test
    void key_thatDoesNotOpen_isRefusedWhileItHoldsWrongPins() throws IOException {
        inVault(guesser -> guesser.verify(PAN, WRONG));
        for (String broken : List.of("", "D0000", "D".repeat(200), "密")) {
            Files.writeString(folder.resolve("wrong-pins.key"), broken, StandardCharsets.UTF_8);
            assertFault(VaultRefusal.PIN_JOURNAL_BROKEN, () -> open(TestFolders.of(folder)));
        }
        Files.delete(folder.resolve("wrong-pins.key"));
        assertFault(VaultRefusal.PIN_JOURNAL_BROKEN, () -> open(TestFolders.of(folder)));
        now.updateAndGet(at -> at.plus(Duration.ofDays(1)));
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.RIGHT));
    }

    @Test
    void twoVaults_onOneFolder_loseNoWrongPinOfEither() {
        try (SoftSecurityModule first = open(TestFolders.of(folder)); SoftSecurityModule second = open(TestFolders.of(folder))) {
            assertThat(new Guesser(first).verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
            open(TestFolders.of(folder)).close();
            assertThat(new Guesser(second).verify(PAN, WRONG)).isEqualTo(PinVerdict.WRONG);
        }
        inVault(guesser -> assertThat(guesser.verify(PAN, RIGHT)).isEqualTo(PinVerdict.LIMIT_REACHED));
    }

    private void inVault(Consumer<Guesser> work) {
        try (SoftSecurityModule vault = open(TestFolders.of(folder))) {
            work.accept(new Guesser(vault));
        }
    }

    private SoftSecurityModule open(MasterKeyFolder keys) {
        return new SoftSecurityModule(keys.open(), VaultOptions.STANDARD.withPinLimits(TWO_A_DAY).withClock(now::get));
    }

    private Path log() {
        return folder.resolve("wrong-pins.log");
    }
}
