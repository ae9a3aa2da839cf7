package io.shouyin.host.fleet.status;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The times that a [TerminalStatus] goes by, as of now.
@Component
public class StatusTimes {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final StatusSettings settings;
    private final InstantSource clock;

    StatusTimes(StatusSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// To be filled up with others; of [TerminalStatus#SQL].
    public Map<String, Object> params() {
        Instant now = clock.instant();
        Map<String, Object> params = new HashMap<>();
        params.put("now", utc(now));
        params.put("late", utc(now.minus(settings.beatInterval().multipliedBy(2))));
        params.put("offline", utc(now.minus(settings.offlineAfter())));
        params.put("silent", utc(now.minus(settings.silentAfter())));
        params.put("dormant3", utc(now.atZone(CHINA).minusMonths(3).toInstant()));
        params.put("dormant12", utc(now.atZone(CHINA).minusMonths(12).toInstant()));
        return params;
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
