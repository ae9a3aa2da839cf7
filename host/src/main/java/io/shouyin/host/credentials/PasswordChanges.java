package io.shouyin.host.credentials;

import static io.shouyin.kernel.ResponseCode.APPROVED;
import static io.shouyin.kernel.ResponseCode.FACTOR_EXPIRED;
import static io.shouyin.kernel.ResponseCode.FACTOR_INITIAL;
import static io.shouyin.kernel.ResponseCode.FACTOR_LOCKED;
import static io.shouyin.kernel.ResponseCode.FACTOR_MISSING;
import static io.shouyin.kernel.ResponseCode.FACTOR_WRONG;
import static io.shouyin.kernel.ResponseCode.FORMAT_ERROR;
import static io.shouyin.kernel.ResponseCode.ORIGINAL_NOT_FOUND;
import static io.shouyin.kernel.ResponseCode.SECRET_REFUSED;
import static io.shouyin.kernel.ResponseCode.SECURITY_PROCESSING_FAILED;
import static io.shouyin.kernel.ResponseCode.TERMINAL_NOT_PERMITTED;

import io.shouyin.host.credentials.CredentialService.Answer;
import io.shouyin.host.credentials.CredentialService.Request;
import io.shouyin.host.credentials.watch.Brake;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.policies.PolicyInForce;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.vault.PasswordCommands.Enrolment;
import io.shouyin.vault.PasswordCommands.EnrolmentRules;
import io.shouyin.vault.PasswordCommands.FactorVerdict;
import io.shouyin.vault.PasswordCommands.Match;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.Verifier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What each request of the credential service does. Runs inside the transaction of [CredentialService].
@Component
class PasswordChanges {

    private static final int TAG_OPERATOR = 0xDF01;
    private static final int TAG_SUPERVISOR_PASSWORD = 0xDF03;
    private static final int TAG_SUPERVISOR = 0xDF04;
    private static final int TAG_NEW_PASSWORD = 0xDF08;
    private static final int TAG_OPERATOR_PASSWORD = 0xDF09;
    private static final int TAG_ABOUT = 0xDF0A;
    private static final String ABOUT_TRANSACTION_PASSWORD = "TX";

    private final Secrets secrets;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final CredentialAudit audit;
    private final Merchants merchants;
    private final CodeRequests codes;
    private final CardRequests cards;
    private final SubjectPolicies policies;
    private final Brake brake;
    private final UseFacts uses;
    private final InstantSource clock;

    PasswordChanges(Secrets secrets, SecurityModule vault, InstitutionKeys keys, CredentialAudit audit, Merchants merchants, CodeRequests codes,
                    CardRequests cards, SubjectPolicies policies, Brake brake, UseFacts uses, InstantSource clock) {
        this.secrets = secrets;
        this.vault = vault;
        this.keys = keys;
        this.audit = audit;
        this.merchants = merchants;
        this.codes = codes;
        this.cards = cards;
        this.policies = policies;
        this.brake = brake;
        this.uses = uses;
        this.clock = clock;
    }

    Answer carryOut(Request request) {
        return switch (request.kind()) {
            case LOG_ON -> logOn(request);
            case CHANGE_OWN -> changeOwn(request);
            case SET_TRANSACTION_PASSWORD -> setTransactionPassword(request);
            case UNLOCK -> unlock(request);
            case ADD_OPERATOR -> addOperator(request);
            case DELETE_OPERATOR -> deleteOperator(request);
            case LOG_OFF -> logOff(request);
            case SEND_CODE -> codes.send(request);
            case ADD_CARD_USER -> addCardUser(request);
            case SET_CARD_PASSWORD -> setCardPassword(request);
        };
    }

