package io.shouyin.terminal.device;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The memories of all simulated chips of a drawer, in a file beside it: a card has one counter, whichever terminal it is put into.
/// Four bytes each: counter 2, scripts 1, whether one failed 1. No keys.
final class ChipFile {

    private static final int BYTES = 4;
    /// A lock on a file is the process's: threads wait here.
    private static final Object ONE_THREAD = new Object();

    private final Path file;

    ChipFile(Path drawer) {
        this.file = drawer.resolveSibling("chips.bin");
    }

    ChipMemory of(int card) {
        return change -> update(card, change);
    }

    private ChipMemory.Kept update(int card, UnaryOperator<ChipMemory.Kept> change) {
        synchronized (ONE_THREAD) {
            try (FileChannel channel = open(); FileLock lock = channel.lock()) {
                ByteBuffer bytes = ByteBuffer.allocate(BYTES);
                channel.read(bytes, (long) card * BYTES);
                ChipMemory.Kept next = change.apply(new ChipMemory.Kept(bytes.getShort(0) & 0xFFFF, bytes.get(2), bytes.get(3) != 0));
                bytes.clear().putShort((short) next.counter()).put((byte) next.scriptsDone()).put((byte) (next.scriptFailed() ? 1 : 0)).flip();
                channel.write(bytes, (long) card * BYTES);
                channel.force(false);
                return next;
            } catch (IOException e) {
                throw new Fault(TerminalRefusal.CHIP_UNREADABLE.name(), Recovery.FIX_THE_SETUP, TerminalRefusal.CHIP_UNREADABLE.en(), e);
            }
        }
    }

    private FileChannel open() throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }
}
