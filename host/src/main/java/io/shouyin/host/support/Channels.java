package io.shouyin.host.support;

import io.shouyin.host.access.AccountRecovery;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Which phone belongs to the subject of a case, whether there is such a subject, and messages to it.
@Component
class Channels {

    private static final Duration NOTICE_AGE_MAX = Duration.ofHours(24);

    private final AccountRecovery accounts;
    private final AccountPhones accountPhones;
    private final Terminals terminals;
    private final TerminalPasswords passwords;
    private final Merchants merchants;
    private final ObjectProvider<CardContacts> cards;
    private final SmsSender sender;
    private final InstantSource clock;

    Channels(AccountRecovery accounts, AccountPhones accountPhones, Terminals terminals, TerminalPasswords passwords, Merchants merchants,
             ObjectProvider<CardContacts> cards, SmsSender sender, InstantSource clock) {
        this.accounts = accounts;
        this.accountPhones = accountPhones;
        this.terminals = terminals;
        this.passwords = passwords;
        this.merchants = merchants;
        this.cards = cards;
        this.sender = sender;
        this.clock = clock;
    }

    boolean isKnown(CaseSubject subject) {
        return switch (subject) {
            case CaseSubject.Account(var username) -> accounts.find(username).isPresent();
            case CaseSubject.Operator(var terminal, var number) -> passwords.operators(terminal).stream().anyMatch(one -> one.number().equals(number));
            case CaseSubject.TransactionPassword(var terminal) -> terminals.session(terminal).isPresent();
            case CaseSubject.Card(var cardId) -> card(cardId).isPresent();
            case CaseSubject.Merchant(var merchant) -> merchants.find(merchant).isPresent();
        };
    }

    /// The registered phone, if it takes text messages.
    Optional<PhoneNumber> phoneOf(CaseSubject subject) {
        return switch (subject) {
            case CaseSubject.Account(var username) -> accountPhones.find(username);
            case CaseSubject.Card(var cardId) -> card(cardId).flatMap(CardContacts.CardContact::phone);
            case CaseSubject.Operator _, CaseSubject.TransactionPassword _, CaseSubject.Merchant _ ->
                    merchantOf(subject).flatMap(owner -> merchants.find(owner.merchant())).map(Merchant::phone).flatMap(PhoneNumber::find);
        };
    }

    /// When somebody changed the phone of a subject otherwise than by a case: a card user's, in the register.
    Optional<Instant> changedAt(CaseSubject subject) {
        return switch (subject) {
            case CaseSubject.Card(var cardId) -> card(cardId).flatMap(CardContacts.CardContact::changedAt);
            case CaseSubject.Account _, CaseSubject.Operator _, CaseSubject.TransactionPassword _, CaseSubject.Merchant _ -> Optional.empty();
        };
    }

    /// Whose change of phone counts for a subject: a terminal's messages go to its merchant.
    CaseSubject channelOwner(CaseSubject subject) {
        return merchantOf(subject).<CaseSubject>map(owner -> owner).orElse(subject);
    }

    /// Puts another phone in the place of the present one, in the caller's transaction.
    void change(CaseSubject subject, PhoneNumber phone) {
        switch (subject) {
            case CaseSubject.Account(var username) -> accountPhones.put(username, phone);
            case CaseSubject.Merchant(var merchant) -> merchants.changePhone(merchant, phone.e164());
            case CaseSubject.Operator _, CaseSubject.TransactionPassword _, CaseSubject.Card _ -> throw CaseRefusal.CASE_WISH_UNFIT.refused();
        }
    }

    /// What holds the subject's secret, where a terminal asks for it.
    Subject secretOf(CaseSubject subject) {
        return switch (subject) {
            case CaseSubject.Operator(var terminal, var number) -> new Subject.Operator(session(terminal).merchant(), terminal, number);
            case CaseSubject.TransactionPassword(var terminal) -> new Subject.Transaction(session(terminal).merchant(), terminal);
            case CaseSubject.Card(var cardId) -> card(cardId).orElseThrow().subject();
            case CaseSubject.Account _, CaseSubject.Merchant _ -> throw new IllegalArgumentException("no secret of a terminal or card");
        };
    }

    /// Queues a message in the caller's transaction; closes the text.
    void send(PhoneNumber phone, SmsPurpose purpose, Secret text, Duration validFor) {
        try (text) {
            sender.send(new SmsMessage(UUID.randomUUID(), phone, purpose, text, clock.instant().plus(validFor)));
        }
    }

    /// Tells what has happened.
    void tell(PhoneNumber phone, SmsPurpose purpose, Secret text) {
        send(phone, purpose, text, NOTICE_AGE_MAX);
    }

    private Optional<CaseSubject.Merchant> merchantOf(CaseSubject subject) {
        return switch (subject) {
            case CaseSubject.Merchant merchant -> Optional.of(merchant);
            case CaseSubject.Operator(var terminal, _) -> merchantOf(terminal);
            case CaseSubject.TransactionPassword(var terminal) -> merchantOf(terminal);
            case CaseSubject.Account _, CaseSubject.Card _ -> Optional.empty();
        };
    }

    private Optional<CaseSubject.Merchant> merchantOf(TerminalId terminal) {
        return terminals.session(terminal).map(session -> new CaseSubject.Merchant(session.merchant()));
    }

    private TerminalSession session(TerminalId terminal) {
        return terminals.session(terminal).orElseThrow(CaseRefusal.CASE_SUBJECT_UNKNOWN::refused);
    }

    private Optional<CardContacts.CardContact> card(UUID cardId) {
        return cards.stream().flatMap(register -> register.find(cardId).stream()).findFirst();
    }
}
