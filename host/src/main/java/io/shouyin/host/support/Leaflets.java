package io.shouyin.host.support;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/// Leaflets, each made once a day: the font alone is ten megabytes. What they say is the key, so another policy makes another one.
@Component
class Leaflets {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final int KEPT_MAX = 100;

    private final InstantSource clock;
    private final Cache<Content, byte[]> made = Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    Leaflets(InstantSource clock) {
        this.clock = clock;
    }

    private record Content(Guidance guide, boolean english, LocalDate day) {}

    byte[] of(Guidance guide, boolean english) {
        return made.get(new Content(guide, english, LocalDate.ofInstant(clock.instant(), CHINA)), this::make);
    }

    /// One at a time, for the memory that the font takes.
    private synchronized byte[] make(Content content) {
        try {
            return Leaflet.pdf(content.guide(), new GuidanceWords(content.english()), content.day());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
