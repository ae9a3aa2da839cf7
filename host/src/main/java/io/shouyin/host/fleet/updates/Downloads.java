package io.shouyin.host.fleet.updates;

import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.TerminalId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/// Sends files to terminals: whole or from where they left off, at a pace, so many at a time and each for so long at most.
///
/// A client that reads nothing holds its place until the server's own write gives up (a minute), one that reads a byte now and then until
/// `download-within` is over; then the connection ends, and what is left is asked for with a range.
@Component
class Downloads {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final FileFolder folder;
    private final Threads threads;
    private final UpdateSettings settings;
    private final UpdateMetrics metrics;
    private final Pace all;
    private final Semaphore places;
    private final Map<TerminalId, Integer> ofTerminal = new ConcurrentHashMap<>();

    Downloads(FileFolder folder, Threads threads, UpdateSettings settings, UpdateMetrics metrics) {
        this.folder = folder;
        this.threads = threads;
        this.settings = settings;
        this.metrics = metrics;
        this.all = new Pace(settings.downloadBytesPerSecondAll(), threads.nanos());
        this.places = new Semaphore(settings.downloadsMax());
    }

    /// @param inMemory the content of a file that is made for one terminal; otherwise it is in the folder
    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_FILE_CHANGED`, `UPDATE_RANGE_WRONG`, `UPDATE_DOWNLOADS_FULL`, `UPDATE_FILE_ELSEWHERE`
    void send(TerminalId terminal, SoftwareFile file, Optional<byte[]> inMemory, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String tag = "\"" + file.sha1() + "\"";
        String wanted = request.getHeader(HttpHeaders.IF_MATCH);
        if (wanted != null && !wanted.contains(file.sha1()) && !wanted.strip().equals("*")) {
            throw metrics.counted(UpdateRefusal.UPDATE_FILE_CHANGED.refused(HttpHeaders.ETAG, tag));
        }
        Optional<ByteRange> range = range(request, file);
        enter(terminal);
        try (FileChannel onDisk = inMemory.isPresent() ? null : folder.open(file).orElseThrow(() -> metrics.counted(UpdateRefusal.UPDATE_FILE_ELSEWHERE.refused()))) {
            ByteRange part = range.orElse(new ByteRange(0, file.sizeBytes()));
            response.setStatus(range.isPresent() ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK);
            range.ifPresent(asked -> response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + asked.first() + "-" + asked.last() + "/" + file.sizeBytes()));
            response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
            response.setHeader(HttpHeaders.ETAG, tag);
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment;filename=" + file.name());
            response.setHeader(HttpHeaders.CONNECTION, "close");              // a download that is cut short ends with its connection
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setContentLengthLong(part.length());
            if (!request.getMethod().equals("HEAD")) {
                stream(onDisk, inMemory.map(ByteBuffer::wrap), part, response.getOutputStream());
            }
        } finally {
            leave(terminal);
        }
    }

    private Optional<ByteRange> range(HttpServletRequest request, SoftwareFile file) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String since = request.getHeader(HttpHeaders.IF_RANGE);
        return header == null || since != null && !since.contains(file.sha1()) ? Optional.empty() : ByteRange.of(header, file.sizeBytes());
    }

    /// Who goes away meanwhile is no trouble of ours.
    private void stream(FileChannel onDisk, Optional<ByteBuffer> inMemory, ByteRange part, OutputStream out) throws IOException {
        Pace own = new Pace(settings.downloadBytesPerSecond(), threads.nanos());
        long endNanos = threads.nanos() + settings.downloadWithin().toNanos();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long at = part.first(); at <= part.last(); ) {
            int length = (int) Math.min(chunk.length, part.last() - at + 1);
            read(onDisk, inMemory, at, chunk, length);
            wait(own.before(length, threads.nanos()));
            wait(all.before(length, threads.nanos()));
            if (threads.nanos() - endNanos > 0) {
                return;
            }
            try {
                out.write(chunk, 0, length);
                out.flush();
            } catch (IOException gone) {
                return;
            }
            metrics.downloaded(length);
            at += length;
        }
    }

    private static void read(FileChannel onDisk, Optional<ByteBuffer> inMemory, long at, byte[] chunk, int length) throws IOException {
        if (inMemory.isPresent()) {
            inMemory.get().get((int) at, chunk, 0, length);
            return;
        }
        ByteBuffer target = ByteBuffer.wrap(chunk, 0, length);
        while (target.hasRemaining()) {
            if (onDisk.read(target, at + target.position()) < 0) {
                throw new IOException("a file of a release became shorter");
            }
        }
    }

    private void wait(Duration length) {
        if (length.isPositive()) {
            threads.pause(length);
        }
    }

    private void enter(TerminalId terminal) {
        if (!places.tryAcquire()) {
            throw full();
        }
        boolean[] in = new boolean[1];
        ofTerminal.compute(terminal, (_, count) -> {
            in[0] = count == null || count < settings.downloadsPerTerminalMax();
            return count == null ? Integer.valueOf(1) : in[0] ? Integer.valueOf(count + 1) : count;
        });
        if (!in[0]) {
            places.release();
            throw full();
        }
    }

    private void leave(TerminalId terminal) {
        ofTerminal.computeIfPresent(terminal, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        places.release();
    }

    private RuntimeException full() {
        return metrics.counted(UpdateRefusal.UPDATE_DOWNLOADS_FULL.refused(HttpHeaders.RETRY_AFTER, "30"));
    }
}
