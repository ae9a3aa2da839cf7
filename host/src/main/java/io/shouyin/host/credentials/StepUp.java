package io.shouyin.host.credentials;

import io.shouyin.host.credentials.FactorChecks.Finding;
import io.shouyin.host.credentials.watch.Brake;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SealedFactor;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Decides whether the factors that came with a transaction are enough: the rules in force say what is needed.
///
/// [#judge] only reads, everything in one round trip. What follows from the judgement (a wrong try to count, a one-time secret to use
/// up) is written by [#settle] inside the transaction that journals the outcome, so that a repeated message counts once.
@Component
public class StepUp {

    private final StepUpRules rules;
    private final FactReads reads;
    private final FactorChecks checks;
    private final StepUpSurroundings surroundings;
    private final Settlement settlement;
    private final Brake brake;
    private final UseFacts uses;

    StepUp(StepUpRules rules, FactReads reads, FactorChecks checks, StepUpSurroundings surroundings, Settlement settlement, Brake brake, UseFacts uses) {
        this.rules = rules;
        this.reads = reads;
        this.checks = checks;
        this.surroundings = surroundings;
        this.settlement = settlement;
        this.brake = brake;
        this.uses = uses;
    }

    /// What came with the transaction.
    ///
    /// @param credentialKey the terminal's TCK
    /// @param sealed as they came in field 57
    /// @param supervisor whose password the supervisor password is
    /// @param fingerprint the handle of a proven challenge
    public record Shown(KeyBlock credentialKey, Map<Factor, SealedFactor> sealed, Optional<OperatorNumber> supervisor, Optional<byte[]> fingerprint) {}

    /// @param card none if a wallet pays
    /// @param entryMode field 22
    /// @param pin whether the cardholder's PIN came along
    public record Request(TransactionKind kind, MerchantId merchant, TerminalId terminal, BatchNumber batch, TraceNumber trace, MinorAmount amount,
                          Optional<OperatorNumber> operator, Optional<Pan> card, String entryMode, boolean pin, Instant receivedAt, Shown shown) {

        /// The factors that are there, right or wrong.
        Set<Factor> factors() {
            Set<Factor> factors = EnumSet.noneOf(Factor.class);
            factors.addAll(shown.sealed().keySet());
            shown.fingerprint().ifPresent(_ -> factors.add(Factor.FINGERPRINT));
            if (pin) {
                factors.add(Factor.PIN);
            }
            return factors;
        }

        /// Whose passwords the message itself tells.
        Map<Factor, Subject> subjects() {
            Map<Factor, Subject> subjects = new EnumMap<>(Factor.class);
            subjects.put(Factor.TXN_PASSWORD, new Subject.Transaction(merchant, terminal));
            shown.supervisor().ifPresent(number -> subjects.put(Factor.SUPERVISOR_PASSWORD, new Subject.Operator(merchant, terminal, number)));
            return subjects;
        }

        Challenge.Transaction transaction() {
            return new Challenge.Transaction(merchant, terminal, batch, trace, kind, amount, operator.orElseThrow());
        }
    }

    public sealed interface Judgement {

        /// @param factors that were right
        /// @param subjects whose passwords they are
        /// @param effects what they change; if nothing, there is nothing to write either
        record Passed(Request request, List<Factor> factors, Map<Factor, Subject> subjects, List<Effect> effects) implements Judgement {

            public boolean writes() {
                return !effects.isEmpty();
            }
        }

        /// Something is missing, locked, over or somebody else's: nothing to count.
        ///
        /// @param refusal where the code alone does not tell
        record Refused(Request request, ResponseCode code, List<Wanted> wanted, Optional<StepUpRefusal> refusal) implements Judgement {}

        /// A wrong password: to be counted.
        ///
        /// @param likeness as [io.shouyin.vault.PasswordCommands.Match.None] has it
        /// @param oneTime it is a one-time password all the same
        record WrongSecret(Request request, Factor factor, Subject subject, String likeness, Optional<OneTimeFound> oneTime) implements Judgement {}

        /// A wrong code or fingerprint: to be counted.
        record WrongChallenge(Request request, Factor factor, Optional<UUID> challenge, List<Subject.Operator> authenticators) implements Judgement {}
    }

