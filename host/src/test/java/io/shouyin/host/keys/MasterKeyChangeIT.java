package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.HostApplication;
import io.shouyin.host.HostProcess;
import io.shouyin.host.keys.Ceremony.Plan;
import io.shouyin.host.keys.MasterKeyChange.Progress;
import io.shouyin.host.keys.MasterKeyChange.Status;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Fault;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.Officer;
import io.shouyin.vault.SecurityModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/// The change of the LMK on real parts: a terminal sells all the time, a second host is killed in the middle. How it goes on when the only
/// host was killed is in `MasterKeyIntoATokenIT`, on the packaged program.
class MasterKeyChangeIT {

    private static final int MORE_TERMINALS = 120;

    @TempDir
    Path folder;

    @Test
    void change_whileATerminalSellsAndAHostIsKilled_losesNeitherSaleNorKey() throws Exception {
        try (Corridor corridor = Corridor.start(folder, settings("100ms", 4)); Till till = corridor.inService("SYIT-LMK-1")) {
            addTerminals(corridor);
            String ceremony = approvedCeremony(corridor);
            byte[] index = indexOf(corridor);
            String stray = corridor.bean(SecurityModule.class).generate(KeyPurpose.TERMINAL_MASTER).value();
            String old = corridor.bean(MasterKeyChange.class).status().wraps();
            Process other = HostProcess.start(folder, corridor.settings());
            try {
                assertThat(HostProcess.firstWord(other)).isEqualTo("ready");
                String next = layNext(folder.resolve("host/keys"));
                awaitStatus(corridor, status -> status.open().size() == 2);
                AtomicBoolean enough = new AtomicBoolean();
                CompletableFuture<Integer> sales = CompletableFuture.supplyAsync(() -> sellUntil(corridor, till, enough));

                corridor.bean(MasterKeyChange.class).begin(next, "first", "second");
                assertThatThrownBy(() -> corridor.bean(MasterKeyChange.class).begin(next, "first", "second")).isInstanceOfSatisfying(RefusedRequest.class,
                        refused -> assertThat(refused.refusal()).isIn(KeysRefusal.MASTER_KEY_CHANGE_UNDER_WAY, KeysRefusal.NEXT_MASTER_KEY_MISSING));
                Progress half = awaitChange(corridor, change -> change.rowsTotal() > 0 && change.rowsLeft() < change.rowsTotal() / 2);
                other.destroyForcibly().waitFor();
                assertThat(half.state()).isEqualTo("REWRAPPING");
                assertThat(half.rowsLeft()).as("it was killed in the middle").isPositive();

                Progress done = awaitChange(corridor, change -> change.state().equals("REWRAPPED"));
                assertThat(done.rowsLeft()).isZero();
                assertThat(blocksUnder(corridor.jdbc(), old)).isZero();

                corridor.jdbc().sql("UPDATE fleet.terminal SET master_key = ? WHERE serial_number = 'SYIT-MORE-1'").param(stray).update();
                corridor.bean(MasterKeyWatch.class).gatherStrays();
                assertThat(blocksUnder(corridor.jdbc(), old)).as("what a vault wrapped before it was told better").isZero();
                corridor.bean(MasterKeyChange.class).retire(old, "first", "second");
                awaitStatus(corridor, status -> status.open().size() == 1 && status.wraps().equals(next));
                enough.set(true);
                seenByBoth(corridor, ceremony);
                assertThat(sales.get(60, TimeUnit.SECONDS)).isPositive();
                assertThat(corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state <> 'APPROVED'").query(Long.class).single())
                        .as("no sale failed").isZero();
            } finally {
                other.destroyForcibly().waitFor();
            }
            assertThat(folder.resolve("host/keys/retired/lmk-" + old + ".p12")).exists();
            corridor.stopHost();
            corridor.startHost();
            assertThat(corridor.bean(MasterKeyChange.class).status().wraps()).isNotEqualTo(old);
            assertThat(indexOf(corridor)).as("the same key, under another one").isEqualTo(index);
            assertThat(audited(corridor)).contains("master-key.change-begin", "master-key.change-rewrap", "master-key.rewrap",
                    "master-key.change-done", "master-key.retire");
        }
    }

    @Test
    void change_hostThatOnlyKnowsTheOldKey_isWaitedForAndDoesNotStartAfterwards() throws Exception {
        try (Corridor corridor = Corridor.start(folder, settings("0ms", 100))) {
            Path copy = folder.resolve("copy");
            FileSystemUtils.copyRecursively(folder.resolve("host/keys"), copy);
            String old = corridor.bean(MasterKeyChange.class).status().wraps();
            String next = layNext(folder.resolve("host/keys"));
            Map<String, Object> elsewhere = new HashMap<>(corridor.settings());
            elsewhere.put("shouyin.keys.folder", copy.toString());
            try (ConfigurableApplicationContext _ = HostApplication.start(elsewhere)) {
                awaitStatus(corridor, status -> status.open().size() == 2);
                corridor.bean(MasterKeyChange.class).begin(next, "first", "second");
                Progress waiting = awaitChange(corridor, change -> change.hostsWaitedFor() == 1);
                assertThat(waiting.state()).isEqualTo("ANNOUNCED");
                assertThat(corridor.bean(SecurityModule.class).generate(KeyPurpose.INDEX).masterKey()).contains(old);

                Files.copy(folder.resolve("host/keys/lmk-next.p12"), copy.resolve("lmk-next.p12"));
                awaitChange(corridor, change -> change.state().equals("REWRAPPED") && change.hostsWaitedFor() == 0);
            }
            Files.delete(copy.resolve("lmk-next.p12"));
            assertThatThrownBy(() -> HostApplication.start(elsewhere))
                    .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("MASTER_KEY_OF_CHANGE_MISSING"));
        }
    }

