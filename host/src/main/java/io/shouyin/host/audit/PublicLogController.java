package io.shouyin.host.audit;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.Fault;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.Tile;
import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What everybody may read of the log, so that everybody can watch that it only grows: C2SP tlog-tiles v0.1.0 without the entries. Hashes tell nothing of an entry,
/// which has 16 random bytes in it; the size tells how much is done here.
@RestController
@RequestMapping("/audit")
class PublicLogController {

    static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final CacheControl FOR_EVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final Checkpoints checkpoints;
    private final LogNotes notes;
    private final LogTiles tiles;

    PublicLogController(Checkpoints checkpoints, LogNotes notes, LogTiles tiles) {
        this.checkpoints = checkpoints;
        this.notes = notes;
        this.tiles = tiles;
    }

    @Operation(summary = "The latest checkpoint, a signed note")
    @PreAuthorize(Allowed.ANYBODY)
    @GetMapping("/checkpoint")
    ResponseEntity<String> checkpoint() {
        Note note = notes.latest().orElseThrow(PublicLogController::notThere);
        return ResponseEntity.ok().contentType(TEXT).cacheControl(CacheControl.noCache()).body(note.toString());
    }

    @Operation(summary = "Hashes of the tree, 256 of a level beside each other")
    @PreAuthorize(Allowed.ANYBODY)
    @GetMapping("/tile/{*path}")
    ResponseEntity<byte[]> hashes(@PathVariable String path) {
        Tile tile = tile(() -> Tile.parse(path.substring(1)), checkpoints);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).cacheControl(FOR_EVER).body(tiles.hashes(tile));
    }

    /// One that the signed tree has.
    static Tile tile(Supplier<Tile> parsed, Checkpoints checkpoints) {
        Tile tile;
        try {
            tile = parsed.get();
        } catch (Fault malformed) {
            throw notThere();
        }
        if (checkpoints.latest().filter(latest -> tile.isIn(latest.checkpoint().size())).isEmpty()) {
            throw notThere();
        }
        return tile;
    }

    private static RefusedRequest notThere() {
        return new RefusedRequest(HttpStatus.NOT_FOUND, WebRefusal.NOT_FOUND);
    }
}
