package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.TerminalRefusal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Notices of script results that the host does not have yet, beside the [StateStore].
public final class NoticeStore {

    private static final String FILE = "notices.json";
    /// More than a day without a line makes; the oldest goes first.
    private static final int NOTICES_MAX = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Storage storage;
    private volatile List<Notice> waiting;

    /// @param batch and trace of the transaction that had the scripts in its answer
    /// @param entryMode field 22
    /// @param cardSequence field 23
    /// @param rrn empty if the host named none
    /// @param field55 hex
    public record Notice(int batch, int trace, long amountFen, String entryMode, String cardSequence, String rrn, String field55) {}

    private NoticeStore(Storage storage, List<Notice> waiting) {
        this.storage = storage;
        this.waiting = waiting;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static NoticeStore open(Storage storage) {
        try {
            return new NoticeStore(storage, storage.read(FILE).map(bytes -> List.of(JSON.readValue(bytes, Notice[].class))).orElse(List.of()));
        } catch (JacksonException unreadable) {
            throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE, Recovery.STOP);
        }
    }

    /// Oldest first.
    public List<Notice> waiting() {
        return waiting;
    }

    /// Durable when it returns.
    public void add(Notice notice) {
        write(Stream.concat(waiting.stream().skip(Math.max(0, waiting.size() - NOTICES_MAX + 1)), Stream.of(notice)).toList());
    }

    /// Durable when it returns.
    public void remove(Notice told) {
        write(waiting.stream().filter(one -> !one.equals(told)).toList());
    }

    private void write(List<Notice> next) {
        storage.write(FILE, JSON.writeValueAsBytes(next));
        waiting = next;
    }
}
