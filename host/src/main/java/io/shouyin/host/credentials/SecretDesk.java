package io.shouyin.host.credentials;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.PasswordCommands.IssuedSecret;
import io.shouyin.vault.SecurityModule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What the provider does with the secrets of terminals and cards: issue, limit, unlock, revoke. Each step is in the audit log, none
/// shows a secret again.
@Component
public class SecretDesk {

    /// One-time secrets of a subject at the same time: each is compared with what is typed.
    static final int ONE_TIME_MAX = 10;
    private static final int ROWS_MAX = 100;

    private final Secrets secrets;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final CredentialSettings settings;
    private final CredentialAudit audit;
    private final OpenCases cases;
    private final ObjectProvider<RegisteredCards> cards;
    private final InstantSource clock;

    SecretDesk(Secrets secrets, SecurityModule vault, InstitutionKeys keys, CredentialSettings settings, CredentialAudit audit, OpenCases cases,
               ObjectProvider<RegisteredCards> cards, InstantSource clock) {
        this.secrets = secrets;
        this.vault = vault;
        this.keys = keys;
        this.settings = settings;
        this.audit = audit;
        this.cases = cases;
        this.cards = cards;
        this.clock = clock;
    }

    /// @param clear to be printed once, then closed
    public record Issued(UUID id, Secret clear) {}

    /// The first standing secret of a card, to be changed at its first use. Whoever has had one gets another by a case alone, and so does
    /// whoever has a card that was registered at the merchant before.
    @Transactional
    public Secret issueFirst(Subject.Card subject) {
        requireNoCase(subject);
        SecretRefusal.SECRET_NEEDS_CASE.when(cards.stream().anyMatch(register -> register.isOfFormer(subject.cardId()))
                || secrets.rows(subject, ROWS_MAX).stream().anyMatch(row -> row.secret().kind().isStanding()));
        return issueInitial(subject);
    }

    /// A random standing secret in the place of the present one, to be changed by its owner at its first use.
    @Transactional
    public Secret issueInitial(Subject subject) {
        IssuedSecret secret = made(subject);
        secrets.replace(subject, secret.verifier(), StoredSecret.State.INITIAL, secrets.form(subject), Judged.BY_NOBODY);
        audit.staff("secret.issue", subject);
        return secret.clear();
    }

    /// A random secret beside what there is, which dies with its use.
    @Transactional
    public Issued issueOneTime(Subject subject, Validity validity) {
        requireOneTime(subject, validity);
        IssuedSecret secret = made(subject);
        UUID id = secrets.addOneTime(subject, secret.verifier(), validity);
        audit.secret("secret.issue", subject, id);
        return new Issued(id, secret.clear());
    }

    /// Whether there may be another one-time secret.
    void requireOneTime(Subject subject, Validity validity) {
        requireNoCase(subject);
        requireNotOver(validity);
        long there = secrets.active(List.of(subject)).values().stream().flatMap(List::stream).filter(secret -> !secret.kind().isStanding()).count();
        SecretRefusal.TOO_MANY_ONE_TIME.when(there >= ONE_TIME_MAX);
    }

    private void requireNotOver(Validity validity) {
        SecretRefusal.VALIDITY_OVER.when(validity.to().filter(to -> !clock.instant().isBefore(to)).isPresent());
    }

    /// A case of the service desk about a secret goes on undisturbed.
    public void requireNoCase(Subject subject) {
        SecretRefusal.CASE_OPEN.when(cases.about(subject));
    }

    private IssuedSecret made(Subject subject) {
        return vault.issueInitial(keys.credentialVerifier(), subject.key(), settings.initialPasswordDigits());
    }

    /// What the standing secret has to be like from the next time on that it is set. An allowance counts at once; another kind makes the
    /// present one due, since it was judged by other rules.
    @Transactional
    public void putForm(Subject subject, SecretForm form) {
        SecretForm before = secrets.form(subject);
        secrets.putForm(subject, form);
        if (before.kind() != form.kind() || before.twoPeople() != form.twoPeople()) {
            secrets.makeDue(subject);
        }
        audit.staff("secret.form", subject);
    }

