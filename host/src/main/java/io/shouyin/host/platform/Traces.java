package io.shouyin.host.platform;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// What a transaction spends its time on, as spans of OpenTelemetry, if an endpoint is set to take them. Otherwise nothing of the library is even loaded, and the work is called as it is.
///
/// Attributes are codes and numbers of the field. Card data and secrets have no place in them: an attribute has a name of [Name].
/// Spans wait in memory, so many at most, and go in the background: an endpoint that is slow or gone costs spans, never a sale.
@Component
public class Traces {

    /// What a span may tell.
    public enum Name {
        KIND,
        MERCHANT,
        TERMINAL,
        TRACE_NUMBER,
        CHANNEL,
        RESPONSE_CODE
    }

    private final Optional<Sending> sending;

    Traces(TraceSettings settings) {
        sending = settings.endpoint().map(endpoint -> new Sending(endpoint, settings));
    }

    public boolean areSent() {
        return sending.isPresent();
    }

    /// Does the work, as a part of what this thread does already.
    ///
    /// @param name lower case: `sale`, `step-up`
    public <T> T span(String name, Supplier<T> work) {
        return sending.isEmpty() ? work.get() : sending.get().span(name, work);
    }

    /// Tells something of the work in hand.
    public void note(Name name, String value) {
        sending.ifPresent(to -> to.note(name, value));
    }

    public void note(Map<Name, String> values) {
        values.forEach(this::note);
    }

    @PreDestroy
    void stop() {
        sending.ifPresent(Sending::stop);
    }

    /// Apart, so that the library is loaded only if it is used.
    private static final class Sending {

        private static final int WAITING_SPANS_MAX = 4_096;
        private static final int STOP_SECONDS_MAX = 3;

        private final SdkTracerProvider provider;
        private final Tracer tracer;

        Sending(URI endpoint, TraceSettings settings) {
            var exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build();
            provider = SdkTracerProvider.builder()
                    .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shouyin")))
                    .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sharePercent() / 100.0)))
                    .addSpanProcessor(BatchSpanProcessor.builder(exporter).setMaxQueueSize(WAITING_SPANS_MAX).setScheduleDelay(settings.pause()).build()).build();
            tracer = provider.get("io.shouyin.host");
        }

        <T> T span(String name, Supplier<T> work) {
            Span span = tracer.spanBuilder(name).startSpan();
            try (Scope _ = span.makeCurrent()) {
                return work.get();
            } catch (RuntimeException failed) {
                span.setStatus(StatusCode.ERROR, failed.getClass().getSimpleName());                // a message may say more than it should
                throw failed;
            } finally {
                span.end();
            }
        }

        void note(Name name, String value) {
            Span.current().setAttribute("shouyin." + name.name().toLowerCase(Locale.ROOT), value);
        }

        void stop() {
            provider.shutdown().join(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }
}
