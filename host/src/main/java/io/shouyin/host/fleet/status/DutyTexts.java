package io.shouyin.host.fleet.status;

import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Text messages to whoever is on duty, in the caller's transaction.
@Component
class DutyTexts {

    private static final Duration OF_USE = Duration.ofHours(12);

    private final SmsSender sender;
    private final Optional<PhoneNumber> phone;
    private final InstantSource clock;

    DutyTexts(SmsSender sender, StatusSettings settings, InstantSource clock) {
        this.sender = sender;
        this.phone = PhoneNumber.find(settings.dutyPhone());
        this.clock = clock;
    }

    boolean hasPhone() {
        return phone.isPresent() && sender.isSetUp();
    }

    /// One message for all: the gravest one is named.
    void opened(List<Tickets.Ticket> tickets) {
        Tickets.Ticket gravest = tickets.stream().min(Comparator.comparing(Tickets.Ticket::oddity).thenComparing(Tickets.Ticket::terminalId)).orElseThrow();
        String others = tickets.size() > 1 ? "等共%d张维护工单".formatted(tickets.size()) : "，已开维护工单";
        try (Secret text = SmsTexts.alert("终端%s%s%s，请处理。".formatted(gravest.terminalId(), zh(gravest.oddity()), others), Locale.SIMPLIFIED_CHINESE)) {
            sender.send(new SmsMessage(gravest.ticketId(), phone.orElseThrow(), SmsPurpose.ALERT, text, clock.instant().plus(OF_USE)));
        }
    }

    private static String zh(Oddity oddity) {
        return switch (oddity) {
            case CLONED -> "疑似被复制";
            case TAMPERED -> "报告被拆动";
            case INSPECTED_TAMPERED -> "经巡检发现被改装";
            case INSPECTED_SUSPICIOUS -> "经巡检发现可疑";
            case MOVED -> "离开装机地点";
            case CLOCK_WRONG -> "时钟不准";
            case BATTERY_LOW -> "电量低";
            case PAPER_OUT -> "缺纸";
            case VERSION_DRIFT -> "软件版本不一致";
            case SILENT -> "长时间无响应";
            case DORMANT_12M -> "十二个月无交易";
            case DORMANT_3M -> "三个月无交易";
        };
    }
}