    /// A card that comes to another user wants the password that it wanted before: two people's, so many times a day.
    public void keepForm(Subject former, Subject now) {
        SecretForm own = secrets.form(now);
        SecretForm tightened = own.tightenedBy(secrets.form(former));
        if (!tightened.equals(own)) {
            secrets.putForm(now, tightened);
        }
    }

    boolean loosens(Subject subject, SecretForm form) {
        return form.isLooserThan(secrets.form(subject));
    }

    boolean loosens(Subject subject, Validity validity) {
        return validity.isWiderThan(limited(subject, validity).validity());
    }

    private StoredSecret limited(Subject subject, Validity validity) {
        StoredSecret standing = secrets.find(subject).orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused);
        requireNotOver(validity);
        return standing;
    }

    /// When the standing secret opens anything, and each one after it. Whoever wants to end it now revokes it.
    @Transactional
    public void limit(Subject subject, Validity validity) {
        StoredSecret standing = limited(subject, validity);
        SecretRefusal.SECRET_UNKNOWN.when(!secrets.limit(standing.id(), validity));
        audit.staff("secret.limit", subject);
    }

    @Transactional
    public void revoke(Subject subject, UUID secret) {
        SecretRefusal.SECRET_UNKNOWN.when(secrets.rows(subject, ROWS_MAX).stream().noneMatch(row -> row.secret().id().equals(secret)));
        SecretRefusal.SECRET_ENDED.when(secrets.revoke(secret).isEmpty());
        audit.secret("secret.revoke", subject, secret);
    }

    @Transactional
    public void unlock(Subject subject) {
        SecretRefusal.SECRET_UNKNOWN.when(!secrets.unlock(subject));
        audit.staff("password.unlock", subject);
    }

    /// What the secret guards has changed: it opens nothing until a new one is set.
    ///
    /// @return false if there is none
    @Transactional
    public boolean makeDue(Subject subject) {
        boolean there = secrets.makeDue(subject);
        if (there) {
            audit.staff("secret.due", subject);
        }
        return there;
    }

    /// How a secret stands.
    public enum State {
        INITIAL,
        SET,
        LOCKED,
        NOT_YET_VALID,
        EXPIRED,
        /// As often as its cycle allows.
        USES_SPENT,
        USED,
        REVOKED
    }

    /// A secret as people see it.
    ///
    /// @param cycleUses in the present cycle
    public record View(UUID id, SecretKind kind, boolean twoPeople, State state, Instant setAt, Validity validity, Optional<Instant> expiresAt,
                       Optional<Allowance> allowance, int cycleUses, Optional<Instant> endedAt) {}

    public SecretForm form(Subject subject) {
        return secrets.form(subject);
    }

    /// Active ones first, then what ended, newest first.
    @Transactional(readOnly = true)
    public List<View> list(Subject subject) {
        return secrets.rows(subject, ROWS_MAX).stream().map(this::view).toList();
    }

    /// When standing secrets before the present one were replaced or revoked, newest first.
    public List<Instant> replacedAt(Subject subject) {
        return secrets.replacedAt(subject, ROWS_MAX);
    }

    private View view(Secrets.Row row) {
        StoredSecret secret = row.secret();
        return new View(secret.id(), secret.kind(), row.twoPeople(), state(row), row.setAt(), secret.validity(), secret.expiresAt(),
                secret.allowance(), secret.usesIn(today()), row.endedAt());
    }

    private State state(Secrets.Row row) {
        return row.ended().map(State::valueOf).or(() -> row.secret().locked() ? Optional.of(State.LOCKED) : Optional.empty())
                .or(() -> row.secret().refusal(clock.instant(), today()).map(refusal -> switch (refusal) {
                    case SECRET_NOT_YET_VALID -> State.NOT_YET_VALID;
                    case SECRET_TERM_OVER, SECRET_EXPIRED -> State.EXPIRED;
                    case SECRET_USES_SPENT -> State.USES_SPENT;
                    case StepUpRefusal _ -> State.INITIAL;
                })).orElse(State.SET);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), FactorChecks.CHINA);
    }

    /// One-time secrets whose time is over end, and that is logged.
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    @Transactional
    public void expire() {
        secrets.expire().forEach(audit::expired);
    }
}
