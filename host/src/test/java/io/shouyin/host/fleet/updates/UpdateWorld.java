package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A host of its own with terminals that ask for updates, played request by request.
final class UpdateWorld implements AutoCloseable {

    static final String GATEWAY_TOKEN = "one-for-all-of-the-bench";
    static final String AUTHORITY = "5a:7f:0c";
    private static final MerchantId MERCHANT = new MerchantId("104290058120006");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext host;
    private final HttpClient http = HttpClient.newHttpClient();

    private UpdateWorld(ConfigurableApplicationContext host) {
        this.host = host;
        bean(Merchants.class).register(new Merchants.Registration(MERCHANT, "江南小馆", "JIANGNAN BISTRO", "5812", "SHANGHAI", "02155550106"));
    }

    /// Terminals of a host that somebody else starts and ends.
    static UpdateWorld of(ConfigurableApplicationContext host) {
        return new UpdateWorld(host);
    }

    /// @param more settings `shouyin.updates.*`, and those of tests
    static UpdateWorld start(Map<String, Object> more) {
        Map<String, Object> settings = HostTest.Surroundings.settings();
        more.forEach((name, value) -> settings.put(name.startsWith("test.") ? name : "shouyin.updates." + name, value));
        return new UpdateWorld(HostApplication.start(settings));
    }

    <T> T bean(Class<T> type) {
        return host.getBean(type);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    int port() {
        return ((WebServerApplicationContext) host).getWebServer().getPort();
    }

    record Device(UpdateWorld world, TerminalId terminal, String token) {

        Answer get(String path) {
            return world.send("GET", path(path), null, Map.of("Authorization", "TargetToken " + token));
        }

        Answer get(String path, Map<String, String> headers) {
            headers = new java.util.HashMap<>(headers);
            headers.putIfAbsent("Authorization", "TargetToken " + token);
            return world.send("GET", path(path), null, headers);
        }

        Answer post(String path, Object body) {
            return world.send("POST", path(path), body, Map.of("Authorization", "TargetToken " + token));
        }

        Answer put(String path, Object body) {
            return world.send("PUT", path(path), body, Map.of("Authorization", "TargetToken " + token));
        }

        Answer feedback(long action, String execution, String finished, String... details) {
            return post("/deploymentBase/" + action + "/feedback", told(execution, finished, List.of(details)));
        }

        String path(String below) {
            return "/DEFAULT/controller/v1/" + terminal + below;
        }

        /// The last part of a link of the poll, without its query; null if there is none.
        String link(String name) {
            return get("").expect(200).body().path("_links").path(name).path("href").asString(null);
        }
    }

    static Map<String, Object> told(String execution, String finished, List<String> details) {
        return Map.of("id", "1", "time", "20261123T101010", "status", Map.of("execution", execution, "result", Map.of("finished", finished, "progress", Map.of("cnt", 1, "of", 2)),
                "details", details));
    }

    record Answer(int status, String text, byte[] bytes, Map<String, List<String>> headers) {

        Answer expect(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return this;
        }

        void problem(int wanted, String code) {
            expect(wanted);
            assertThat(body().path("code").asString()).isEqualTo(code);
        }

        JsonNode body() {
            return JSON.readTree(text);
        }

        Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }
    }

    Answer send(String method, String path, Object body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method,
                    HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body)));
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), answer.body(), answer.headers().map());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// A terminal in the register, with a token.
    Device device() {
        TerminalId terminal = bean(Terminals.class).register(MERCHANT, "SYUPD-%08d".formatted(NUMBER.incrementAndGet()), "touch-1", TerminalProfile.TDES).terminal();
        try (Secret token = bean(UpdateTokens.class).issue(terminal, AuditActor.system("test"))) {
            return new Device(this, terminal, new String(token.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII));
        }
    }

    record Offer(long release, long module, String file, byte[] content) {}

    /// A release of one file that is ready, as if it had come with all signatures.
    Offer release(String version, byte[] content) {
        int number = NUMBER.incrementAndGet();
        String name = "pos-" + version + ".swu";
        SoftwareFile file;
        try {
            file = bean(FileFolder.class).take(name, new ByteArrayInputStream(content), content.length);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        long release = jdbc().sql("""
                INSERT INTO fleet.release (product, version, number, kind, hardware, minimum_number, not_before, expires_at, manifest_sha256, signed_release, state, created_by, created_at)
                VALUES ('pos-firmware', ?, ?, 'swu', '{touch-1}', 1, now(), now() + interval '1 day', sha256('x'), 'x', 'READY', 'test', now()) RETURNING release_id""")
                .params(version, number).query(Long.class).single();
        long module = jdbc().sql("INSERT INTO fleet.software_module (release_id, part, name, version) VALUES (?, 'os', 'pos-firmware', ?) RETURNING module_id")
                .params(release, version).query(Long.class).single();
        jdbc().sql("INSERT INTO fleet.software_file (module_id, name, size_bytes, sha256, sha1, md5) VALUES (?, ?, ?, ?, ?, ?)")
                .params(module, name, file.sizeBytes(), file.sha256(), file.sha1(), file.md5()).update();
        return new Offer(release, module, name, content);
    }

    long assign(Device device, Offer offer) {
        return assign(device, offer, UpdateAction.State.RUNNING);
    }

    long assign(Device device, Offer offer, UpdateAction.State state) {
        return bean(UpdateActions.class).add(device.terminal(), offer.release(), UpdateAction.Type.FORCED, Optional.empty(), 500, state, java.time.Instant.now());
    }

    String state(long action) {
        return jdbc().sql("SELECT state FROM fleet.update_action WHERE action_id = ?").param(action).query(String.class).single();
    }

    /// All that was told of an action, oldest first.
    List<String> told(long action) {
        return jdbc().sql("SELECT unnest(messages) FROM fleet.update_status WHERE action_id = ? ORDER BY status_id").param(action).query(String.class).list();
    }

    int statuses(long action) {
        return jdbc().sql("SELECT count(*) FROM fleet.update_status WHERE action_id = ?").param(action).query(Integer.class).single();
    }

    @Override
    public void close() {
        host.close();
    }
}
