package io.shouyin.tlog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.tlog.AddCheckpoint;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteSigner;
import io.shouyin.tlog.Witness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {

    private static final NoteSigner LOG = NoteSigner.newLog("log.example/../one", new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Hash ONE = Hash.leaf("one");
    private static final Hash OTHER = Hash.leaf("other");

    @TempDir
    Path folder;

    @Test
    void witness_cosigns_andRemembersOverARestart() throws Exception {
        String key;
        try (WitnessFolder kept = WitnessFolder.open(folder); WitnessServer server = server(kept)) {
            NoteSigner signer = kept.key("ignored the second time");
            key = signer.verifier().vkey();
            HttpResponse<String> answer = post(server, "add-checkpoint", asked(0, ONE));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Note.parse(note(ONE)).with(Note.signatures(answer.body())).cosignedAt(signer.verifier())).contains(NOW);
        }
        try (WitnessFolder kept = WitnessFolder.open(folder); WitnessServer server = server(kept)) {
            assertThat(kept.key("other").verifier().vkey()).isEqualTo(key);
            HttpResponse<String> answer = post(server, "add-checkpoint", asked(0, OTHER));
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
            assertThat(answer.body()).isEqualTo("1\n");
            assertThat(post(server, "add-checkpoint", asked(1, OTHER)).statusCode()).as("a fork").isEqualTo(409);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).as("an origin is no path").allMatch(name -> name.matches("lock|witness.key|[0-9a-f]{64}.checkpoint"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("witness.key")))).isEqualTo("rw-------");
    }

    @Test
    void whatIsNoCheckpoint_isRefused() throws Exception {
        try (WitnessFolder kept = WitnessFolder.open(folder); WitnessServer server = server(kept)) {
            assertThat(post(server, "add-checkpoint", "x").statusCode()).isEqualTo(400);
            assertThat(post(server, "add-checkpoint/more", asked(0, ONE)).statusCode()).isEqualTo(404);
            assertThat(post(server, "", "").statusCode()).isEqualTo(404);
            assertThat(post(server, "add-checkpoint", "x".repeat(AddCheckpoint.LENGTH_CHARS_MAX + 1)).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void folder_isUsedByOneProcess() {
        try (WitnessFolder _ = WitnessFolder.open(folder)) {
            assertThatThrownBy(() -> WitnessFolder.open(folder)).isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("WITNESS_FOLDER_UNUSABLE"));
        }
    }

    private static WitnessServer server(WitnessFolder kept) {
        return WitnessServer.start("127.0.0.1", 0, new Witness(kept.key("witness.example"), List.of(LOG.verifier()), kept, () -> NOW));
    }

    private static String note(Hash root) {
        return LOG.sign(new Checkpoint(LOG.verifier().name(), 1, root));
    }

    private static String asked(long older, Hash root) {
        return new AddCheckpoint(older, List.of(), Note.parse(note(root))).body();
    }

    private static HttpResponse<String> post(WitnessServer server, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