    @Test
    void change_thatCannotBe_isRefusedByName() throws Exception {
        try (Corridor corridor = Corridor.start(folder, Map.of("shouyin.keys.retire-after", "1h"))) {
            MasterKeyChange change = corridor.bean(MasterKeyChange.class);
            String old = change.status().wraps();
            assertThat(change.status().change()).isEmpty();
            refused(KeysRefusal.NEXT_MASTER_KEY_MISSING, () -> change.begin("ABCDEF", "first", "second"));
            refused(KeysRefusal.NEXT_MASTER_KEY_MISSING, () -> change.begin(old, "first", "second"));
            refused(KeysRefusal.MASTER_KEY_CHANGE_MISSING, () -> change.retire(old, "first", "second"));
            String next = layNext(folder.resolve("host/keys"));
            String damaged = corridor.jdbc().sql("SELECT block FROM keys.institution_key LIMIT 1").query(String.class).single();
            corridor.jdbc().sql("INSERT INTO keys.institution_key (name, purpose, block, check_value, created_at) VALUES ('damaged', 'INDEX', ?, '', now())")
                    .param(damaged.substring(0, damaged.length() - 1) + (damaged.endsWith("0") ? '1' : '0')).update();
            change.begin(next, "first", "second");
            awaitChange(corridor, now -> now.state().equals("REWRAPPING") && now.rowsLeft() == 1);
            refused(KeysRefusal.MASTER_KEY_CHANGE_UNFINISHED, () -> change.retire(old, "first", "second"));
            corridor.jdbc().sql("UPDATE keys.institution_key SET block = ? WHERE name = 'damaged'")
                    .param(corridor.bean(SecurityModule.class).generate(KeyPurpose.INDEX).value()).update();
            awaitChange(corridor, now -> now.state().equals("REWRAPPED"));
            refused(KeysRefusal.MASTER_KEY_STILL_NEEDED, () -> change.retire(old, "first", "second"));
        }
    }

