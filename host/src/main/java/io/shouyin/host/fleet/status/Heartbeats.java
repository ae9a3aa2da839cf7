package io.shouyin.host.fleet.status;

import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.TerminalId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;

/// Takes a heartbeat and answers with what there is to do.
@Service
class Heartbeats {

    static final int BODY_BYTES_MAX = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final SignedRequests requests;
    private final HeartbeatStore store;
    private final Tickets tickets;
    private final ObjectProvider<HeartbeatWork> work;
    private final HeartbeatMetrics metrics;
    private final StatusSettings settings;
    private final InstantSource clock;

    Heartbeats(SignedRequests requests, HeartbeatStore store, Tickets tickets, ObjectProvider<HeartbeatWork> work, HeartbeatMetrics metrics, StatusSettings settings, InstantSource clock) {
        this.requests = requests;
        this.store = store;
        this.tickets = tickets;
        this.work = work;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param path of the request, as it was signed
    /// @return the reply, ready for JSON
    /// @throws RefusedRequest `DEVICE_SIGNATURE_WRONG` or a [HeartbeatRefusal]
    Map<String, Object> take(String path, HttpHeaders headers, byte[] body) {
        try {
            Map<String, Object> reply = judged(path, headers, body);
            metrics.accepted();
            return reply;
        } catch (RefusedRequest refused) {
            metrics.refused(refused.refusal());
            throw refused;
        }
    }

    private Map<String, Object> judged(String path, HttpHeaders headers, byte[] body) {
        // 1 short enough to be looked at
        if (body.length > BODY_BYTES_MAX) {
            throw HeartbeatRefusal.HEARTBEAT_TOO_LARGE.refused();
        }
        // 2 of the device that was activated as this terminal
        SignedRequests.Device device = requests.numbered(path, headers, body);
        // 3 each value within its range
        Heartbeat beat = read(body);
        // 4 of now
        Instant now = clock.instant();
        Duration ahead = Duration.between(now, beat.at());
        if (ahead.abs().compareTo(settings.clockSkewMax()) > 0) {
            noteClock(device.terminal().terminal(), beat, ahead);
            throw (ahead.isPositive() ? HeartbeatRefusal.HEARTBEAT_FROM_FUTURE : HeartbeatRefusal.HEARTBEAT_TOO_OLD).refused();
        }
        // 5 newer than the last one
        HeartbeatStore.Heard heard = new HeartbeatStore.Heard(device.terminal(), device.deviceKeyHash(), beat, sha256(body), now);
        if (!store.keep(heard)) {
            throw notNewer(heard).refused();
        }
        // 6 what there is to do
        return reply(device, beat, now);
    }

    private static Heartbeat read(byte[] body) {
        try {
            return Heartbeat.read(body);
        } catch (Heartbeat.Unreadable unreadable) {
            throw HeartbeatRefusal.HEARTBEAT_INVALID.refused(unreadable.member());
        }
    }

    /// A beat that is made later than the last one and has no higher number, or another one of its number, comes from a second device or an old state of this one.
    /// One that is not made later was on its way for long, or is played back.
    private HeartbeatRefusal notNewer(HeartbeatStore.Heard heard) {
        Optional<HeartbeatStore.Last> last = store.last(heard.terminal().terminal());
        boolean cloned = last.isPresent() && !Arrays.equals(last.get().digest(), heard.digest())
                && (last.get().sequence() == heard.beat().sequence() || heard.beat().at().isAfter(last.get().sentAt()));
        if (cloned) {
            tickets.raise(heard.terminal().terminal(), Oddity.CLONED, heard.beat().sequence());
        }
        return cloned ? HeartbeatRefusal.HEARTBEAT_CLONED : HeartbeatRefusal.HEARTBEAT_REPEATED;
    }

    /// The clock is wrong if the beat is a new one by its number; else it is one that was played back.
    private void noteClock(TerminalId terminal, Heartbeat beat, Duration ahead) {
        if (store.last(terminal).map(last -> last.sequence() < beat.sequence()).orElse(true)) {
            tickets.raise(terminal, Oddity.CLOCK_WRONG, ahead.toSeconds());
        }
    }

    private Map<String, Object> reply(SignedRequests.Device device, Heartbeat beat, Instant now) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("pollSeconds", settings.beatInterval().toSeconds());
        reply.put("at", now);
        for (HeartbeatWork one : work) {
            try {
                one.of(device.terminal(), beat).ifPresent(value -> reply.put(one.member(), value));
            } catch (RuntimeException broken) {
                LOG.warn("a heartbeat's reply goes without its {}: {}", one.member(), broken.getClass().getName());     // the others are not held up
            }
        }
        return reply;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