    /// The outcome after counting.
    ///
    /// @param code [ResponseCode#APPROVED] if the factors are enough
    /// @param wanted what is missing, or the one factor that the refusal is about
    /// @param triesLeft for [ResponseCode#FACTOR_WRONG]
    public record Outcome(ResponseCode code, List<Factor> factors, List<Wanted> wanted, Optional<Integer> triesLeft,
                          Optional<StepUpRefusal> refusal) {}

    /// Judges the factors.
    public Judgement judge(Request request) {
        if (surroundings.isOverCap(request.terminal(), request.amount())) {
            return new Judgement.Refused(request, StepUpRefusal.AMOUNT_CAPPED.code(), List.of(), Optional.of(StepUpRefusal.AMOUNT_CAPPED));
        }
        Situation situation = situation(request);
        List<StepUpRule> candidates = rules.candidates(situation);                                     // 1 which rules may hold?
        Facts facts = reads.of(request, candidates);                                                   // 2 the one read
        if (facts.card().filter(RegisteredCards.Registration::suspended).isPresent()) {
            return refused(request, Factor.CARD_PASSWORD, StepUpRefusal.CARD_SUSPENDED);
        }
        List<StepUpRule> matching = candidates.stream().filter(rule -> rule.when().hold(situation, facts)).toList();
        Map<Factor, Subject> subjects = subjects(request, facts);
        Set<Leaf> asked = asked(request, matching, facts);                                             // 3 what do those that hold ask for?
        Set<Factor> needed = EnumSet.noneOf(Factor.class);
        asked.forEach(leaf -> needed.add(leaf.factor()));
        return wrongPerson(request)                                                                    // 4 may they show it at all?
                .or(() -> notReady(request, needed, subjects, facts))
                .or(() -> missing(request, asked, subjects, facts))
                .or(() -> tooFast(request, subjects, facts))
                .orElseGet(() -> compared(request, asked, subjects, facts));                           // 5 is it right?
    }

    /// Writes what follows from a judgement. Call it in the transaction that journals the outcome.
    public Outcome settle(Judgement judgement) {
        return settlement.settle(judgement);
    }

    /// The transaction is journaled, and goes its way: what was right counts as used.
    public void used(Judgement judgement) {
        if (judgement instanceof Judgement.Passed passed) {
            uses.right(passed);
        }
    }

    private static Situation situation(Request request) {
        LocalTime time = LocalTime.ofInstant(request.receivedAt(), FactorChecks.CHINA);
        return new Situation(request.merchant(), request.terminal(), request.kind(), request.amount(), time, request.operator(),
                EntryMode.ofField22(request.entryMode()).orElseThrow());
    }

    private static Map<Factor, Subject> subjects(Request request, Facts facts) {
        Map<Factor, Subject> subjects = request.subjects();
        facts.card().ifPresent(user -> subjects.put(Factor.CARD_PASSWORD, user.subject()));
        return subjects;
    }

    /// Of each rule the group that is there whole, or else the first that could be.
    private static Set<Leaf> asked(Request request, List<StepUpRule> matching, Facts facts) {
        Set<Factor> there = request.factors();
        return matching.stream().map(rule -> group(there, rule.require(), facts.secondFactors())).flatMap(group -> group.allOf().stream()).collect(Collectors.toSet());
    }

    private static Requirement.AllOf group(Set<Factor> there, Requirement requirement, SecondFactors secondFactors) {
        List<Requirement.AllOf> groups = requirement.anyOf();
        return groups.stream().filter(group -> group.allOf().stream().allMatch(leaf -> there.contains(leaf.factor()))).findFirst()
                .or(() -> groups.stream().filter(secondFactors::canShow).findFirst())
                .orElseGet(groups::getFirst);
    }

    /// Who approves is another person, and a supervisor; who shows a code or a fingerprint has said who they are.
    private static Optional<Judgement> wrongPerson(Request request) {
        Set<Factor> there = request.factors();
        boolean supervisor = there.contains(Factor.SUPERVISOR_PASSWORD);
        if (!supervisor && !there.contains(Factor.ONE_TIME_CODE) && !there.contains(Factor.FINGERPRINT)) {
            return Optional.empty();
        }
        if (request.operator().isEmpty() || supervisor && request.shown().supervisor().isEmpty()) {
            return Optional.of(new Judgement.Refused(request, ResponseCode.FORMAT_ERROR, List.of(), Optional.of(StepUpRefusal.OPERATOR_MISSING)));
        }
        return supervisor
                ? FactorChecks.supervisorRefusal(request.shown().supervisor().get(), request.operator().get()).map(refusal -> refused(request, Factor.SUPERVISOR_PASSWORD, refusal))
                : Optional.empty();
    }

