package io.shouyin.host.web;

import io.shouyin.kernel.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/// Tells open consoles what just happened (server-sent events). Publishing never waits and never fails a business step.
///
/// It reaches the consoles that are connected to this process, and promises nothing: a console that was away, or too
/// slow, is cut off, connects again and reads the list. A stream ends after [#STREAM_AGE_MAX], so that a login that has ended
/// since is noticed when the browser connects again.
@Component
public class LiveEvents implements SmartLifecycle {

    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    static final Duration STREAM_AGE_MAX = Duration.ofMinutes(4);
    static final int SUBSCRIBERS_MAX = 256;
    private static final int WAITING_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

    private final JsonMapper json;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    LiveEvents(JsonMapper json) {
        this.json = json;
    }

    /// Sends `data` as JSON under `name`: at once, or after the commit if a transaction is open, so that nobody hears of what
    /// was rolled back.
    ///
    /// @param name lower case: `transaction`, `terminal`
    public void publish(String name, Object data) {
        Check.argument(name.matches("[a-z][a-z-]*"), "an event name is lower-case letters");
        if (subscribers.isEmpty()) {
            return;
        }
        var event = new Event(name, json.writeValueAsString(data));
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    send(event);
                }
            });
        } else {
            send(event);
        }
    }

    private void send(Event event) {
        subscribers.forEach(subscriber -> subscriber.offer(event));
    }

    SseEmitter subscribe() {
        if (!running || subscribers.size() >= SUBSCRIBERS_MAX) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, WebRefusal.EVENTS_FULL);
        }
        var subscriber = new Subscriber();
        subscribers.add(subscriber);
        subscriber.emitter.onCompletion(() -> subscribers.remove(subscriber));
        subscriber.emitter.onTimeout(subscriber::end);
        subscriber.emitter.onError(_ -> subscribers.remove(subscriber));
        Thread.ofVirtual().name("live-events").start(subscriber::run);
        return subscriber.emitter;
    }

    /// Whether anybody looks: what nobody sees need not be prepared.
    public boolean isWatched() {
        return !subscribers.isEmpty();
    }

    int subscriberCount() {
        return subscribers.size();
    }

    @Override
    public void start() {
        running = true;
    }

    /// Before the web server, which would otherwise wait for the open streams.
    @Override
    public void stop() {
        running = false;
        subscribers.forEach(Subscriber::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private record Event(String name, String json) {}

    private final class Subscriber {

        private static final Event END = new Event("", "");

        private final SseEmitter emitter = new SseEmitter(STREAM_AGE_MAX.toMillis());
        private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

        void offer(Event event) {
            if (!waiting.offer(event)) {
                LOG.info("a console is too slow for its live events and is cut off");
                end();
            }
        }

        void end() {
            subscribers.remove(this);
            while (!waiting.offer(END)) {
                waiting.clear();
            }
        }

        void run() {
            try {
                emitter.send(SseEmitter.event().comment("connected").reconnectTime(1_000));
                for (Event event; (event = waiting.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) != END;) {
                    emitter.send(event == null ? SseEmitter.event().comment("heartbeat")
                            : SseEmitter.event().name(event.name()).data(event.json()));
                    if (event == null && !subscribers.contains(this)) {
                        return;
                    }
                }
                emitter.complete();
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("a console went away");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                subscribers.remove(this);
            }
        }
    }
}
