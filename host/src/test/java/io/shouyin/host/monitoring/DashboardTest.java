package io.shouyin.host.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each metric that the dashboard of `docs/monitoring` draws is one that a host which has just started has.
class DashboardTest {

    private static final Path DASHBOARD = Stream.of("docs", "../docs").map(folder -> Path.of(folder, "monitoring/grafana.json")).filter(Files::exists).findFirst().orElseThrow();
    private static final Pattern METRIC = Pattern.compile("\\b((?:shouyin|hikaricp|jvm|process|system)_[a-z_]+)");

    @Test
    void metricsOfTheDashboard_areThoseOfAHost() throws Exception {
        Set<String> drawn = new TreeSet<>();
        JsonMapper.shared().readTree(Files.readString(DASHBOARD)).path("panels").forEach(panel -> panel.path("targets").forEach(target -> drawn.addAll(metrics(target))));
        assertThat(drawn).hasSizeGreaterThan(12);
        try (var host = HostApplication.start(HostTest.Surroundings.settings())) {
            host.getBean(PlatformMetrics.class).read();
            Set<String> told = told(host.getEnvironment().getProperty("local.management.port"));
            assertThat(told).containsAll(drawn);
            assertThat(told).contains("shouyin_exports_running");
        }
    }

    private static Set<String> metrics(JsonNode target) {
        return METRIC.matcher(target.path("expr").asString()).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> told(String port) throws IOException, InterruptedException {
        HttpResponse<String> told = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(told.statusCode()).isEqualTo(200);
        return told.body().lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[{ ]", 2)[0]).collect(Collectors.toSet());
    }
}
