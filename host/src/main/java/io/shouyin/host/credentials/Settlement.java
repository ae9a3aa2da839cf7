package io.shouyin.host.credentials;

import io.shouyin.host.credentials.StepUp.Judgement;
import io.shouyin.host.credentials.StepUp.Outcome;
import io.shouyin.kernel.ResponseCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Writes what a judgement changes, in the caller's transaction: all of it, or, where another transaction was faster, none of it and a
/// refusal by name.
@Component
class Settlement {

    private final Secrets secrets;
    private final Challenges challenges;
    private final Authenticators authenticators;
    private final SubjectPolicies policies;
    private final CredentialAudit audit;
    private final UseFacts uses;
    private final TransactionTemplate allOrNothing;

    Settlement(Secrets secrets, Challenges challenges, Authenticators authenticators, SubjectPolicies policies, CredentialAudit audit, UseFacts uses,
               PlatformTransactionManager transactions) {
        this.secrets = secrets;
        this.challenges = challenges;
        this.authenticators = authenticators;
        this.policies = policies;
        this.audit = audit;
        this.uses = uses;
        this.allOrNothing = new TransactionTemplate(transactions);
        this.allOrNothing.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    Outcome settle(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Passed passed -> {
                Optional<StepUpRefusal> late = passed.writes() ? written(passed) : Optional.empty();
                yield late.map(refusal -> refused(passed.request(), refusal.code(), List.of(), late))
                        .orElseGet(() -> new Outcome(ResponseCode.APPROVED, passed.factors(), List.of(), Optional.empty(), Optional.empty()));
            }
            case Judgement.Refused refused -> {
                challenges.freeTrace(refused.request());
                yield refused(refused.request(), refused.code(), refused.wanted(), refused.refusal());
            }
            case Judgement.WrongSecret wrong -> {
                int failuresMax = policies.failuresMax(wrong.subject());
                int failures = secrets.countFailure(wrong.subject().key(), failuresMax);
                audit.wrongTry(wrong.subject(), wrong.request().terminal(), failures, failuresMax);
                uses.wrong(wrong, failures == failuresMax);
                challenges.freeTrace(wrong.request());
                Optional<StepUpRefusal> over = wrong.oneTime().flatMap(OneTimeFound::refusal);
                over.ifPresent(why -> audit.refused(wrong.request(), why));
                yield over.isPresent() && failures < failuresMax
                        ? new Outcome(over.get().code(), List.of(), List.of(Wanted.of(wrong.factor())), Optional.of(failuresMax - failures), over)
                        : wrong(wrong.factor(), failuresMax - failures, Optional.empty());
            }
            case Judgement.WrongChallenge wrong -> {
                challenges.freeTrace(wrong.request());
                int left = IntStream.concat(wrong.challenge().stream().mapToInt(challenges::countWrong),
                        wrong.authenticators().stream().mapToInt(authenticators::countWrong)).max().orElseThrow();
                uses.wrong(wrong, left == 0);
                StepUpRefusal why = StepUpRefusal.wrong(wrong.factor(), left);
                audit.wrongChallenge(wrong.request(), wrong.factor(), why);
                yield wrong(wrong.factor(), left, Optional.of(why));
            }
        };
    }

    /// @param refusal where the response code, which speaks of a password, does not tell
    private static Outcome wrong(Factor factor, int triesLeft, Optional<StepUpRefusal> refusal) {
        ResponseCode code = triesLeft <= 0 ? ResponseCode.FACTOR_LOCKED : ResponseCode.FACTOR_WRONG;
        return new Outcome(code, List.of(), List.of(Wanted.of(factor)), Optional.of(Math.max(0, triesLeft)), refusal);
    }

    private Outcome refused(StepUp.Request request, ResponseCode code, List<Wanted> wanted, Optional<StepUpRefusal> refusal) {
        refusal.filter(StepUpRefusal::isSuspicious).ifPresent(why -> audit.refused(request, why));
        refusal.ifPresent(why -> uses.refused(request, wanted, why));
        return new Outcome(code, List.of(), wanted, Optional.empty(), refusal);
    }

    /// @return why not, if another transaction was faster: then nothing is written
    private Optional<StepUpRefusal> written(Judgement.Passed passed) {
        return allOrNothing.execute(status -> {
            for (Effect effect : passed.effects()) {
                Optional<StepUpRefusal> late = written(passed.request(), effect);
                if (late.isPresent()) {
                    status.setRollbackOnly();
                    return late;
                }
            }
            return Optional.empty();
        });
    }

    private Optional<StepUpRefusal> written(StepUp.Request request, Effect effect) {
        return switch (effect) {
            case Effect.ForgetFailures right -> unless(secrets.clearFailures(right.subject().key(), right.matched()), StepUpRefusal.SECRET_LOCKED);
            case Effect.UseUp once -> {
                boolean used = secrets.useUp(once.secret());
                if (used) {
                    audit.used(request, once);
                }
                yield unless(used, StepUpRefusal.SECRET_USED);
            }
            case Effect.CountUse use -> unless(secrets.countUse(use.secret(), use.cycleBegan()), StepUpRefusal.SECRET_USES_SPENT);
            case Effect.UseStep use -> {
                boolean used = authenticators.use(use.operator(), use.step());
                if (used) {
                    audit.proven(request, Factor.ONE_TIME_CODE);
                }
                yield unless(used, StepUpRefusal.CHALLENGE_USED);
            }
            case Effect.ForgetWrongCodes right -> {
                authenticators.clearFailures(right.operator());
                yield Optional.empty();
            }
            case Effect.UseChallenge use -> {
                boolean used = challenges.use(use.challenge());
                if (used) {
                    audit.proven(request, use.factor());
                }
                yield unless(used, StepUpRefusal.CHALLENGE_USED);
            }
        };
    }

    private static Optional<StepUpRefusal> unless(boolean holds, StepUpRefusal refusal) {
        return holds ? Optional.empty() : Optional.of(refusal);
    }
}