    private static void refused(KeysRefusal refusal, ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedRequest.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static Map<String, Object> settings(String pause, int rows) {
        return Map.of("shouyin.keys.rewrap-pause", pause, "shouyin.keys.rewrap-batch-rows", rows, "shouyin.keys.retire-after", "0s",
                "shouyin.keys.pin-limits.blocks-per-card-max", 1_000_000);
    }

    /// As `vault change-lmk` does.
    private static String layNext(Path keys) {
        Unlocking unlocking = new Unlocking(() -> LocalMasterKey.passphraseIn(keys.resolve("lmk.passphrase")), () -> {
            throw new AssertionError("no token here");
        });
        try (LocalMasterKey next = new MasterKeyFolder(keys, unlocking, unlocking).makeNext(Optional.empty())) {
            return next.checkValue();
        }
    }

    private static void addTerminals(Corridor corridor) {
        SecurityModule vault = corridor.bean(SecurityModule.class);
        for (int i = 0; i < MORE_TERMINALS; i++) {
            corridor.jdbc().sql("""
                    INSERT INTO fleet.terminal (terminal_id, merchant_id, serial_number, model, profile, state, step_up, batch_number, master_key, credential_key, created_at)
                    VALUES (?, ?, ?, 'VT', 'tdes', 'ACTIVATED', 'online', 1, ?, ?, now())""")
                    .params("9%07d".formatted(i), Corridor.MERCHANT.value(), "SYIT-MORE-" + i, vault.generate(KeyPurpose.TERMINAL_MASTER).value(),
                            vault.generate(KeyPurpose.TERMINAL_CREDENTIAL).value()).update();
        }
    }

    /// One whose parts wait to be seen.
    private static String approvedCeremony(Corridor corridor) {
        Ceremonies ceremonies = corridor.bean(Ceremonies.class);
        String id = ceremonies.propose(CeremonyKind.GENERATE, Plan.ofParts("waiting", KeyPurpose.ZONE_PIN, Form.COMPONENTS, 2, 2, Optional.empty()),
                "first").id();
        ceremonies.approve(id, "second");
        return id;
    }

    private static void seenByBoth(Corridor corridor, String ceremony) {
        byte[] officerKey = EcKeys.P256.generate().publicKey();
        List.of("first", "second").forEach(officer -> corridor.bean(Ceremonies.class).show(ceremony, new Officer(officer, officerKey)));
        String made = corridor.jdbc().sql("SELECT block FROM keys.institution_key WHERE key_id = 'waiting.1'").query(String.class).single();
        assertThat(corridor.bean(SecurityModule.class).checkValue(new KeyBlock(made)))
                .isEqualTo(corridor.bean(Ceremonies.class).find(ceremony).checkValue().orElseThrow());
    }

    /// A short rest after each sale: a batch holds five hundred.
    private static int sellUntil(Corridor corridor, Till till, AtomicBoolean enough) {
        int sold = 0;
        while (!enough.get()) {
            till.sell("1", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            sold++;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return sold;
    }

    private static byte[] indexOf(Corridor corridor) {
        return corridor.bean(SecurityModule.class).index(corridor.bean(InstitutionKeys.class).index(), new byte[1]);
    }

    /// Key blocks anywhere in the database, whoever has them: all text columns are searched.
    private static long blocksUnder(JdbcClient jdbc, String checkValue) {
        long found = 0;
        for (Map<String, Object> column : jdbc.sql("""
                SELECT c.table_schema AS s, c.table_name AS t, c.column_name AS c FROM information_schema.columns c
                JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_type = 'BASE TABLE' AND data_type = 'text' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'public')""")
                .query().listOfRows()) {
            found += jdbc.sql("SELECT count(*) FROM " + column.get("s") + "." + column.get("t") + " WHERE " + column.get("c") + " ~ ?")
                    .param("^D.{15}" + KeyBlock.masterKeyText(checkValue)).query(Long.class).single();
        }
        return found;
    }

    private static List<String> audited(Corridor corridor) {
        return corridor.jdbc().sql("SELECT DISTINCT action FROM audit.entry").query(String.class).list();
    }

    private static Status awaitStatus(Corridor corridor, Predicate<Status> wanted) {
        MasterKeyChange change = corridor.bean(MasterKeyChange.class);
        await(() -> wanted.test(change.status()));
        return change.status();
    }

    private static Progress awaitChange(Corridor corridor, Predicate<Progress> wanted) {
        MasterKeyChange change = corridor.bean(MasterKeyChange.class);
        Progress[] seen = new Progress[1];
        await(() -> {
            seen[0] = change.status().change().orElseThrow();
            return wanted.test(seen[0]);
        });
        return seen[0];
    }

    private interface Wish {
        boolean holds();
    }

    private static void await(Wish wish) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!wish.holds()) {
            assertThat(System.nanoTime()).as("it does not come").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
