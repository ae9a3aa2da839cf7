package io.shouyin.terminal.device;

import java.util.Optional;

/// The terminal's memory for what must survive a power cut: small named files.
///
/// [#write] is all or nothing and durable when it returns. A second terminal on the same storage is refused when it is opened.
public interface Storage extends AutoCloseable {

    Optional<byte[]> read(String name);

    /// @throws io.shouyin.kernel.Fault `STORAGE_FULL` or `STORAGE_BROKEN`; what was there before still is
    void write(String name, byte[] content);

    /// Bytes that can still be written.
    long freeBytes();

    @Override
    void close();
}
