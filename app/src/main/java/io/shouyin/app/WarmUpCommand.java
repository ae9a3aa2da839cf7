package io.shouyin.app;

import io.shouyin.host.HostApplication;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.kernel.Secret;
import io.shouyin.network.NetworkServer;
import io.shouyin.network.NetworkSettings;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/// Starts everything once in a temporary folder and ends: what the launcher records for fast starts (an AOT cache).
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("shouyin-warm-up-");
        try (NetworkServer network = NetworkServer.start(NetworkSettings.of(folder.resolve("network")).withPorts(0, 0));
                ConfigurableApplicationContext host = HostApplication.start(settings(folder, network))) {
            Map<String, Secret> passwords = host.getBean(FirstAdministrators.class).ensure();
            Path access = folder.resolve("access.json");
            DemoSeed.sow(host, access, TerminalProfile.TDES, passwords);
            URI url = URI.create("http://127.0.0.1:" + ((WebServerApplicationContext) host).getWebServer().getPort());
            get(url.resolve("/console/"));
            get(url.resolve("/api/v1/session"));
            TerminalSettings settings = TerminalSettings.in(folder.resolve("terminal")).withHostUrl(url)
                    .withSerialNumber(DemoSeed.SERIAL_NUMBER).withActivationCode(TerminalCommand.codeIn(access))
                    .withCardsFile(folder.resolve("network/cards.json"));
            try (Terminal terminal = Terminal.start(settings)) {
                terminal.awaitScreen(screen -> screen.is("activation.done"), WAIT);
            }
        } finally {
            TourCommand.delete(folder);
        }
        return 0;
    }

    private static Map<String, Object> settings(Path folder, NetworkServer network) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("shouyin.db.folder", folder.resolve("host/postgresql").toString());
        settings.put("shouyin.keys.folder", folder.resolve("host/keys").toString());
        settings.put("shouyin.audit.folder", folder.resolve("host/audit").toString());
        settings.put("shouyin.gateway.certificate-folder", folder.resolve("host/gateway").toString());
        settings.put("shouyin.updates.folder", folder.resolve("host/updates").toString());
        settings.put("shouyin.http.port", 0);
        settings.put("shouyin.management.port", 0);
        settings.put("shouyin.gateway.tls-port", 0);
        settings.put("shouyin.channels.network-port", network.port());
        settings.put("shouyin.channels.zone-master-key-components[0]", folder.resolve("network/zmk-component-1.txt").toString());
        settings.put("shouyin.channels.zone-master-key-components[1]", folder.resolve("network/zmk-component-2.txt").toString());
        return settings;
    }

    private static void get(URI uri) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(HttpRequest.newBuilder(uri).timeout(WAIT).build(), HttpResponse.BodyHandlers.discarding());
        }
    }
}
