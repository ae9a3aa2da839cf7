package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.vault.FolderHistory;
import io.shouyin.vault.FolderHistory.Line;
import jakarta.annotation.PostConstruct;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes what was done in the folder of the LMK without a database into the audit log, at the start: each line of its history once,
/// whichever host comes first.
@Component
@DependsOn("securityModule")                                       // which makes the LMK of an empty folder, and the first line
class FolderHistoryImport {

    private final KeySettings settings;
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    FolderHistoryImport(KeySettings settings, JdbcClient jdbc, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    @PostConstruct
    void run() {
        transaction.executeWithoutResult(_ -> new FolderHistory(settings.folder()).lines().stream().filter(this::isNew)
                .forEach(line -> audit.append(Line.of(line).map(FolderHistoryImport::entry).orElseGet(FolderHistoryImport::broken))));
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
                .because("in the folder, at " + line.at());
    }

    private static AuditEntry broken() {
        return AuditEntry.failed("master-key.history", "file:history", KeysRefusal.HISTORY_LINE_BROKEN.name()).by(AuditActor.system("keys"));
    }

    private static byte[] sha256(String line) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