    private static Optional<Judgement> notReady(Request request, Set<Factor> needed, Map<Factor, Subject> subjects, Facts facts) {
        for (Factor factor : needed) {
            if (subjects.containsKey(factor)) {
                List<StoredSecret> secretsOf = facts.of(subjects.get(factor));
                if (secretsOf.isEmpty()) {
                    return Optional.of(new Judgement.Refused(request, ResponseCode.FACTOR_INITIAL, List.of(Wanted.of(factor)), Optional.of(StepUpRefusal.SECRET_NOT_SET)));
                }
                if (secretsOf.stream().allMatch(StoredSecret::locked)) {
                    return Optional.of(refused(request, factor, StepUpRefusal.SECRET_LOCKED));
                }
            }
        }
        return Optional.empty();
    }

    /// What of two people is, only a terminal that has to ask needs to know.
    private static Optional<Judgement> missing(Request request, Set<Leaf> asked, Map<Factor, Subject> subjects, Facts facts) {
        Set<Factor> there = request.factors();
        List<Wanted> wanted = asked.stream().filter(leaf -> !there.contains(leaf.factor())).sorted(Comparator.comparing(Leaf::factor))
                .map(leaf -> subjects.containsKey(leaf.factor()) && facts.isOfTwoPeople(subjects.get(leaf.factor()))
                        ? new Wanted(leaf.factor(), true) : Wanted.of(leaf)).toList();
        return wanted.isEmpty() ? Optional.empty() : Optional.of(new Judgement.Refused(request, ResponseCode.FACTOR_MISSING, wanted, Optional.empty()));
    }

    /// Who never guessed wrong costs no other read, and is never held.
    private Optional<Judgement> tooFast(Request request, Map<Factor, Subject> subjects, Facts facts) {
        Optional<Factor> guessed = subjects.keySet().stream()
                .filter(factor -> facts.of(subjects.get(factor)).stream().anyMatch(secret -> secret.failures() > 0)).findFirst();
        return guessed.filter(_ -> brake.holds(request.merchant(), request.terminal())).map(factor -> refused(request, factor, StepUpRefusal.SLOWED_DOWN));
    }

    /// Whatever is there is compared, asked for or not: nobody tries a password where it does not count.
    private Judgement compared(Request request, Set<Leaf> asked, Map<Factor, Subject> subjects, Facts facts) {
        List<Factor> right = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        for (Factor factor : request.factors()) {
            Optional<Finding> finding = switch (factor) {
                case TXN_PASSWORD, SUPERVISOR_PASSWORD, CARD_PASSWORD -> Optional.ofNullable(subjects.get(factor))
                        .filter(subject -> !facts.of(subject).isEmpty())
                        .map(subject -> checks.password(request.shown(), factor, subject, facts.of(subject)));
                case ONE_TIME_CODE -> Optional.of(checks.code(request.shown(), request.transaction(), facts));
                case FINGERPRINT -> Optional.of(checks.fingerprint(request.shown().fingerprint().orElseThrow(), request.transaction(), facts, actors(asked)));
                case PIN -> Optional.empty();
            };
            switch (finding.orElse(null)) {
                case null -> { }                                                                       // nothing to compare it with: it guards nothing
                case Finding.Right found -> {
                    right.add(factor);
                    effects.addAll(found.effects());
                }
                case Finding.WrongSecret wrong -> {
                    return new Judgement.WrongSecret(request, factor, wrong.subject(), wrong.likeness(), wrong.oneTime());
                }
                case Finding.WrongChallenge wrong -> {
                    return new Judgement.WrongChallenge(request, factor, wrong.challenge(), wrong.authenticators());
                }
                case Finding.No no -> {
                    return refused(request, factor, no.refusal());
                }
            }
        }
        return new Judgement.Passed(request, right, subjects, effects);
    }

    private static Set<Leaf.Actor> actors(Set<Leaf> asked) {
        return asked.stream().filter(leaf -> leaf.factor() == Factor.FINGERPRINT).map(Leaf::actor).collect(Collectors.toSet());
    }

    private static Judgement refused(Request request, Factor about, StepUpRefusal refusal) {
        return new Judgement.Refused(request, refusal.code(), List.of(Wanted.of(about)), Optional.of(refusal));
    }
}
