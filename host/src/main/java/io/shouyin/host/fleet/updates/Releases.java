package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.ReleaseRefusal;
import io.shouyin.release.SignedRelease;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Releases of software for terminals. One is taken only if two of three people have signed it, it is its time, and it is not below the fleet's floor: the highest
/// `minimumNumber` of any release that was believed here. Its files come one by one and have to be what was signed; with the last it is ready.
@Service
class Releases {

    private static final String IMAGE = ".swu";
    private static final String PART = "os";

    private final JdbcClient jdbc;
    private final ReleaseKeysFile keys;
    private final FileFolder folder;
    private final UpdateSettings settings;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    Releases(JdbcClient jdbc, ReleaseKeysFile keys, FileFolder folder, UpdateSettings settings, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.folder = folder;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    enum State {
        /// Files are missing.
        DRAFT,
        READY,
        WITHDRAWN
    }

    /// @param there whether it has come
    record FileState(String name, long sizeBytes, String sha256, boolean there) {}

    record Entry(long releaseId, String product, String version, int number, ReleaseKind kind, List<String> hardware, int minimumNumber, Instant notBefore, Instant expiresAt,
                 State state, String createdBy, Instant createdAt, long installed) {}

    /// Takes a signed release; its files are still to come.
    ///
    /// @param signed as it lies in its file
    /// @return its number here
    /// @throws RefusedRequest a [ReleaseRefusal], `UPDATE_RELEASE_KEYS_MISSING`, `UPDATE_RELEASE_KNOWN`, `UPDATE_RELEASE_MIXED`
    long add(byte[] signed, String by) {
        return noted("release.add", "release:new", () -> transaction.execute(_ -> {
            SignedRelease release = parse(signed);
            ReleaseManifest manifest = verify(release);
            List<String> names = manifest.artifacts().stream().map(Artifact::name).toList();
            boolean images = names.stream().anyMatch(name -> name.endsWith(IMAGE));
            UpdateRefusal.UPDATE_RELEASE_MIXED.when(images && !names.stream().allMatch(name -> name.endsWith(IMAGE)));
            requireFloor(manifest.product(), manifest.number());
            ReleaseKind kind = images ? ReleaseKind.SWU : ReleaseKind.SHOUYIN;
            long id = insert(manifest, release, signed, kind, by);
            if (kind == ReleaseKind.SHOUYIN) {
                module(id, manifest.product(), manifest.version(), manifest.artifacts());
            } else {
                manifest.artifacts().forEach(image -> module(id, image.name().substring(0, image.name().length() - IMAGE.length()), manifest.version(), List.of(image)));
            }
            audit.append(AuditEntry.done("release.add", "release:" + id).because("number " + manifest.number() + ", manifest " + release.manifestSha256())
                    .after(Map.of("manifest", release.manifestSha256())));
            return id;
        }));
    }

    private static SignedRelease parse(byte[] signed) {
        try {
            return SignedRelease.parse(signed);
        } catch (ReleaseException refused) {
            throw refused(refused.refusal());
        }
    }

    private ReleaseManifest verify(SignedRelease release) {
        try {
            return keys.keys().orElseThrow(UpdateRefusal.UPDATE_RELEASE_KEYS_MISSING::refused).verify(release, clock.instant());
        } catch (ReleaseException refused) {
            throw refused(refused.refusal());
        }
    }

    private long insert(ReleaseManifest manifest, SignedRelease release, byte[] signed, ReleaseKind kind, String by) {
        try {
            return jdbc.sql("""
                    INSERT INTO fleet.release (product, version, number, kind, hardware, minimum_number, not_before, expires_at, manifest_sha256, signed_release, state, created_by, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?) RETURNING release_id""")
                    .params(manifest.product(), manifest.version(), manifest.number(), kind.code(), manifest.hardware().toArray(String[]::new), manifest.minimumNumber(),
                            UpdateTargets.utc(manifest.notBefore()), UpdateTargets.utc(manifest.expires()), HexFormat.of().parseHex(release.manifestSha256()), signed, by,
                            UpdateTargets.utc(clock.instant())).query(Long.class).single();
        } catch (DuplicateKeyException known) {
            throw UpdateRefusal.UPDATE_RELEASE_KNOWN.refused();
        }
    }

    private void module(long release, String name, String version, List<Artifact> files) {
        long module = jdbc.sql("INSERT INTO fleet.software_module (release_id, part, name, version) VALUES (?, ?, ?, ?) RETURNING module_id")
                .params(release, PART, name, version).query(Long.class).single();
        files.forEach(file -> jdbc.sql("INSERT INTO fleet.software_file (module_id, name, size_bytes, sha256) VALUES (?, ?, ?, ?)")
                .params(module, file.name(), file.size(), file.sha256()).update());
    }

    private record Expected(long module, long sizeBytes, String sha256) {}

    /// Takes one file of a release.
    ///
    /// @param length as the request tells it, -1 for not told
    /// @throws RefusedRequest `UPDATE_RELEASE_UNKNOWN`, `RELEASE_FILE_NOT_LISTED`, `UPDATE_FILE_TOO_LARGE`, `UPDATE_FILES_FULL`, `RELEASE_FILE_LENGTH_WRONG`, `RELEASE_FILE_HASH_WRONG`
    State putFile(long release, String name, InputStream content, long length) {
        return noted("release.file", "release:" + release, () -> {
            Expected expected = expected(release, name);
            long bytesMax = Math.min(expected.sizeBytes(), settings.fileBytesMax());
            UpdateRefusal.UPDATE_FILE_TOO_LARGE.when(expected.sizeBytes() > settings.fileBytesMax() || length > bytesMax);
            UpdateRefusal.UPDATE_FILES_FULL.when(bytesKept() + expected.sizeBytes() > settings.filesBytesMax());
            SoftwareFile file = take(name, content, bytesMax);
            if (file.sizeBytes() != expected.sizeBytes()) {
                discard(file);
                throw refused(ReleaseRefusal.RELEASE_FILE_LENGTH_WRONG);
            }
            if (!file.sha256().equals(expected.sha256())) {
                discard(file);
                throw refused(ReleaseRefusal.RELEASE_FILE_HASH_WRONG);
            }
            return transaction.execute(_ -> kept(release, expected.module(), file));
        });
    }

    private Expected expected(long release, String name) {
        UpdateRefusal.UPDATE_RELEASE_UNKNOWN.when(find(release).isEmpty());
        return jdbc.sql("""
                SELECT m.module_id, f.size_bytes, f.sha256 FROM fleet.software_module m JOIN fleet.software_file f ON f.module_id = m.module_id
                WHERE m.release_id = ? AND f.name = ?""").params(release, name)
                .query((row, _) -> new Expected(row.getLong("module_id"), row.getLong("size_bytes"), row.getString("sha256"))).optional()
                .orElseThrow(() -> refused(ReleaseRefusal.RELEASE_FILE_NOT_LISTED));
    }

    private long bytesKept() {
        return jdbc.sql("SELECT coalesce(sum(size_bytes), 0) FROM (SELECT DISTINCT sha256, size_bytes FROM fleet.software_file WHERE sha1 IS NOT NULL) kept").query(Long.class).single();
    }

    private SoftwareFile take(String name, InputStream content, long bytesMax) {
        try {
            return folder.take(name, content, bytesMax);
        } catch (FileFolder.FileTooLong tooLong) {
            throw UpdateRefusal.UPDATE_FILE_TOO_LARGE.refused();
        } catch (IOException broken) {
            throw UpdateRefusal.UPDATE_FILE_BROKEN.refused();
        }
    }

    /// Unless a release has it: then it was there before.
    private void discard(SoftwareFile file) {
        try {
            if (jdbc.sql("SELECT count(*) FROM fleet.software_file WHERE sha256 = ? AND sha1 IS NOT NULL").param(file.sha256()).query(Long.class).single() == 0) {
                folder.delete(file.sha256());
            }
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    private State kept(long release, long module, SoftwareFile file) {
        jdbc.sql("SELECT release_id FROM fleet.release WHERE release_id = ? FOR UPDATE").param(release).query(Long.class).single();
        jdbc.sql("UPDATE fleet.software_file SET sha1 = ?, md5 = ? WHERE module_id = ? AND name = ?").params(file.sha1(), file.md5(), module, file.name()).update();
        boolean whole = jdbc.sql("""
                UPDATE fleet.release r SET state = 'READY' WHERE release_id = ? AND state = 'DRAFT' AND NOT EXISTS (
                  SELECT FROM fleet.software_module m JOIN fleet.software_file f ON f.module_id = m.module_id WHERE m.release_id = r.release_id AND f.sha1 IS NULL)""")
                .param(release).update() == 1;
        audit.append(AuditEntry.done("release.file", "release:" + release).because(file.line()));
        if (whole) {
            audit.append(AuditEntry.done("release.ready", "release:" + release));
        }
        return find(release).orElseThrow().state();
    }

    /// It goes into no rollout any more. What is under way is stopped by itself.
    ///
    /// @throws RefusedRequest `UPDATE_RELEASE_UNKNOWN`
    void withdraw(long release) {
        noted("release.withdraw", "release:" + release, () -> transaction.execute(_ -> {
            UpdateRefusal.UPDATE_RELEASE_UNKNOWN.when(jdbc.sql("UPDATE fleet.release SET state = 'WITHDRAWN' WHERE release_id = ? AND state <> 'WITHDRAWN'").param(release).update() == 0);
            audit.append(AuditEntry.done("release.withdraw", "release:" + release));
            return release;
        }));
    }

    /// Whether it may be rolled out now: asked when a rollout is proposed, approved, started, and while it goes on.
    Optional<Refusal> lacks(long release) {
        Entry entry = find(release).orElseThrow(UpdateRefusal.UPDATE_RELEASE_UNKNOWN::refused);
        if (entry.state() != State.READY) {
            return Optional.of(UpdateRefusal.UPDATE_RELEASE_NOT_READY);
        }
        if (!clock.instant().isBefore(entry.expiresAt())) {
            return Optional.of(ReleaseRefusal.RELEASE_EXPIRED);
        }
        return entry.number() < floor(entry.product()) ? Optional.of(ReleaseRefusal.RELEASE_BELOW_FLOOR) : Optional.empty();
    }

    private void requireFloor(String product, int number) {
        if (number < floor(product)) {
            throw refused(ReleaseRefusal.RELEASE_BELOW_FLOOR);
        }
    }

    private int floor(String product) {
        return jdbc.sql("SELECT coalesce(max(minimum_number), 0) FROM fleet.release WHERE product = ?").param(product).query(Integer.class).single();
    }

    private static final String SELECT = """
            SELECT r.*, (SELECT count(*) FROM fleet.update_target u WHERE u.installed_release_id = r.release_id) AS installed FROM fleet.release r""";

    Optional<Entry> find(long release) {
        return jdbc.sql(SELECT + " WHERE r.release_id = ?").param(release).query(Releases::entry).optional();
    }

    /// Newest first.
    Page<Entry> list(PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.release").query(Long.class).single();
        return Page.of(jdbc.sql(SELECT + " ORDER BY r.release_id DESC LIMIT ? OFFSET ?").params(page.size(), page.offset()).query(Releases::entry).list(), total, page);
    }

    List<FileState> files(long release) {
        return jdbc.sql("""
                SELECT f.name, f.size_bytes, f.sha256, f.sha1 IS NOT NULL AS there FROM fleet.software_module m JOIN fleet.software_file f ON f.module_id = m.module_id
                WHERE m.release_id = ? ORDER BY f.name""").param(release)
                .query((row, _) -> new FileState(row.getString("name"), row.getLong("size_bytes"), row.getString("sha256"), row.getBoolean("there"))).list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getLong("release_id"), row.getString("product"), row.getString("version"), row.getInt("number"), ReleaseKind.of(row.getString("kind")),
                List.of((String[]) row.getArray("hardware").getArray()), row.getInt("minimum_number"), UpdateActions.instant(row, "not_before").orElseThrow(),
                UpdateActions.instant(row, "expires_at").orElseThrow(), State.valueOf(row.getString("state")), row.getString("created_by"),
                UpdateActions.instant(row, "created_at").orElseThrow(), row.getLong("installed"));
    }

    /// A refusal is written down.
    private <T> T noted(String action, String object, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedRequest refused) {
            transaction.executeWithoutResult(_ -> audit.append(AuditEntry.refused(action, object, refused.refusal())));
            throw refused;
        }
    }

    static RefusedRequest refused(Refusal refusal) {
        return new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT, refusal);
    }
}
