package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.notify.webhook.*`: the second provider of text messages, over HTTP.
///
/// @param url that takes a message by POST; https, on loopback also http; empty: there is none
/// @param keyFile a file with the key of the signature, at least 32 characters
/// @param answerWait for connecting and answering
@ConfigurationProperties("shouyin.notify.webhook")
record WebhookSettings(Optional<URI> url, Optional<Path> keyFile, @DefaultValue("5s") Duration answerWait) {

    WebhookSettings {
        Check.argument(url.isEmpty() || url.get().getHost() != null && ("https".equals(url.get().getScheme())
                || "http".equals(url.get().getScheme()) && isLoopback(url.get().getHost())), "shouyin.notify.webhook.url is https, on loopback also http");
        Check.argument(answerWait.isPositive(), "shouyin.notify.webhook.answer-wait is above 0");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("[0-9.]+|\\[[0-9a-f:]+]") && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    }
}
