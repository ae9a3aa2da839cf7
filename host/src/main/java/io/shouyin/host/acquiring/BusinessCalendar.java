package io.shouyin.host.acquiring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/// Which business day an instant belongs to: China Standard Time, the next day from the cut-over on.
@Component
class BusinessCalendar {

    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final AcquiringSettings settings;

    BusinessCalendar(AcquiringSettings settings) {
        this.settings = settings;
    }

    LocalDate businessDate(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, CHINA);
        return local.toLocalTime().isBefore(settings.cutOver()) ? local.toLocalDate() : local.toLocalDate().plusDays(1);
    }

    /// The first instant of a business day: the cut-over of the evening before.
    Instant beginning(LocalDate businessDate) {
        return LocalDateTime.of(businessDate.minusDays(1), settings.cutOver()).toInstant(CHINA);
    }
}
