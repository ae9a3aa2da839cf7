package io.shouyin.host.fleet.updates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.kernel.TerminalId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The modules of releases and their files. A release that is ready changes no more, so it is read once and kept in memory.
@Repository
class Software {

    private static final int RELEASES_IN_MEMORY_MAX = 200;

    private final JdbcClient jdbc;
    private final Cache<Long, Release> ready = Caffeine.newBuilder().maximumSize(RELEASES_IN_MEMORY_MAX).build();

    Software(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What terminals get of a release.
    ///
    /// @param signed the signed release as it was uploaded
    record Release(long id, ReleaseKind kind, byte[] manifestSha256, byte[] signed, List<SoftwareModule> modules) {}

    /// @param id of a release that is ready
    Release release(long id) {
        return ready.get(id, this::read);
    }

    private Release read(long id) {
        Map<Long, SoftwareModule> modules = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT m.module_id, r.kind, m.part, m.name AS module, m.version, f.name, f.size_bytes, f.sha256, f.sha1, f.md5
                FROM fleet.release r JOIN fleet.software_module m ON m.release_id = r.release_id JOIN fleet.software_file f ON f.module_id = m.module_id
                WHERE r.release_id = ? AND r.state <> 'DRAFT' ORDER BY m.module_id, f.name""").param(id).query((row, _) -> {
                    SoftwareModule before = modules.get(row.getLong("module_id"));
                    List<SoftwareFile> files = new ArrayList<>(before == null ? List.of() : before.files());
                    files.add(new SoftwareFile(row.getString("name"), row.getLong("size_bytes"), row.getString("sha256"), row.getString("sha1"), row.getString("md5")));
                    return modules.put(row.getLong("module_id"), new SoftwareModule(row.getLong("module_id"), id, ReleaseKind.of(row.getString("kind")), row.getString("part"),
                            row.getString("module"), row.getString("version"), files));
                }).list();
        return jdbc.sql("SELECT kind, manifest_sha256, signed_release FROM fleet.release WHERE release_id = ?").param(id)
                .query((row, _) -> new Release(id, ReleaseKind.of(row.getString("kind")), row.getBytes("manifest_sha256"),
                        row.getBytes("signed_release"), List.copyOf(modules.values()))).single();
    }

    /// The action by which a terminal may have files of a module: an open one that waits for no consent, or the last that it finished.
    Optional<Long> actionFor(TerminalId terminal, long module) {
        return jdbc.sql("""
                SELECT a.action_id FROM fleet.software_module m JOIN fleet.update_action a ON a.release_id = m.release_id AND a.terminal_id = ?
                LEFT JOIN fleet.update_target u ON u.terminal_id = a.terminal_id
                WHERE m.module_id = ? AND (a.state IN ('RUNNING', 'CANCELING') OR a.action_id = u.installed_action_id)
                ORDER BY a.ended_at DESC NULLS FIRST LIMIT 1""").params(terminal.value(), module).query(Long.class).optional();
    }
}
