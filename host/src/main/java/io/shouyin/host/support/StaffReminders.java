package io.shouyin.host.support;

import io.shouyin.host.access.StaffPasswordsDue;
import io.shouyin.host.access.StaffPasswordsDue.Due;
import io.shouyin.host.credentials.ReminderSteps;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Tells people who log in to the console, on their registered phones, that their password ends: a text message 14 days, 7 days and 1 day before.
///
/// A step is said once, whichever host does it: the row of the step is the permission to speak, and commits with the message. A day that no host was
/// up for is made up for on the next. Who has no phone yet is told once there is one, and everybody once there is a provider.
@Component
class StaffReminders {

    private final StaffPasswordsDue passwords;
    private final AccountPhones phones;
    private final Channels channels;
    private final SmsSender sender;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    StaffReminders(StaffPasswordsDue passwords, AccountPhones phones, Channels channels, SmsSender sender, JdbcClient jdbc, InstantSource clock) {
        this.passwords = passwords;
        this.phones = phones;
        this.channels = channels;
        this.sender = sender;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT10M")
    @Transactional
    public void remind() {
        if (sender.isSetUp()) {
            Instant now = clock.instant();
            passwords.all().stream().filter(due -> isFirst(due, now)).forEach(due -> tell(due, now));
        }
    }

    /// Whether a step is reached that nobody has said yet to the phone that is there.
    private boolean isFirst(Due due, Instant now) {
        return ReminderSteps.reached(now, due.expiresAt()).filter(step -> jdbc.sql("""
                INSERT INTO support.account_reminder (username, expires_at, days, sent_at)
                SELECT username, ?, ?, ? FROM support.account_phone WHERE username = ? ON CONFLICT DO NOTHING""")
                .params(CaseStore.utc(due.expiresAt()), step, CaseStore.utc(now), due.username()).update() == 1).isPresent();
    }

    private void tell(Due due, Instant now) {
        channels.tell(phones.find(due.username()).orElseThrow(), SmsPurpose.PASSWORD_DUE,
                SmsTexts.passwordDue(due.username(), ReminderSteps.daysLeft(now, due.expiresAt()), Locale.SIMPLIFIED_CHINESE));
    }
}
