package io.shouyin.host.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.shouyin.host.acquiring.JournalExport;
import io.shouyin.host.platform.Threads;
import io.shouyin.host.sheets.SheetWriter;
import io.shouyin.host.web.LiveEvents;
import jakarta.annotation.PreDestroy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Writes exports, two at a time on each host, from the journal's cursor into parts of the file.
///
/// With each progress the host says that it lives, and hears whether the export is still wanted. An export whose host has not been heard of for a while has failed by name, whoever
/// notices; it is not begun again, since nobody waits for it any more.
@Component
class ExportWorker {

    static final int ROWS_MAX = 500_000;
    private static final int AT_ONCE_MAX = 2;
    private static final int PROGRESS_ROWS = 2_000;
    private static final int PART_BYTES = 512 << 10;
    private static final Duration SILENT_MAX = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);

    private final ExportStore store;
    private final JournalExport journal;
    private final LiveEvents live;
    private final Threads threads;
    private final String host = UUID.randomUUID().toString();
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();

    ExportWorker(ExportStore store, JournalExport journal, LiveEvents live, Threads threads, MeterRegistry registry) {
        this.store = store;
        this.journal = journal;
        this.live = live;
        this.threads = threads;
        registry.gaugeCollectionSize("shouyin.exports.running", Tags.empty(), running);
    }

    /// As consoles hear of it: whose it is and what was searched is for its owner to ask.
    record Progress(UUID exportId, Export.State state, long rowsDone, Long rowsTotal) {}

    /// Nobody wants it any more.
    private static final class NotWanted extends RuntimeException {

        NotWanted() {
            super(null, null, false, false);
        }
    }

    @Scheduled(fixedDelayString = "PT1S")
    void begin() {
        for (Optional<Export> next; running.size() < AT_ONCE_MAX && (next = store.take(host)).isPresent();) {
            Export export = next.get();
            running.add(export.exportId());
            threads.start("export", () -> run(export));
        }
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT10S")
    void clearUp() {
        store.abandoned(SILENT_MAX).stream().filter(export -> !running.contains(export)).forEach(export -> store.fail(export, ExportRefusal.EXPORT_HOST_STOPPED));
        store.forget(KEPT);
    }

    @PreDestroy
    void stop() {
        running.forEach(export -> store.fail(export, ExportRefusal.EXPORT_HOST_STOPPED));
    }

    private void run(Export export) {
        UUID id = export.exportId();
        try {
            long total = journal.count(export.search(), ROWS_MAX);
            tell(id, Export.State.RUNNING, 0, total);
            long rows = write(export, total);
            if (store.done(id, host, rows)) {
                live.publish("export", new Progress(id, Export.State.DONE, rows, rows));
            } else {
                store.dropParts(id);
            }
        } catch (NotWanted cancelled) {
            store.dropParts(id);
        } catch (IOException | RuntimeException broken) {
            LOG.warn("an export broke", broken);
            store.fail(id, ExportRefusal.EXPORT_BROKEN);
            live.publish("export", new Progress(id, Export.State.FAILED, 0, null));
        } finally {
            running.remove(id);
        }
    }

    private long write(Export export, long total) throws IOException {
        long[] rows = {0};
        try (Parts parts = new Parts(export.exportId()); SheetWriter sheet = SheetWriter.open(export.format(), parts, "transactions")) {
            sheet.row(JournalExport.COLUMNS);
            journal.rows(export.search(), ROWS_MAX, row -> {
                try {
                    sheet.row(row);
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
                rows[0]++;
                if (rows[0] % PROGRESS_ROWS == 0) {
                    tell(export.exportId(), Export.State.RUNNING, rows[0], Math.max(total, rows[0]));
                }
            });
        }
        return rows[0];
    }

    private void tell(UUID id, Export.State state, long rowsDone, long rowsTotal) {
        if (!store.progress(id, host, rowsDone, rowsTotal)) {
            throw new NotWanted();
        }
        live.publish("export", new Progress(id, state, rowsDone, rowsTotal));
    }

    /// The file, part by part into the database.
    private final class Parts extends OutputStream {

        private final UUID exportId;
        private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART_BYTES);
        private int number;

        Parts(UUID exportId) {
            this.exportId = exportId;
        }

        @Override
        public void write(int b) {
            part.write(b);
            storeIfFull();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            part.write(bytes, from, length);
            storeIfFull();
        }

        private void storeIfFull() {
            if (part.size() >= PART_BYTES) {
                storePart();
            }
        }

        private void storePart() {
            store.part(exportId, number, part.toByteArray());
            number++;
            part.reset();
        }

        @Override
        public void close() {
            if (part.size() > 0) {
                storePart();
            }
        }
    }
}
