package io.shouyin.host.support;

import io.shouyin.host.access.AccountRecovery;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.SecretKind;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.host.support.ResetCase.State;
import io.shouyin.host.support.ResetCase.Wish;
import io.shouyin.kernel.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Carries an approved case out, in the transaction of its approval: what is sent goes to the registered phone and is seen by nobody here.
@Component
class Delivery {

    /// Phones belong to people whose language is not known: the product's first.
    private static final Locale LANGUAGE = Locale.SIMPLIFIED_CHINESE;

    private final CaseStore store;
    private final Channels channels;
    private final ChannelNotices notices;
    private final AccountPhones phones;
    private final AccountRecovery accounts;
    private final Links links;
    private final SecretDesk desk;
    private final AuditLog audit;
    private final SupportSettings settings;
    private final InstantSource clock;

    Delivery(CaseStore store, Channels channels, ChannelNotices notices, AccountPhones phones, AccountRecovery accounts, Links links, SecretDesk desk,
             AuditLog audit, SupportSettings settings, InstantSource clock) {
        this.store = store;
        this.channels = channels;
        this.notices = notices;
        this.phones = phones;
        this.accounts = accounts;
        this.links = links;
        this.desk = desk;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param approved as its approver left it
    void send(ResetCase approved) {
        switch (approved.wish()) {
            case FORGOTTEN -> sendSecret(approved);
            case CHANNEL -> changeChannel(approved);
        }
    }

    private void sendSecret(ResetCase approved) {
        var phone = channels.phoneOf(approved.subject()).orElseThrow(CaseRefusal.CASE_CHANNEL_MISSING::refused);
        var validFor = switch (approved.subject()) {
            case CaseSubject.Account account -> sendLink(approved, account, phone);
            case CaseSubject.Operator _, CaseSubject.Card _ -> sendPassword(approved, phone);
            case CaseSubject.TransactionPassword _ -> sendToTerminal(approved, phone);
            case CaseSubject.Merchant _ -> throw CaseRefusal.CASE_WISH_UNFIT.refused();
        };
        sent(approved, phone.masked(), validFor);
    }

    private Duration sendLink(ResetCase approved, CaseSubject.Account account, PhoneNumber phone) {
        var now = clock.instant();
        var factors = accounts.find(account.username()).orElseThrow().factors();
        CaseRefusal.CASE_NOT_PROVED.when(factors.isEmpty() && !approved.factorsLost());           // lost since the case was opened: one proof is too few
        try (var link = links.issue(approved.id(), now.plus(settings.linkAgeMax()), approved.factorsLost() ? Optional.of(now) : Optional.empty())) {
            channels.send(phone, SmsPurpose.RESET_LINK, SmsTexts.resetLink(link, settings.linkAgeMax(), LANGUAGE), settings.linkAgeMax());
        }
        return settings.linkAgeMax();
    }

    /// The old password opens nothing from now on; the new one must be changed at its first use.
    private Duration sendPassword(ResetCase approved, PhoneNumber phone) {
        try (var password = desk.issueInitial(channels.secretOf(approved.subject()))) {
            channels.send(phone, SmsPurpose.RESET_PASSWORD,
                    SmsTexts.resetPassword(approved.subject().shown(), password, settings.codeAgeMax(), LANGUAGE), settings.codeAgeMax());
        }
        return settings.codeAgeMax();
    }

    /// Operator 99 proves it with the own password, which is the factor that remains: there is nothing to send but the news.
    private Duration sendToTerminal(ResetCase approved, PhoneNumber phone) {
        desk.issueInitial(channels.secretOf(approved.subject())).close();
        channels.send(phone, SmsPurpose.RESET_AT_TERMINAL, SmsTexts.resetAtTerminal(approved.subject().shown(), LANGUAGE), settings.codeAgeMax());
        return settings.codeAgeMax();
    }

    /// Both phones are told; the new one is worth nothing for links and codes until the cooling period ends.
    private void changeChannel(ResetCase approved) {
        var before = channels.phoneOf(approved.subject());
        var now = phones.openFor(approved.id(), store.newPhoneSealed(approved.id()));
        channels.change(approved.subject(), now);
        notices.changed(before, now.e164());
        sent(approved, now.masked(), settings.codeAgeMax());
        complete(approved, AuditActor.current());
    }

    private void sent(ResetCase approved, String toMasked, Duration validFor) {
        var now = clock.instant();
        store.sent(approved.id(), toMasked, now, now.plus(validFor));
        audit.append(AuditEntry.done("case.send", approved.subject().key()).because(approved.trail() + ", to " + toMasked));
    }

    /// The cooling period begins.
    void complete(ResetCase reset, AuditActor by) {
        store.completed(reset.id(), clock.instant(), coolingUntil());
        audit.append(AuditEntry.done("case.complete", reset.subject().key()).by(by).because(reset.trail()));
    }

    /// Of a case that is completed now.
    Instant coolingUntil() {
        return clock.instant().plus(settings.cooling());
    }

    /// Whether the owner has set a new password at a terminal.
    boolean isTakenUp(ResetCase sent) {
        return desk.list(channels.secretOf(sent.subject())).stream()
                .anyMatch(secret -> secret.kind() != SecretKind.ONE_TIME && secret.state() == SecretDesk.State.SET);
    }

    void tellCompleted(ResetCase reset) {
        channels.phoneOf(reset.subject()).ifPresent(phone ->
                channels.tell(phone, SmsPurpose.PASSWORD_CHANGED, SmsTexts.passwordChanged(reset.subject().shown(), LANGUAGE)));
    }

    /// What was sent to a phone and not used opens nothing any more; a link dies with its case.
    void withdraw(ResetCase reset) {
        if (reset.state() == State.SENT && reset.wish() == Wish.FORGOTTEN && !(reset.subject() instanceof CaseSubject.Account)) {
            desk.issueInitial(channels.secretOf(reset.subject())).close();
        }
    }
}
