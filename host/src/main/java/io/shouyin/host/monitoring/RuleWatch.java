package io.shouyin.host.monitoring;

import io.shouyin.host.acquiring.RecentFigures;
import io.shouyin.host.acquiring.RecentFigures.Figures;
import io.shouyin.host.acquiring.ReversalsWaiting;
import io.shouyin.host.channels.ChannelStates;
import io.shouyin.host.fleet.FleetCounts;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.host.web.LiveEvents;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks whether a rule is true, and tells.
///
/// Every host looks; what one of them has raised the others find, so an alert fires once, and who marks it as told is the one who tells. An alert is over when its rule was not true
/// for [#CLEAR_FOR]: what wavers about a threshold is one alert. What each host sees alone, its channels, is written down for all.
@Component
class RuleWatch {

    private static final Duration CLEAR_FOR = Duration.ofMinutes(1);
    private static final Duration ALIVE = Duration.ofMinutes(1);
    private static final Duration HOSTS_KEPT = Duration.ofHours(1);
    private static final Duration MESSAGE_OF_USE = Duration.ofHours(2);
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final RuleStore store;
    private final RecentFigures figures;
    private final ReversalsWaiting reversals;
    private final ChannelStates channels;
    private final FleetCounts fleet;
    private final SmsSender sender;
    private final LiveEvents live;
    private final MonitoringSettings settings;
    private final InstantSource clock;
    /// This run of this host.
    private final String host = UUID.randomUUID().toString();

    RuleWatch(RuleStore store, RecentFigures figures, ReversalsWaiting reversals, ChannelStates channels, FleetCounts fleet, SmsSender sender, LiveEvents live,
              MonitoringSettings settings, InstantSource clock) {
        this.store = store;
        this.figures = figures;
        this.reversals = reversals;
        this.channels = channels;
        this.fleet = fleet;
        this.sender = sender;
        this.live = live;
        this.settings = settings;
        this.clock = clock;
    }

    /// What a rule has found.
    ///
    /// @param measured in the rule's unit; null where nothing is measured
    record Finding(String subject, Long measured) {}

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT10S")
    @Transactional
    public void look() {
        Instant now = clock.instant();
        channels.all().forEach(channel -> store.noteChannel(host, channel.name(), channel.up()));
        store.rules().stream().filter(Rule::enabled).forEach(rule -> findings(rule, now).forEach(found -> store.raise(rule, found.subject(), found.measured())
                .ifPresent(alert -> live.publish("alert", alert))));
        store.toTell().forEach(alert -> tell(alert, alert.ruleName() + detail(alert)));
        store.resolve(now.minus(CLEAR_FOR)).forEach(alert -> {
            live.publish("alert", alert);
            if (alert.toldAt() != null) {
                tell(alert, "已恢复:" + alert.ruleName() + subject(alert));
            }
        });
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    @Transactional
    public void forget() {
        Instant now = clock.instant();
        store.forgetAlerts(now.minus(settings.alertsKept()));
        store.forgetHosts(now.minus(HOSTS_KEPT));
    }

    private List<Finding> findings(Rule rule, Instant now) {
        return switch (rule.kind()) {
            case APPROVAL_RATE_BELOW -> window(rule).map(seen -> percent(seen.approved(), seen)).filter(rate -> rate < rule.threshold()).map(RuleWatch::one).orElse(List.of());
            case CODE_SHARE_ABOVE -> window(rule).map(seen -> percent(seen.codes().getOrDefault(rule.responseCode(), 0L), seen)).filter(share -> share > rule.threshold())
                    .map(RuleWatch::one).orElse(List.of());
            case LATENCY_P95_ABOVE -> window(rule).map(seen -> seen.answers().p95Millis()).filter(millis -> millis > rule.threshold()).map(RuleWatch::one).orElse(List.of());
            case CHANNEL_DOWN -> store.downSince(now.minus(Duration.ofMinutes(rule.minutes())), now.minus(ALIVE)).stream()
                    .map(down -> new Finding(down.channel(), Duration.between(down.since(), now).toMinutes())).toList();
            case TERMINALS_OFFLINE -> Optional.of(fleet.silentSince(now.minus(Duration.ofMinutes(rule.minutes())))).filter(count -> count > rule.threshold())
                    .map(RuleWatch::one).orElse(List.of());
            case REVERSALS_WAITING -> reversals.now().since().map(since -> Duration.between(since, now).toMinutes()).filter(minutes -> minutes >= rule.minutes())
                    .map(RuleWatch::one).orElse(List.of());
            case NO_SALE -> isWithinHours(rule, now) && figures.look(rule.minutes()).count() == 0 ? List.of(new Finding("", null)) : List.of();
        };
    }

    private static List<Finding> one(Number measured) {
        return List.of(new Finding("", measured.longValue()));
    }

    /// @return nothing while too little goes on to judge by
    private Optional<Figures> window(Rule rule) {
        return Optional.of(figures.look(rule.minutes())).filter(seen -> seen.count() >= rule.transactionsMin());
    }

    private static double percent(long part, Figures of) {
        return 100.0 * part / of.count();
    }

    /// The whole of the window, so that the shop's first minute in the morning is not what the night before makes of it.
    private static boolean isWithinHours(Rule rule, Instant now) {
        LocalTime end = LocalTime.ofInstant(now, CHINA);
        LocalTime beginning = LocalTime.ofInstant(now.minus(Duration.ofMinutes(rule.minutes())), CHINA);
        boolean overMidnight = rule.hourFrom().isAfter(rule.hourTo());
        return contains(rule, beginning) && contains(rule, end) && (overMidnight || !beginning.isAfter(end));
    }

    private static boolean contains(Rule rule, LocalTime time) {
        boolean afterFrom = !time.isBefore(rule.hourFrom());
        boolean beforeTo = time.isBefore(rule.hourTo());
        return rule.hourFrom().isBefore(rule.hourTo()) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }

    private static String detail(FiredAlert alert) {
        String measured = alert.measured() == null ? "" : switch (alert.kind()) {
            case APPROVAL_RATE_BELOW, CODE_SHARE_ABOVE -> " " + alert.measured() + "%";
            case LATENCY_P95_ABOVE -> " " + alert.measured() + "毫秒";
            case CHANNEL_DOWN, REVERSALS_WAITING -> " " + alert.measured() + "分钟";
            case TERMINALS_OFFLINE -> " " + alert.measured() + "台";
            case NO_SALE -> "";
        };
        return subject(alert) + measured;
    }

    private static String subject(FiredAlert alert) {
        return alert.subject().isEmpty() ? "" : " " + alert.subject();
    }

    private void tell(FiredAlert alert, String sentence) {
        if (!sender.isSetUp()) {
            return;
        }
        String step = alert.resolvedAt() == null ? "fired" : "resolved";
        for (PhoneNumber phone : settings.phones()) {
            UUID id = UUID.nameUUIDFromBytes(("alert " + alert.alertId() + " " + step + " " + phone.e164()).getBytes(StandardCharsets.US_ASCII));
            try (Secret text = SmsTexts.alert(sentence, Locale.SIMPLIFIED_CHINESE)) {
                sender.send(new SmsMessage(id, phone, SmsPurpose.ALERT, text, clock.instant().plus(MESSAGE_OF_USE)));
            }
        }
    }
}
