package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.notify.*`.
///
/// @param retryMin pause after no provider took a message for the first time; doubles up to the longest
/// @param retryMax the longest pause between two attempts
/// @param takenMax how long a host may have a message in its hands; then it is taken for dead, and another one sends the message
/// @param inHandMax messages that a host hands over at once
/// @param keepMax how long the list remembers a message
/// @param phonePage where a simulated phone shows the texts: the console links to it; none unless set, as real phones have no page
@ConfigurationProperties("shouyin.notify")
record NotifySettings(@DefaultValue("2s") Duration retryMin, @DefaultValue("60s") Duration retryMax, @DefaultValue("60s") Duration takenMax,
                      @DefaultValue("32") int inHandMax, @DefaultValue("90d") Duration keepMax, Optional<String> phonePage) {

    NotifySettings {
        Check.argument(retryMin.isPositive() && retryMax.compareTo(retryMin) >= 0, "shouyin.notify.retry-min is above 0 and at most retry-max");
        Check.argument(takenMax.compareTo(Duration.ofSeconds(30)) >= 0, "shouyin.notify.taken-max is at least 30s: two providers answer in that time");
        Check.argument(inHandMax >= 1 && inHandMax <= 1000, "shouyin.notify.in-hand-max is 1 to 1000");
        Check.argument(keepMax.compareTo(Duration.ofDays(1)) >= 0, "shouyin.notify.keep-max is at least 1d");
        Check.argument(phonePage.map(url -> url.matches("https?://[A-Za-z0-9.:/\\[\\]-]{1,80}")).orElse(true), "shouyin.notify.phone-page is http(s)://host[:port]/path");
    }
}