    private Answer logOn(Request request) {
        Optional<Subject.Operator> operator = operator(request, TAG_OPERATOR);
        if (operator.isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        Answer proved = prove(request, operator.get(), TAG_OPERATOR_PASSWORD, false);
        if (proved.code() == APPROVED) {
            audit.done(operator.get(), operator.get(), "operator.log-on");
        }
        return proved;
    }

    private Answer changeOwn(Request request) {
        Optional<Subject.Operator> operator = operator(request, TAG_OPERATOR);
        if (operator.isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        Answer proved = prove(request, operator.get(), TAG_OPERATOR_PASSWORD, true);
        return proved.code() == APPROVED
                ? enrol(request, operator.get(), operator.get(), StoredSecret.State.SET, "operator-password.change")
                : proved;
    }

    private Answer setTransactionPassword(Request request) {
        Optional<Subject.Operator> operator = operator(request, TAG_OPERATOR);
        if (operator.isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        if (!operator.get().number().equals(OperatorNumber.ADMINISTRATOR)) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Subject guarded = new Subject.Transaction(request.merchant(), request.terminal());
        Answer proved = prove(request, operator.get(), TAG_OPERATOR_PASSWORD, false);
        return proved.code() == APPROVED
                ? enrol(request, operator.get(), guarded, StoredSecret.State.SET, "transaction-password.set")
                : proved;
    }

    private static PasswordRules.Policy text(PasswordPolicy policy, SecretForm form) {
        PasswordRules.Policy text = policy.text(true).onKeypad();
        return form.twoPeople() ? text.combination().ofTwoPeople()
                : form.kind() == SecretKind.COMBINATION ? text.combination()
                : text;
    }

    private Answer unlock(Request request) {
        Optional<Subject> about = about(request);
        Optional<Subject.Operator> supervisor = operator(request, TAG_SUPERVISOR);
        if (about.isEmpty() || supervisor.isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        if (!mayManage(supervisor.get().number(), about.get())) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Answer proved = prove(request, supervisor.get(), TAG_SUPERVISOR_PASSWORD, false);
        if (proved.code() != APPROVED) {
            return proved;
        }
        if (!secrets.unlock(about.get())) {
            return Answer.of(ORIGINAL_NOT_FOUND);
        }
        audit.done(supervisor.get(), about.get(), "password.unlock");
        return proved;
    }

    private Answer addOperator(Request request) {
        Optional<Subject> about = about(request);
        Optional<Subject.Operator> supervisor = operator(request, TAG_SUPERVISOR);
        if (supervisor.isEmpty() || about.isEmpty() || !(about.get() instanceof Subject.Operator added)) {
            return Answer.of(FORMAT_ERROR);
        }
        if (!mayManage(supervisor.get().number(), added)) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Answer proved = prove(request, supervisor.get(), TAG_SUPERVISOR_PASSWORD, false);
        return proved.code() == APPROVED
                ? enrol(request, supervisor.get(), added, StoredSecret.State.INITIAL, "operator.add")
                : proved;
    }

    private Answer deleteOperator(Request request) {
        Optional<Subject> about = about(request);
        Optional<Subject.Operator> supervisor = operator(request, TAG_SUPERVISOR);
        if (supervisor.isEmpty() || about.isEmpty() || !(about.get() instanceof Subject.Operator deleted)) {
            return Answer.of(FORMAT_ERROR);
        }
        if (deleted.number().role() != OperatorNumber.Role.CASHIER || !mayManage(supervisor.get().number(), deleted)) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Answer proved = prove(request, supervisor.get(), TAG_SUPERVISOR_PASSWORD, false);
        if (proved.code() != APPROVED) {
            return proved;
        }
        if (!secrets.delete(deleted)) {
            return Answer.of(ORIGINAL_NOT_FOUND);
        }
        audit.done(supervisor.get(), deleted, "operator.delete");
        return proved;
    }

    private Answer logOff(Request request) {
        return operator(request, TAG_OPERATOR).map(operator -> {
            audit.done(operator, operator, "operator.log-off");
            return Answer.of(APPROVED);
        }).orElseGet(() -> Answer.of(FORMAT_ERROR));
    }

    private Answer addCardUser(Request request) {
        Optional<Subject.Operator> supervisor = operator(request, TAG_SUPERVISOR);
        if (supervisor.isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        if (!supervisor.get().number().equals(OperatorNumber.SUPERVISOR)) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Answer proved = prove(request, supervisor.get(), TAG_SUPERVISOR_PASSWORD, false);
        return proved.code() == APPROVED ? Answer.of(cards.add(request, CredentialAudit.actor(supervisor.get()))) : proved;
    }

    private Answer setCardPassword(Request request) {
        Optional<Subject.Operator> supervisor = operator(request, TAG_SUPERVISOR);
        if (supervisor.isEmpty() || request.card().isEmpty()) {
            return Answer.of(FORMAT_ERROR);
        }
        Optional<RegisteredCards.Registration> registered = cards.find(request);
        if (registered.isEmpty()) {
            return Answer.of(ORIGINAL_NOT_FOUND);
        }
        Subject.Card card = registered.get().subject();
        if (!mayManage(supervisor.get().number(), card)) {
            return Answer.of(TERMINAL_NOT_PERMITTED);
        }
        Answer proved = prove(request, supervisor.get(), TAG_SUPERVISOR_PASSWORD, false);
        return proved.code() == APPROVED
                ? enrol(request, supervisor.get(), card, StoredSecret.State.SET, "card-password.set")
                : proved;
    }

    /// The supervisor manages the cashiers and the transaction password's lock, the administrator the supervisor.
    private static boolean mayManage(OperatorNumber by, Subject about) {
        return switch (about) {
            case Subject.Transaction _, Subject.Card _ -> by.equals(OperatorNumber.SUPERVISOR);
            case Subject.Operator operator -> switch (operator.number().role()) {
                case ADMINISTRATOR -> false;
                case SUPERVISOR -> by.equals(OperatorNumber.ADMINISTRATOR);
                case CASHIER -> by.equals(OperatorNumber.SUPERVISOR);
            };
        };
    }

    /// Proves that the operator is who they say: right, not locked, and no longer the initial password.
    private Answer prove(Request request, Subject.Operator operator, int tag, boolean initialAllowed) {
        Optional<StoredSecret> kept = secrets.find(operator);
        if (kept.isEmpty()) {
            if (isTypedOnTheTerminal(request, operator, tag)) {
                audit.unknown(operator);
            }
            return Answer.of(ORIGINAL_NOT_FOUND);
        }
        if (kept.get().locked()) {
            return refused(request, operator, tag, StepUpRefusal.SECRET_LOCKED);
        }
        Optional<SealedFactor> typed = request.sealed(tag);
        if (typed.isEmpty()) {
            return new Answer(FACTOR_MISSING, List.of(tag), List.of(), Optional.empty());
        }
        if (kept.get().failures() > 0 && brake.holds(request.merchant(), request.terminal())) {
            return refused(request, operator, tag, StepUpRefusal.SLOWED_DOWN);
        }
        boolean supervisor = tag == TAG_SUPERVISOR_PASSWORD;
        return switch (vault.match(request.credentialKey(), keys.credentialVerifier(), typed.get(), List.of(kept.get().owned()))) {
            case Match.Fits _ -> {
                if (kept.get().failures() > 0 && !secrets.clearFailures(kept.get().subject(), kept.get().id())) {
                    yield refused(request, operator, tag, StepUpRefusal.SECRET_LOCKED);
                }
                uses.right(request, operator, supervisor);
                yield changeFirst(kept.get()).filter(_ -> !initialAllowed).map(Answer::of).orElseGet(() -> Answer.of(APPROVED));
            }
            case Match.None none -> {
                int failuresMax = policies.failuresMax(operator);
                int failures = secrets.countFailure(kept.get().subject(), failuresMax);
                audit.wrongTry(operator, request.terminal(), failures, failuresMax);
                int left = Math.max(0, failuresMax - failures);
                uses.wrong(request, operator, supervisor, failures == failuresMax, none.likeness());
                yield new Answer(left == 0 ? FACTOR_LOCKED : FACTOR_WRONG, List.of(), List.of(), Optional.of(left));
            }
            case Match.Unreadable _ -> unreadable(request, operator, supervisor);
        };
    }

    /// Counted and in the audit log, though the password was not compared.
    private Answer refused(Request request, Subject.Operator operator, int tag, StepUpRefusal why) {
        if (isTypedOnTheTerminal(request, operator, tag)) {
            uses.refused(request, operator, tag == TAG_SUPERVISOR_PASSWORD, why);
            audit.notCompared(operator, why);
        }
        return Answer.of(why.code());
    }

    /// Sealed for another message, or by nobody of ours: counted if the message is the terminal's own.
    private Answer unreadable(Request request, Subject.Operator by, boolean supervisor) {
        if (request.signed()) {
            uses.refused(request, by, supervisor, StepUpRefusal.SECRET_UNREADABLE);
            audit.notCompared(by, StepUpRefusal.SECRET_UNREADABLE);
        }
        return Answer.of(SECURITY_PROCESSING_FAILED);
    }

    /// An initial password, or one that is too old, is good for its own change only.
    private Optional<ResponseCode> changeFirst(StoredSecret kept) {
        return kept.state() == StoredSecret.State.INITIAL ? Optional.of(FACTOR_INITIAL)
                : kept.isExpired(clock.instant()) ? Optional.of(FACTOR_EXPIRED) : Optional.empty();
    }

    /// Whether the sealed password opens under the terminal's key: who only knows its number cannot fill the audit log.
    private boolean isTypedOnTheTerminal(Request request, Subject.Operator operator, int tag) {
        Verifier ofNobody = new Verifier(new byte[16], new byte[32]);
        return request.sealed(tag).map(typed -> vault.verify(request.credentialKey(), keys.credentialVerifier(), typed, operator.key(), ofNobody))
                .filter(verdict -> verdict != FactorVerdict.UNREADABLE).isPresent();
    }

    private Answer enrol(Request request, Subject.Operator by, Subject subject, StoredSecret.State state, String action) {
        Optional<SealedFactor> typed = request.sealed(TAG_NEW_PASSWORD);
        SecretForm form = secrets.form(subject);
        if (typed.isEmpty()) {
            return new Answer(FACTOR_MISSING, List.of(TAG_NEW_PASSWORD | (form.twoPeople() ? FactorTlv.SECOND_PERSON : 0)), List.of(), Optional.empty());
        }
        PolicyInForce inForce = policies.of(subject);
        return switch (vault.enrol(request.credentialKey(), keys.credentialVerifier(), typed.get(), subject.key(),
                rules(request, subject, inForce.policy(), form))) {
            case Enrolment.Accepted accepted -> {
                Judged judged = state == StoredSecret.State.INITIAL ? Judged.BY_NOBODY : Judged.by(inForce, clock.instant());
                secrets.replace(subject, accepted.verifier(), state, form, judged);
                audit.done(by, subject, action);
                yield Answer.of(APPROVED);
            }
            case Enrolment.Refused refused -> {
                audit.refused(by, subject, action, refused.broken());
                yield new Answer(SECRET_REFUSED, List.of(), refused.broken(), Optional.empty());
            }
            case Enrolment.Unreadable _ -> unreadable(request, by, false);
        };
    }

    private EnrolmentRules rules(Request request, Subject subject, PasswordPolicy policy, SecretForm form) {
        List<Verifier> earlier = new ArrayList<>();
        if (policy.history().count() > 0) {
            secrets.find(subject).ifPresent(present -> earlier.add(present.verifier()));
        }
        earlier.addAll(secrets.earlier(subject, Math.max(0, policy.history().count() - earlier.size())));
        List<OwnedVerifier> others = new ArrayList<>();
        switch (subject) {
            case Subject.Transaction _, Subject.Card _ -> secrets.operatorsOf(request.terminal())
                    .forEach(login -> others.add(new OwnedVerifier(login.subject(), login.verifier())));
            case Subject.Operator _ -> secrets.find(new Subject.Transaction(request.merchant(), request.terminal()))
                    .ifPresent(guard -> others.add(new OwnedVerifier(guard.subject(), guard.verifier())));
        }
        Set<String> numbers = new HashSet<>(Set.of(request.merchant().value(), request.terminal().value()));
        Set<String> phones = new HashSet<>();
        Set<String> names = new HashSet<>(policy.blocking().words());
        merchants.find(request.merchant()).ifPresent(merchant -> {
            phones.add(merchant.phone());
            names.addAll(List.of(merchant.nameEn().split(" ")));                       // a keypad has neither blanks nor Chinese
        });
        request.card().ifPresent(card -> numbers.add(card.reveal(CardDataAccess.granted())));
        cards.find(request).map(RegisteredCards.Registration::contact).ifPresent(phones::add);
        return new EnrolmentRules(text(policy, form), new PasswordRules.Context(numbers, phones, names), earlier, others);
    }

    private static Optional<Subject.Operator> operator(Request request, int tag) {
        return request.text(tag).filter(number -> number.matches("[0-9]{2}"))
                .map(number -> new Subject.Operator(request.merchant(), request.terminal(), new OperatorNumber(number)));
    }

    private static Optional<Subject> about(Request request) {
        return request.text(TAG_ABOUT).filter(ABOUT_TRANSACTION_PASSWORD::equals).isPresent()
                ? Optional.of(new Subject.Transaction(request.merchant(), request.terminal()))
                : operator(request, TAG_ABOUT).map(Subject.class::cast);
    }
}
