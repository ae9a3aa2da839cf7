package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The whole host, started as `serve` starts it.
@ExtendWith(OutputCaptureExtension.class)
class HostStartTest {

    private static Map<String, Object> base;

    @BeforeAll
    static void database() {
        base = HostTest.Surroundings.settings();
    }

    @Test
    void host_onFreePorts_startsAndIsHealthy() throws Exception {
        try (var host = HostApplication.start(with(Map.of("shouyin.http.port", 0, "shouyin.management.port", 0)))) {
            var port = host.getEnvironment().getProperty("local.management.port");
            var health = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void host_withoutUrl_runsItsOwnDatabase_andEndsItWithItself(@TempDir Path folder) {
        var settings = with(Map.of("shouyin.db.folder", folder.toString()));
        settings.keySet().removeIf(key -> key.matches("shouyin\\.db\\.(url|user|password|owner-user|owner-password)"));
        var pidFile = folder.resolve("data/postmaster.pid");
        try (var host = HostApplication.start(settings)) {
            assertThat(pidFile).exists();
            assertThat(host.getBean(JdbcClient.class).sql("SELECT current_user").query(String.class).single()).isEqualTo("shouyin");
        }
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void session_ofOneHost_isKnownByAnotherOverTheSameDatabase() {
        try (var one = HostApplication.start(with(Map.of())); var other = HostApplication.start(with(Map.of()))) {
            var oneTime = one.getBean(FirstAdministrators.class).ensure().get(FirstAdministrators.FIRST);
            assertThat(other.getBean(FirstAdministrators.class).ensure()).isEmpty();
            var browser = new TestBrowser(port(one));
            browser.login("admin", new String(oneTime.reveal(SecretAccess.granted()), StandardCharsets.UTF_8)).expect(200);
            var elsewhere = new TestBrowser(port(other));
            elsewhere.addCookie(browser.cookie("SHOUYIN_SESSION").orElseThrow());
            assertThat(elsewhere.get("/api/v1/session").expect(200).body().path("mustChangePassword").asBoolean()).isTrue();
            elsewhere.delete("/api/v1/session").expect(204);
            browser.get("/api/v1/session").expect(401);
        }
    }

    private static int port(ConfigurableApplicationContext host) {
        return ((WebServerApplicationContext) host).getWebServer().getPort();
    }

    @Test
    void vault_notThere_isOneSentence_andNoMasterKeyIsMade(@TempDir Path folder) {
        var settings = with(Map.of("shouyin.keys.folder", folder.resolve("keys").toString(), "shouyin.vault.socket", folder.resolve("vault.sock").toString()));
        assertThatThrownBy(() -> HostApplication.start(settings))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("VAULT_UNREACHABLE"))
                .hasMessageContaining("vault.sock").message().hasLineCount(1);
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    @Test
    void port_taken_isOneSentence() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refused("PORT_TAKEN", Map.of("shouyin.http.port", other.getLocalPort()));
        }
    }

    @Test
    void setting_unknown_isOneSentence() {
        refused("SETTING_UNKNOWN", Map.of("shouyin.htpp.port", 1));
    }

    @Test
    void setting_ofWrongType_isOneSentenceWithoutTheValue() {
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.db.connections-max", 16, "shouyin.db.port", "secret-value")))
                .hasMessageContaining("shouyin.db.port").hasMessageNotContaining("secret-value");
    }

    @Test
    void setting_outOfBounds_isOneSentenceWithTheBound() {
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.access.hash-threads", -1)))
                .hasMessageContaining("shouyin.access.hash-threads is at least 0");
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.vault.connections-max", 0)))
                .hasMessageContaining("shouyin.vault.connections-max is 1 to 1024");
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.gateway.tls-port", 70_000)))
                .hasMessageContaining("shouyin.gateway.tls-port").hasMessageContaining("65535").hasMessageNotContaining("70000");
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.channels.wallet.url", "http://wallet.example/")))
                .hasMessageContaining("shouyin.channels.wallet.url is https");
    }

    @Test
    void channel_withAWrongNameOrPort_isOneSentence() {
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.channels.more.main.network-port", 8610))).hasMessageContaining("a further channel").hasMessageContaining("neither main nor wallet");
        assertThat(refused("SETTING_INVALID", Map.of("shouyin.channels.more.backup.network-port", 99_999)))
                .hasMessageContaining("backup").hasMessageContaining("network-port").hasMessageContaining("65535");
        assertThat(refused("SETTING_UNKNOWN", Map.of("shouyin.channels.more.backup.network-prot", 8610))).hasMessageContaining("shouyin.channels.more.backup.network-prot");
    }

    /// Before anything begins: there is no database to be reached here.
    @ParameterizedTest
    @ValueSource(strings = {"shouyin.http.port", "shouyin.management.port", "shouyin.gateway.tls-port", "shouyin.gateway.plain-port",
            "shouyin.channels.network-port", "shouyin.db.port"})
    void port_outOfRange_isOneSentenceWithItsName(String setting, CapturedOutput output) {
        var noDatabase = "jdbc:postgresql://127.0.0.1:1/none";
        assertThat(refused("SETTING_INVALID", Map.of(setting, 99_999, "shouyin.db.url", noDatabase)))
                .hasMessageContaining(setting).hasMessageContaining("65535").hasMessageNotContaining("99999");
        assertThat(refused("SETTING_INVALID", Map.of(setting, -1, "shouyin.db.url", noDatabase))).hasMessageContaining(setting);
        assertThat(refused("SETTING_INVALID", Map.of(setting, "eighty", "shouyin.db.url", noDatabase)))
                .hasMessageContaining(setting).hasMessageNotContaining("eighty");
        assertThat(output.getAll()).doesNotContain("APPLICATION FAILED", "ERROR", "99999");
    }

    @Test
    void database_thatDoesNotAnswer_isOneSentence() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        refused("DATABASE_NOT_REACHABLE", Map.of("shouyin.db.url", "jdbc:postgresql://127.0.0.1:" + closed + "/none"));
    }

    @Test
    void database_thatRefusesThePassword_isOneSentence() {
        refused("DATABASE_NOT_REACHABLE", Map.of("shouyin.db.owner-password", "guess"));
    }

    @Test
    void database_ofAnotherRelease_isOneSentence() {
        var database = TestDatabase.fresh();
        JdbcClient.create(TestDatabase.dataSource(database.url(), database.owner().orElseThrow()))
                .sql("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1.10'").update();
        assertThatThrownBy(() -> HostApplication.start(with(TestDatabase.settings(database))))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("DATABASE_OF_OTHER_RELEASE"));
    }

    @Test
    void database_notMigratedAndNoOwner_isOneSentence() {
        var settings = with(TestDatabase.settings(TestDatabase.empty()));
        settings.remove("shouyin.db.owner-user");
        settings.remove("shouyin.db.owner-password");
        assertThatThrownBy(() -> HostApplication.start(settings))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("DATABASE_OWNER_MISSING"));
    }

    private static Fault refused(String code, Map<String, Object> settings) {
        var thrown = new Fault[1];
        assertThatThrownBy(() -> HostApplication.start(with(settings)).close())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    thrown[0] = fault;
                    assertThat(fault.code()).isEqualTo(code);
                }).message().as("one sentence").endsWith(".").doesNotContain("\n");
        return thrown[0];
    }

    private static Map<String, Object> with(Map<String, Object> settings) {
        var all = new HashMap<>(base);
        all.putAll(settings);
        return all;
    }
}
