package io.shouyin.host.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.converter.Converter;

class NotifySettingsTest {

    /// As the host has it.
    private static final class ToOptionalPath implements Converter<String, Optional<Path>> {

        @Override
        public Optional<Path> convert(String text) {
            return Optional.of(Path.of(text));
        }
    }

    private static <T> T bound(Map<String, String> given, String prefix, Class<T> type) {
        ApplicationConversionService conversion = new ApplicationConversionService();
        conversion.addConverter(new ToOptionalPath());
        return new Binder(List.of(new MapConfigurationPropertySource(given)), null, conversion).bindOrCreate(prefix, type);
    }

    @Test
    void settings_unset_areTheseDefaults() {
        assertThat(bound(Map.of(), "shouyin.notify", NotifySettings.class)).isEqualTo(
                new NotifySettings(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(60), 32, Duration.ofDays(90), Optional.empty()));
        assertThat(bound(Map.of(), "shouyin.notify.smpp", SmppSettings.class)).isEqualTo(new SmppSettings(Optional.empty(), 2775, true, "shouyin",
                Optional.empty(), "", Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(30)));
        assertThat(bound(Map.of(), "shouyin.notify.webhook", WebhookSettings.class)).isEqualTo(
                new WebhookSettings(Optional.empty(), Optional.empty(), Duration.ofSeconds(5)));
    }

    @Test
    void settings_given_areRead() {
        assertThat(bound(Map.of("shouyin.notify.smpp.host", "smsc.example", "shouyin.notify.smpp.port", "3550", "shouyin.notify.smpp.tls", "false",
                "shouyin.notify.smpp.system-id", "acq", "shouyin.notify.smpp.password-file", "/run/smpp", "shouyin.notify.smpp.source-address", "Shouyin",
                "shouyin.notify.smpp.connect-timeout", "1s", "shouyin.notify.smpp.answer-wait", "2s", "shouyin.notify.smpp.enquire-interval", "10s"),
                "shouyin.notify.smpp", SmppSettings.class)).isEqualTo(new SmppSettings(Optional.of("smsc.example"), 3550, false, "acq",
                Optional.of(Path.of("/run/smpp")), "Shouyin", Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10)));
        assertThat(bound(Map.of("shouyin.notify.webhook.url", "https://sms.example/send", "shouyin.notify.webhook.key-file", "/run/key",
                "shouyin.notify.webhook.answer-wait", "1s"), "shouyin.notify.webhook", WebhookSettings.class)).isEqualTo(
                new WebhookSettings(Optional.of(URI.create("https://sms.example/send")), Optional.of(Path.of("/run/key")), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            shouyin.notify.retry-min,           0s
            shouyin.notify.retry-max,           1s
            shouyin.notify.taken-max,           5s
            shouyin.notify.in-hand-max,         0
            shouyin.notify.keep-max,            1h
            shouyin.notify.smpp.port,           0
            shouyin.notify.smpp.system-id,      sixteenletters-x
            shouyin.notify.smpp.source-address, more than eleven
            shouyin.notify.smpp.answer-wait,    0s
            shouyin.notify.webhook.url,         http://sms.example/send
            shouyin.notify.webhook.url,         http://127.0.0.1.sms.example/send
            shouyin.notify.webhook.url,         ftp://127.0.0.1/send
            shouyin.notify.webhook.answer-wait, 0s
            """)
    void setting_outOfBounds_isRefused(String key, String value) {
        String prefix = key.substring(0, key.lastIndexOf('.'));
        Class<?> type = prefix.endsWith("smpp") ? SmppSettings.class : prefix.endsWith("webhook") ? WebhookSettings.class : NotifySettings.class;
        assertThatThrownBy(() -> bound(Map.of(key, value), prefix, type)).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void webhookUrl_onLoopback_mayBePlain() {
        for (String url : new String[] {"http://localhost:9000/x", "http://127.0.0.1/x", "http://[::1]:9000/x"}) {
            assertThat(bound(Map.of("shouyin.notify.webhook.url", url), "shouyin.notify.webhook", WebhookSettings.class).url()).contains(URI.create(url));
        }
    }
}
