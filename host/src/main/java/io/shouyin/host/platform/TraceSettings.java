package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.traces.*`.
///
/// @param endpoint where spans go by OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`; none unless set, and then nothing is traced
/// @param sharePercent of the transactions that are traced
/// @param pause between two deliveries
@ConfigurationProperties("shouyin.traces")
record TraceSettings(Optional<URI> endpoint, @DefaultValue("100") int sharePercent, @DefaultValue("5s") Duration pause) {

    TraceSettings {
        Check.argument(endpoint.map(url -> ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null).orElse(true),
                "shouyin.traces.endpoint is http(s)://host[:port]/path");
        Check.argument(sharePercent >= 1 && sharePercent <= 100, "shouyin.traces.share-percent is 1 to 100");
        Check.argument(pause.compareTo(Duration.ofMillis(100)) >= 0 && pause.compareTo(Duration.ofMinutes(5)) <= 0, "shouyin.traces.pause is 100ms to 5m");
    }
}
