package io.shouyin.host.audit;

import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.TlogProof;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Checkpoints as they are given away, with the cosignatures that have come.
@Component
public class LogNotes {

    private final JdbcClient jdbc;
    private final Checkpoints checkpoints;
    private final LogTiles tiles;

    LogNotes(JdbcClient jdbc, Checkpoints checkpoints, LogTiles tiles) {
        this.jdbc = jdbc;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
    }

    /// The latest one.
    public Optional<Note> latest() {
        return checkpoints.latest().map(latest -> cosigned(Note.parse(latest.note()), latest.checkpoint()));
    }

    private Note cosigned(Note note, Checkpoint checkpoint) {
        List<String> lines = jdbc.sql("SELECT line FROM audit.cosignature WHERE origin = :origin AND size = :size ORDER BY witness")
                .param("origin", checkpoint.origin()).param("size", checkpoint.size()).query(String.class).list();
        return note.with(Note.signatures(String.join("", lines)));
    }

    /// The evidence for an entry, under the latest checkpoint that a witness has seen, if one has; otherwise under the latest.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest [AuditRefusal#ENTRY_NOT_SIGNED_YET]
    @Transactional(readOnly = true)
    public TlogProof proof(AuditQueries.Entry entry) {
        Checkpoints.Latest latest = checkpoints.latest().orElseThrow(AuditRefusal.ENTRY_NOT_SIGNED_YET::refused);
        long index = entry.row().leafIndex().filter(leaf -> leaf < latest.checkpoint().size()).orElseThrow(AuditRefusal.ENTRY_NOT_SIGNED_YET::refused);
        Note note = jdbc.sql("""
                SELECT note FROM audit.checkpoint c WHERE origin = :origin AND size > :index AND EXISTS (SELECT FROM audit.cosignature s
                WHERE s.origin = c.origin AND s.size = c.size) ORDER BY size DESC LIMIT 1""").param("origin", latest.checkpoint().origin()).param("index", index)
                .query(String.class).optional().map(Note::parse).orElseGet(() -> Note.parse(latest.note()));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        return new TlogProof(Optional.of(entry.content().getBytes(StandardCharsets.UTF_8)), index, tiles.inclusion(index, checkpoint.size()),
                cosigned(note, checkpoint));
    }
}
