package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Storage;
import java.util.List;
import java.util.stream.Stream;

/// Notices of script results that the host does not have yet, beside the [StateStore].
public final class NoticeStore {

    private static final String FILE = "notices.json";
    /// More than a day without a line makes; the oldest goes first.
    private static final int NOTICES_MAX = 100;

    private final StoredList<Notice> waiting;

    /// @param batch and trace of the transaction that had the scripts in its answer
    /// @param entryMode field 22
    /// @param cardSequence field 23
    /// @param rrn empty if the host named none
    /// @param field55 hex
    /// @param tries that nobody has answered
    public record Notice(int batch, int trace, long amountFen, String entryMode, String cardSequence, String rrn, String field55, int tries) {

        private Notice triedOnceMore() {
            return new Notice(batch, trace, amountFen, entryMode, cardSequence, rrn, field55, tries + 1);
        }
    }

    private NoticeStore(StoredList<Notice> waiting) {
        this.waiting = waiting;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static NoticeStore open(Storage storage) {
        return new NoticeStore(new StoredList<>(storage, FILE, Notice[].class));
    }

    /// Oldest first.
    public List<Notice> waiting() {
        return waiting.get();
    }

    /// Durable when it returns.
    public void add(Notice notice) {
        waiting.set(Stream.concat(waiting.get().stream().skip(Math.max(0, waiting.get().size() - NOTICES_MAX + 1)), Stream.of(notice)).toList());
    }

    /// Nobody has answered it. Durable when it returns.
    ///
    /// @param triesMax after so many it is let go
    public void unanswered(Notice notice, int triesMax) {
        waiting.set(waiting.get().stream().map(one -> one.equals(notice) ? one.triedOnceMore() : one).filter(one -> one.tries() < triesMax).toList());
    }

    /// The terminal begins anew.
    public void clear() {
        waiting.set(List.of());
    }

    /// Durable when it returns.
    public void remove(Notice told) {
        waiting.set(waiting.get().stream().filter(one -> !one.equals(told)).toList());
    }
}
