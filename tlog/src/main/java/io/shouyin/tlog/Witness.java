package io.shouyin.tlog;

import io.shouyin.kernel.Fault;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sees to it that logs only grow, and says so by a cosignature: C2SP tlog-witness v1.0.0.
///
/// It keeps the last checkpoint that it has cosigned of each log, before it answers: who forgets can be shown two histories.
public final class Witness {

    /// The last checkpoint of each log, as signed note; outlives the process.
    public interface Store {

        Optional<String> last(String origin);

        /// Is durable when it comes back.
        void keep(String origin, String note);
    }

    /// @param status of HTTP
    /// @param type of the body's content
    public record Answer(int status, String type, String body) {

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    private final NoteSigner signer;
    private final Map<String, NoteKey> logs;
    private final Store store;
    private final InstantSource clock;

    /// @param logs whose checkpoints are cosigned
    public Witness(NoteSigner signer, List<NoteKey> logs, Store store, InstantSource clock) {
        this.signer = signer;
        this.logs = logs.stream().collect(Collectors.toMap(NoteKey::name, Function.identity()));
        this.store = store;
        this.clock = clock;
    }

    /// One at a time, so that nothing is cosigned between the look at the store and the keeping.
    public synchronized Answer addCheckpoint(String body) {
        AddCheckpoint asked;
        Checkpoint wanted;
        try {
            asked = AddCheckpoint.parse(body);
            wanted = Checkpoint.parse(asked.checkpoint().text());
        } catch (Fault malformed) {
            return Answer.text(400, malformed.code() + "\n");
        }
        NoteKey log = logs.get(wanted.origin());
        if (log == null) {
            return Answer.text(404, "this witness does not know the log\n");
        }
        try {
            asked.checkpoint().requireSignature(log);
        } catch (Fault unsigned) {
            return Answer.text(403, unsigned.code() + "\n");
        }
        if (asked.older() > wanted.size()) {
            return Answer.text(400, "the old size is above the new one\n");
        }
        Optional<Checkpoint> last = store.last(wanted.origin()).map(note -> Checkpoint.open(Note.parse(note), log));
        long seen = last.map(Checkpoint::size).orElse(0L);
        if (asked.older() != seen) {
            return new Answer(409, "text/x.tlog.size", seen + "\n");
        }
        if (last.isPresent() && wanted.size() == seen && !wanted.root().equals(last.get().root())) {
            return new Answer(409, "text/x.tlog.size", seen + "\n");      // a fork: the same size with another root
        }
        try {
            Merkle.requireConsistency(seen, last.map(Checkpoint::root).orElse(Hash.EMPTY_TREE), wanted.size(), wanted.root(), asked.consistency());
        } catch (Fault forked) {
            return Answer.text(422, forked.code() + "\n");
        }
        store.keep(wanted.origin(), new Note(asked.checkpoint().text(), List.of(asked.checkpoint().signatures().stream()
                .filter(signature -> signature.isOf(log)).findFirst().orElseThrow())).toString());
        return Answer.text(200, signer.cosign(asked.checkpoint().text(), clock.instant()));
    }
}
