package io.shouyin.host.monitoring;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.PhoneNumber;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.monitoring.*`.
///
/// @param dutyPhones who gets a text message when an alert fires and when it is over; at most ten numbers
/// @param alertsKept how long the history of alerts is kept
@ConfigurationProperties("shouyin.monitoring")
record MonitoringSettings(@DefaultValue List<String> dutyPhones, @DefaultValue("180d") Duration alertsKept) {

    private static final int PHONES_MAX = 10;

    MonitoringSettings {
        dutyPhones = List.copyOf(dutyPhones);
        Check.argument(dutyPhones.size() <= PHONES_MAX, "shouyin.monitoring.duty-phones are at most ten");
        Check.argument(dutyPhones.stream().allMatch(number -> PhoneNumber.find(number).isPresent()), "shouyin.monitoring.duty-phones are numbers of mobile phones");
        Check.argument(alertsKept.compareTo(Duration.ofDays(1)) >= 0, "shouyin.monitoring.alerts-kept is at least 1d");
    }

    List<PhoneNumber> phones() {
        return dutyPhones.stream().map(number -> PhoneNumber.find(number).orElseThrow()).toList();
    }
}
