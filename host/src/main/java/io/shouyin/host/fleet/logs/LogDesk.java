package io.shouyin.host.fleet.logs;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.logs.LogStore.Upload;
import io.shouyin.kernel.TerminalId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes in logs and screens of terminals, and lets them go when they are old.
///
/// 1. Nothing comes without an order that is open: one upload an order, so nobody fills the disk unasked.
/// 2. Parts come in their order. One that comes again with the same hash is the same part.
/// 3. A part is unpacked no further than it may be, its lines are scrubbed a second time, and only then is anything stored.
/// 4. The first thing that had to be scrubbed here has its line in the audit log: a sound terminal sends none.
@Service
class LogDesk {

    private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final int FORGOTTEN_AT_ONCE = 20;

    private final LogStore store;
    private final LogSettings settings;
    private final LogMetrics metrics;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    LogDesk(LogStore store, LogSettings settings, LogMetrics metrics, AuditLog audit, JdbcClient jdbc, InstantSource clock, TransactionTemplate transaction) {
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
        this.transaction = transaction;
    }

    /// How far the host is with an upload.
    ///
    /// @param lastNumber of the last line that it has, 0 if none
    /// @param bytesLeft of text that it still takes
    /// @param partBytesMax of text in a part that surely fits
    record Known(int parts, long lines, long lastNumber, long bytesLeft, int partBytesMax) {}

    /// @param log the name of the terminal's log
    /// @param fileName for people to read, never a path
    /// @throws io.shouyin.host.web.RefusedRequest `LOG_OF_ANOTHER_TERMINAL`, `LOG_NOT_ORDERED`, `LOG_FILE_NAME_WRONG`, `LOG_REPLACED`
    Known begin(TerminalId terminal, UUID orderId, String log, String fileName) {
        LogRefusal.LOG_FILE_NAME_WRONG.when(!fileName.matches(FILE_NAME) || fileName.contains(".."));
        return transaction.execute(_ -> {
            requireOrdered(terminal, orderId, "UPLOAD_LOGS");
            if (store.begin(orderId, terminal, log, fileName, clock.instant())) {
                store.keepNewest(terminal, settings.uploadsKept(), settings.screensKept());
            }
            Upload upload = store.lock(orderId).orElseThrow(LogRefusal.LOG_NOT_BEGUN::refused);
            LogRefusal.LOG_REPLACED.when(!upload.log().equals(log));
            return known(upload);
        });
    }

    private Known known(Upload upload) {
        return new Known(upload.parts(), upload.lines(), upload.lastNumber(), Math.max(0, settings.uploadBytesMax() - upload.textBytes()), Math.min(settings.partBytesMax(), settings.partUnpackedBytesMax()));
    }

    /// @throws io.shouyin.host.web.RefusedRequest any of [LogRefusal] that speaks of parts and lines
    Known part(TerminalId terminal, UUID orderId, int number, byte[] sha256, byte[] packed) {
        return transaction.execute(_ -> {
            requireOrdered(terminal, orderId, "UPLOAD_LOGS");
            Upload upload = store.lock(orderId).orElseThrow(LogRefusal.LOG_NOT_BEGUN::refused);
            Optional<byte[]> same = store.hashOfPart(orderId, number);
            if (same.isPresent()) {                                             // our answer was lost
                LogRefusal.LOG_PART_DIFFERS.when(!Arrays.equals(same.get(), sha256));
                return known(upload);
            }
            LogRefusal.LOG_UPLOAD_ENDED.when(upload.endedAt() != null);
            if (number != upload.parts() + 1) {
                throw LogRefusal.LOG_PART_OUT_OF_ORDER.refused(upload.parts());
            }
            LogRefusal.LOG_PARTS_TOO_MANY.when(number > settings.partsMax());
            LogPart part = LogPart.read(packed, settings.partUnpackedBytesMax(), upload.lastNumber());
            LogRefusal.LOG_UPLOAD_TOO_LARGE.when(upload.textBytes() + part.textBytes() > settings.uploadBytesMax());
            store.add(upload, number, sha256, part);
            noteScrubbed(terminal, part.scrubbed(), upload.scrubbed() == 0);
            return known(store.lock(orderId).orElseThrow());
        });
    }

    /// @param parts as the terminal counts them
    Known end(TerminalId terminal, UUID orderId, int parts) {
        return transaction.execute(_ -> {
            requireOrdered(terminal, orderId, "UPLOAD_LOGS");
            Upload upload = store.lock(orderId).orElseThrow(LogRefusal.LOG_NOT_BEGUN::refused);
            if (parts != upload.parts()) {
                throw LogRefusal.LOG_PART_OUT_OF_ORDER.refused(upload.parts());
            }
            if (upload.endedAt() == null) {
                store.end(orderId, clock.instant());
                audit.append(AuditEntry.done("terminal.logs.upload", object(terminal)).by(AuditActor.terminal(terminal)).because(upload.lines() + " lines"));
            }
            return known(upload);
        });
    }

    /// @throws io.shouyin.host.web.RefusedRequest `LOG_OF_ANOTHER_TERMINAL`, `LOG_NOT_ORDERED`
    void screen(TerminalId terminal, UUID orderId, TerminalScreen screen) {
        transaction.executeWithoutResult(_ -> {
            requireOrdered(terminal, orderId, "SCREENSHOT");
            if (store.add(orderId, terminal, screen, clock.instant())) {
                store.keepNewest(terminal, settings.uploadsKept(), settings.screensKept());
                audit.append(AuditEntry.done("terminal.screen.upload", object(terminal)).by(AuditActor.terminal(terminal)).because(screen.screen()));
                noteScrubbed(terminal, screen.scrubbed(), true);
            }
        });
    }

    private void noteScrubbed(TerminalId terminal, int found, boolean first) {
        if (found > 0) {
            metrics.scrubbed(found);
            if (first) {
                audit.append(AuditEntry.done("terminal.logs.scrub", object(terminal)).by(AuditActor.terminal(terminal)).because(found + " taken out"));
            }
        }
    }

    private static String object(TerminalId terminal) {
        return "terminal:" + terminal.value();
    }

    /// One that was taken in time may be done late.
    private void requireOrdered(TerminalId terminal, UUID orderId, String kind) {
        record Order(String terminal, String kind, String state) {}
        Order order = jdbc.sql("SELECT terminal_id, kind, state FROM fleet.terminal_order WHERE order_id = ?").param(orderId)
                .query((row, _) -> new Order(row.getString("terminal_id"), row.getString("kind"), row.getString("state"))).optional().orElseThrow(LogRefusal.LOG_NOT_ORDERED::refused);
        LogRefusal.LOG_OF_ANOTHER_TERMINAL.when(!order.terminal.equals(terminal.value()));
        LogRefusal.LOG_NOT_ORDERED.when(!order.kind.equals(kind) || !(order.state.equals("SENT") || order.state.equals("ACKNOWLEDGED") || order.state.equals("EXPIRED")));
    }

    /// Lets go what is older than it is kept, a few uploads at a time.
    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        int gone;
        do {
            gone = transaction.execute(_ -> store.forget(clock.instant().minus(settings.retention()), FORGOTTEN_AT_ONCE));
        } while (gone >= FORGOTTEN_AT_ONCE);
    }
}
