package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.vault.Custody;
import io.shouyin.vault.Custody.Alone;
import io.shouyin.vault.Custody.Shared;
import io.shouyin.vault.Custody.Unattended;
import io.shouyin.vault.FolderHistory.Line;
import io.shouyin.vault.SecurityModule;
import jakarta.annotation.PostConstruct;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes what was done to LMKs where they lie, without a database, into the audit log: at the start and from then on, each line of the
/// vault's history once, whichever host comes first. A folder that was exchanged tells other lines, and one that comes back the same.
@Component
class FolderHistoryImport {

    private final SecurityModule vault;
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private List<String> taken = List.of();

    FolderHistoryImport(SecurityModule vault, JdbcClient jdbc, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.vault = vault;
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    @PostConstruct
    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    synchronized void run() {
        List<String> told = told();
        if (!told.equals(taken)) {
            transaction.executeWithoutResult(_ -> told.stream().filter(this::isNew)
                    .forEach(line -> audit.append(Line.of(line).map(FolderHistoryImport::entry).orElseGet(FolderHistoryImport::broken))));
            taken = told;
        }
    }

    private List<String> told() {
        List<String> lines = new ArrayList<>();
        for (List<String> page = vault.lmkHistory(0); !page.isEmpty(); page = vault.lmkHistory(lines.size())) {
            lines.addAll(page);
        }
        return lines;
    }

    private boolean isNew(String line) {
        return jdbc.sql("INSERT INTO keys.folder_history (line_hash, taken_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(sha256(line), CeremonyStore.utc(clock.instant())).update() == 1;
    }

    private static AuditEntry entry(Line line) {
        String action = switch (line.deed()) {
            case INIT -> "master-key.make";
            case CHANGE_LMK -> "master-key.make-next";
            case DESTROY_LMK -> "master-key.destroy";
        };
        return AuditEntry.done(action, "master-key:" + line.checkValue()).by(AuditActor.system("os:" + line.user()))
                .because("in the folder, at " + line.at() + people(line.custody()));
    }

    private static String people(Custody custody) {
        return switch (custody) {
            case Unattended() -> "";
            case Alone(Optional<String> name) -> ", by one custodian alone" + name.map(one -> ": " + one).orElse("");
            case Shared(List<String> names) -> ", custodians: " + String.join(", ", names);
        };
    }

    private static AuditEntry broken() {
        return AuditEntry.failed("master-key.history", "file:history", KeysRefusal.HISTORY_LINE_BROKEN.name()).by(AuditActor.system("keys"));
    }

    private static byte[] sha256(String line) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
