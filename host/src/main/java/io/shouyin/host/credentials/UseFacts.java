package io.shouyin.host.credentials;

import io.shouyin.host.credentials.StepUp.Judgement;
import io.shouyin.host.credentials.watch.Use;
import io.shouyin.host.credentials.watch.Use.Outcome;
import io.shouyin.host.credentials.watch.UseLog;
import io.shouyin.kernel.OperatorNumber;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Says what became of each secret that was shown, in the words of the table of uses.
@Component
class UseFacts {

    /// Of an operator who logs on, or manages as 99.
    private static final String OPERATOR_PASSWORD = "OPERATOR_PASSWORD";

    private final UseLog log;
    private final InstantSource clock;

    UseFacts(UseLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    void right(Judgement.Passed passed) {
        StepUp.Request request = passed.request();
        log.right(passed.factors().stream().map(factor -> use(request,
                Optional.ofNullable(passed.subjects().get(factor)).map(Subject::key).orElseGet(() -> person(request)),
                Optional.of(factor), Outcome.RIGHT, Optional.empty())).toList());
    }

    /// @param locked whether this try was one too many
    void wrong(Judgement.WrongSecret wrong, boolean locked) {
        log.wrong(use(wrong.request(), wrong.subject().key(), Optional.of(wrong.factor()), wrongOr(locked),
                wrong.oneTime().map(OneTimeFound::reason)), wrong.likeness());
    }

    void wrong(Judgement.WrongChallenge wrong, boolean locked) {
        log.failed(use(wrong.request(), person(wrong.request()), Optional.of(wrong.factor()), wrongOr(locked), Optional.empty()));
    }

    void refused(StepUp.Request request, List<Wanted> about, StepUpRefusal refusal) {
        Optional<Factor> factor = about.stream().findFirst().map(Wanted::factor);
        log.failed(use(request, factor.map(one -> owner(request, one)).orElseGet(() -> person(request)), factor, Outcome.REFUSED, Optional.of(refusal.name())));
    }

    /// An operator's password, at the credential service.
    void right(CredentialService.Request request, Subject.Operator operator, boolean supervisor) {
        log.right(List.of(use(request, operator, supervisor, Outcome.RIGHT, Optional.empty())));
    }

    void wrong(CredentialService.Request request, Subject.Operator operator, boolean supervisor, boolean locked, String likeness) {
        log.wrong(use(request, operator, supervisor, wrongOr(locked), Optional.empty()), likeness);
    }

    void refused(CredentialService.Request request, Subject.Operator operator, boolean supervisor, StepUpRefusal refusal) {
        log.failed(use(request, operator, supervisor, Outcome.REFUSED, Optional.of(refusal.name())));
    }

    private static Outcome wrongOr(boolean locked) {
        return locked ? Outcome.LOCKED : Outcome.WRONG;
    }

    /// Of a card password the operator who took it: the card user is not known here.
    private static String owner(StepUp.Request request, Factor factor) {
        return switch (factor) {
            case TXN_PASSWORD -> new Subject.Transaction(request.merchant(), request.terminal()).key();
            case SUPERVISOR_PASSWORD -> request.shown().supervisor().<Subject>map(number -> new Subject.Operator(request.merchant(), request.terminal(), number))
                    .map(Subject::key).orElseGet(() -> person(request));
            case CARD_PASSWORD, ONE_TIME_CODE, FINGERPRINT, PIN -> person(request);
        };
    }

    /// Whose code, fingerprint or mistake it is.
    private static String person(StepUp.Request request) {
        return request.operator().<Subject>map(number -> new Subject.Operator(request.merchant(), request.terminal(), number))
                .orElseGet(() -> new Subject.Transaction(request.merchant(), request.terminal())).key();
    }

    private Use use(StepUp.Request request, String subject, Optional<Factor> factor, Outcome outcome, Optional<String> reason) {
        Optional<OperatorNumber> by = factor.equals(Optional.of(Factor.SUPERVISOR_PASSWORD)) ? request.shown().supervisor() : request.operator();
        return new Use(clock.instant(), subject, request.merchant(), request.terminal(), by, factor.map(Factor::name), request.kind().name(), outcome, reason);
    }

    private Use use(CredentialService.Request request, Subject.Operator operator, boolean supervisor, Outcome outcome, Optional<String> reason) {
        return new Use(clock.instant(), operator.key(), request.merchant(), request.terminal(), Optional.of(operator.number()),
                Optional.of(supervisor ? Factor.SUPERVISOR_PASSWORD.name() : OPERATOR_PASSWORD), request.kind().name(), outcome, reason);
    }
}
