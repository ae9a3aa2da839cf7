package io.shouyin.network;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The issuer's memory on disk: a file that only grows, one entry a line, `CRC-32C in hex, space, JSON, newline`.
///
/// **Promise.** What [#awaitDurable] returned for is on the disk and comes back at the next [#open], after `kill -9` too.
///
/// **How.** [#append] writes and gives the offset behind the entry; [#awaitDurable] forces the file to the disk up to
/// that offset. They are apart so that the issuer's lock is not held while the disk works, and so that one force serves
/// all the threads that wait: whoever gets the lock first forces for everybody who has written until then.
///
/// **The tail.** A crash can leave the last line without its newline. Nobody was told of that entry, so [#open] cuts it off.
/// A bad line with a newline behind it is damage, not a crash, and the journal refuses to open.
///
/// **A failed write** breaks the journal for good (its file may end in half an entry): every later call is refused with
/// `NETWORK_JOURNAL_UNWRITABLE` until the next start.
///
/// It does not shrink: a simulated network's journal is thrown away with its data folder.
final class Journal implements AutoCloseable {

    private static final int CRC_DIGITS = 8;
    private static final int LINE_BYTES_MAX = 4096;

    private final JsonMapper json;
    private final Path path;
    private final RandomAccessFile file;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock forcing = new ReentrantLock();
    private long writtenBytes;
    private volatile long durableBytes;
    private volatile boolean broken;

    private Journal(JsonMapper json, Path path, RandomAccessFile file, long lengthBytes) {
        this.json = json;
        this.path = path;
        this.file = file;
        this.writtenBytes = lengthBytes;
        this.durableBytes = lengthBytes;
    }

    /// Opens or makes the file, hands every entry to `replay` in order, and cuts off a torn tail.
    ///
    /// @throws Fault `NETWORK_JOURNAL_DAMAGED`, `NETWORK_DATA_UNUSABLE`
    static Journal open(Path path, Instant now, Consumer<JournalEntry> replay) {
        JsonMapper json = Store.JSON;
        try {
            boolean made = !Files.exists(path);
            if (made) {
                Store.createOwnerOnly(path);
            }
            long wholeBytes = replayWholeLines(json, path, replay);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            Journal journal;
            try {
                file.setLength(wholeBytes);
                file.seek(wholeBytes);
                file.getFD().sync();
                journal = new Journal(json, path, file, wholeBytes);
                if (wholeBytes == 0) {
                    journal.awaitDurable(journal.append(new JournalEntry.Opened(JournalEntry.Opened.VERSION, now)));
                    Store.forceFolder(path.getParent());
                }
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
            return journal;
        } catch (IOException e) {
            throw dataUnusable(e);
        }
    }

    /// Hands every entry so far to `reader`, in order.
    ///
    /// @throws Fault `NETWORK_JOURNAL_DAMAGED`, `NETWORK_DATA_UNUSABLE`
    void read(Consumer<JournalEntry> reader) {
        try {
            replayWholeLines(json, path, reader);
        } catch (IOException e) {
            throw dataUnusable(e);
        }
    }

    private static Fault dataUnusable(IOException cause) {
        return new Fault(NetworkRefusal.NETWORK_DATA_UNUSABLE.name(), Fault.Recovery.FIX_THE_SETUP,
                NetworkRefusal.NETWORK_DATA_UNUSABLE.en(), cause);
    }

    /// @return how many bytes of the file are whole lines
    private static long replayWholeLines(JsonMapper json, Path path, Consumer<JournalEntry> replay) throws IOException {
        long wholeBytes = 0;
        byte[] line = new byte[LINE_BYTES_MAX];
        int lineBytes = 0;
        boolean first = true;
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            while (in.read(buffer.clear()) > 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    if (b != '\n') {
                        if (lineBytes == LINE_BYTES_MAX) {
                            throw damaged();
                        }
                        line[lineBytes++] = b;
                        continue;
                    }
                    JournalEntry entry = parse(json, line, lineBytes);
                    if (first != (entry instanceof JournalEntry.Opened opened && opened.version() == JournalEntry.Opened.VERSION)) {
                        throw damaged();
                    }
                    first = false;
                    replay.accept(entry);
                    wholeBytes += lineBytes + 1;
                    lineBytes = 0;
                }
            }
        }
        return wholeBytes;
    }

    private static JournalEntry parse(JsonMapper json, byte[] line, int lineBytes) {
        if (lineBytes <= CRC_DIGITS + 1 || line[CRC_DIGITS] != ' ') {
            throw damaged();
        }
        String crc = new String(line, 0, CRC_DIGITS, StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOfRange(line, CRC_DIGITS + 1, lineBytes);
        if (!crc.equals(crcHex(body))) {
            throw damaged();
        }
        try {
            return json.readValue(body, JournalEntry.class);
        } catch (JacksonException e) {
            throw damaged();
        }
    }

    private static Fault damaged() {
        return new Fault(NetworkRefusal.NETWORK_JOURNAL_DAMAGED, Fault.Recovery.STOP);
    }

    /// Writes an entry behind the last one; call [#awaitDurable] before anybody is told.
    ///
    /// @return the offset behind it
    /// @throws Fault `NETWORK_JOURNAL_UNWRITABLE`
    long append(JournalEntry entry) {
        byte[] body = json.writeValueAsBytes(entry);
        byte[] line = new byte[CRC_DIGITS + 1 + body.length + 1];
        System.arraycopy(crcHex(body).getBytes(StandardCharsets.US_ASCII), 0, line, 0, CRC_DIGITS);
        line[CRC_DIGITS] = ' ';
        System.arraycopy(body, 0, line, CRC_DIGITS + 1, body.length);
        line[line.length - 1] = '\n';
        writing.lock();
        try {
            refuseIfBroken();
            file.write(line);
            writtenBytes += line.length;
            return writtenBytes;
        } catch (IOException e) {
            throw breakFor(e);
        } finally {
            writing.unlock();
        }
    }

    /// Returns once everything before `offset` is on the disk.
    ///
    /// @throws Fault `NETWORK_JOURNAL_UNWRITABLE`
    void awaitDurable(long offset) {
        if (durableBytes >= offset) {
            return;
        }
        forcing.lock();
        try {
            if (durableBytes >= offset) {
                return;
            }
            refuseIfBroken();
            long upTo = writtenSoFar();
            file.getFD().sync();
            durableBytes = upTo;
        } catch (IOException e) {
            throw breakFor(e);
        } finally {
            forcing.unlock();
        }
    }

    private long writtenSoFar() {
        writing.lock();
        try {
            return writtenBytes;
        } finally {
            writing.unlock();
        }
    }

    boolean isBroken() {
        return broken;
    }

    private void refuseIfBroken() {
        if (broken) {
            throw new Fault(NetworkRefusal.NETWORK_JOURNAL_UNWRITABLE, Fault.Recovery.STOP);
        }
    }

    private Fault breakFor(IOException cause) {
        broken = true;
        return new Fault(NetworkRefusal.NETWORK_JOURNAL_UNWRITABLE.name(), Fault.Recovery.STOP,
                NetworkRefusal.NETWORK_JOURNAL_UNWRITABLE.en(), cause);
    }

    private static String crcHex(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return HexFormat.of().toHexDigits(crc.getValue(), CRC_DIGITS);
    }

    /// Closes the file; entries that were appended and not awaited may be lost.
    @Override
    public void close() {
        writing.lock();
        try {
            broken = true;
            file.close();
        } catch (IOException e) {
            throw breakFor(e);
        } finally {
            writing.unlock();
        }
    }
}
