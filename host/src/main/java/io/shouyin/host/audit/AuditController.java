package io.shouyin.host.audit;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.PageQuery;
import io.shouyin.tlog.EntryBundle;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Tile;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The audit log for those who may read it: entries, their place in the tree, evidence to take away.
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private final AuditQueries queries;
    private final Checkpoints checkpoints;
    private final LogTiles tiles;
    private final LogNotes notes;
    private final LogStates states;

    AuditController(AuditQueries queries, Checkpoints checkpoints, LogTiles tiles, LogNotes notes, LogStates states) {
        this.queries = queries;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
        this.notes = notes;
        this.states = states;
    }

    /// @param query found anywhere in actor, action, object or reason
    /// @param action the whole one, or its beginning up to a dot
    /// @param from inclusive
    /// @param to exclusive
    record Search(@Size(max = 100) String query, @Pattern(regexp = "|[a-z]+([.-][a-z]+)*") @Size(max = 100) String action, @Size(max = 100) String actor,
                  @Pattern(regexp = "|DONE|REFUSED|FAILED") String result, @Pattern(regexp = "|[0-9]{8}") String terminalId,
                  @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant from, @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant to) {}

    @Operation(summary = "The audit log, newest first")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping
    AuditQueries.Found search(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return queries.search(new AuditQueries.Wanted(search.query(), search.action(), search.actor(), search.result(), search.terminalId(), search.from(), search.to()), page);
    }

    @Operation(summary = "How large the log is, what was signed last, what the witnesses say")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/log")
    LogStates.State state() {
        return states.now();
    }

    @Operation(summary = "One entry with its leaf")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/entries/{entryId}")
    AuditQueries.Entry entry(@PathVariable long entryId) {
        return queries.find(entryId).orElseThrow(AuditRefusal.ENTRY_UNKNOWN::refused);
    }

    @Operation(summary = "The entry at a place in the tree")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/leaves/{index}")
    AuditQueries.Entry leaf(@PathVariable long index) {
        return queries.at(index).orElseThrow(AuditRefusal.ENTRY_UNKNOWN::refused);
    }

    @Operation(summary = "Evidence that an entry is in the log: a .tlog-proof file")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/entries/{entryId}/proof")
    ResponseEntity<String> proof(@PathVariable long entryId) {
        String file = notes.proof(queries.find(entryId).orElseThrow(AuditRefusal.ENTRY_UNKNOWN::refused)).text();
        return ResponseEntity.ok().contentType(PublicLogController.TEXT)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("audit-" + entryId + ".tlog-proof").build().toString()).body(file);
    }

    /// @param hashes in base64
    record Proof(long size, List<String> hashes) {}

    @Operation(summary = "Inclusion proof of a leaf in the tree of a size, by default the one signed last")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/inclusion")
    Proof inclusion(@RequestParam long index, @RequestParam Optional<Long> size) {
        long of = size(size);
        AuditRefusal.TREE_SIZE_UNKNOWN.unless(index >= 0 && index < of);
        return proof(of, tiles.inclusion(index, of));
    }

    @Operation(summary = "Consistency proof from a smaller tree to one of a size, by default the one signed last")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/consistency")
    Proof consistency(@RequestParam long older, @RequestParam Optional<Long> size) {
        long of = size(size);
        AuditRefusal.TREE_SIZE_UNKNOWN.unless(older >= 0 && older <= of);
        return proof(of, tiles.consistency(older, of));
    }

    @Operation(summary = "Entries of a tile, C2SP tlog-tiles: each after its length in two bytes")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/tile/entries/{*path}")
    ResponseEntity<byte[]> entries(@PathVariable String path) {
        Tile tile = PublicLogController.tile(() -> Tile.parseEntries(path.substring(1)), checkpoints);
        long from = tile.index() << Tile.HEIGHT;
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(EntryBundle.of(queries.contents(from, from + tile.width())));
    }

    private long size(Optional<Long> asked) {
        long signed = checkpoints.latest().map(latest -> latest.checkpoint().size()).orElse(0L);
        long size = asked.orElse(signed);
        AuditRefusal.TREE_SIZE_UNKNOWN.unless(size >= 0 && size <= signed);
        return size;
    }

    private static Proof proof(long size, List<Hash> hashes) {
        return new Proof(size, hashes.stream().map(Hash::base64).toList());
    }
}
