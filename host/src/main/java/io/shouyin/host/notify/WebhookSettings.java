package io.shouyin.host.notify;

import io.shouyin.host.platform.ProtectedUrl;
import io.shouyin.kernel.Check;
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
        Check.argument(url.isEmpty() || ProtectedUrl.is(url.get()), "shouyin.notify.webhook.url is https, on loopback also http");
        Check.argument(answerWait.isPositive(), "shouyin.notify.webhook.answer-wait is above 0");
    }
}
