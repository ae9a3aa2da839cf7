package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Means;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.device.WalletCode;
import io.shouyin.terminal.flow.Dialogue.Said;
import io.shouyin.terminal.state.Trade;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The factors of one transaction: asks for what is wanted and not there, and keeps it until the transaction is over, so that nobody enters twice
/// what was right. If somebody was away from the screen meanwhile, everything is forgotten and asked anew.
final class TransactionFactors implements AutoCloseable {

    private static final int PIN_DIGITS_MIN = 4;

    private final Machine machine;
    private final Dialogue dialogue;
    private final Trade trade;
    private final MinorAmount amount;
    private final Set<Factor> halves = EnumSet.noneOf(Factor.class);
    private final OneTimeCode code;
    private final boolean isOfWallet;
    private final List<List<Set<Factor>>> open = new ArrayList<>();
    private final Set<Factor> wanted;
    private final Map<Factor, List<Set<Factor>>> chosenFrom = new EnumMap<>(Factor.class);
    private final Map<Factor, SecretEntry> typed = new EnumMap<>(Factor.class);
    private final Map<Factor, Said> said = new EnumMap<>(Factor.class);
    private Optional<OperatorNumber> supervisor = Optional.empty();
    private Optional<byte[]> fingerprint = Optional.empty();
    private Optional<TraceNumber> trace = Optional.empty();
    private boolean pinNeeded;
    private int interruptions;

    TransactionFactors(Machine machine, Trade trade, MinorAmount amount, Means card) {
        StepUpRules rules = machine.stepUpRules();
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.trade = trade;
        this.amount = amount;
        if (rules.twoHalves()) {
            halves.add(Factor.TRANSACTION_PASSWORD);
        }
        this.isOfWallet = card instanceof WalletCode;
        this.wanted = trade.asksPin() && !isOfWallet ? EnumSet.of(Factor.PIN) : EnumSet.noneOf(Factor.class);
        this.code = new OneTimeCode(machine, trade.title(), trade.kind(), amount, rules.hasApplication(machine.operator()));
        this.interruptions = dialogue.interruptions();
        var now = new StepUpRules.Situation(trade.kind().ruleDigits(), amount,
                machine.device().clock().instant().atZone(Machine.ZONE).toLocalTime(), card.entryMode(), machine.operator());
        open.addAll(rules.wanted(now));
        open.sort(Comparator.comparing(List::size));
        pinNeeded = open.stream().anyMatch(anyOf -> anyOf.stream().allMatch(group -> group.contains(Factor.PIN)));
    }

    // what is wanted

    /// The host wants more than its rules told.
    ///
    /// @return false if there is nothing among it that could be asked
    boolean wantAlso(Advice advice) {
        List<Factor> more = advice.factors();
        halves.addAll(advice.halves());
        List<Factor> news = more.stream().filter(factor -> canShow(factor) && !has(factor)).toList();
        pinNeeded |= more.contains(Factor.PIN);
        boolean pinLeftOut = more.contains(Factor.PIN) && has(Factor.PIN) && pin().isEmpty();
        if (pinLeftOut) {
            drop(Factor.PIN, Said.NOTHING);
        }
        wanted.addAll(news);
        news.forEach(factor -> said.put(factor, Said.of(new Screen.Message(Tone.WAITING, Text.of("factor.alsoWanted", factor.text()), Optional.empty()))));
        return pinLeftOut || !news.isEmpty();
    }

    /// What was entered is not good: it is asked anew.
    ///
    /// @param why to be said before
    void drop(Factor factor, Said why) {
        forget(factor);
        wanted.add(factor);
        said.put(factor, why);
    }

    private void forget(Factor factor) {
        Optional.ofNullable(typed.remove(factor)).ifPresent(SecretEntry::close);
        if (factor.isFinger()) {
            fingerprint = Optional.empty();
        }
    }

    /// The transaction that codes and fingerprints were made for is over.
    void dropBound() {
        for (Factor factor : Factor.values()) {
            if (factor.isBoundToTransaction()) {
                forget(factor);
            }
        }
        code.forget();
    }

    /// What the message carries.
    Set<Factor> shown() {
        return wanted;
    }

    private boolean has(Factor factor) {
        return factor.isFinger() ? fingerprint.isPresent() : typed.containsKey(factor);
    }

    private boolean canShow(Factor factor) {
        return factor.isFinger() ? Finger.isPossible(machine) : factor != Factor.PIN || !isOfWallet;
    }

    // asking

    /// Asks until nothing is missing.
    ///
    /// @throws Unwind.Cancelled by the red key
    void ask() {
        while (true) {
            Optional<Factor> next = wanted.stream().filter(factor -> !has(factor)).findFirst();
            if (choose(next)) {
                continue;
            }
            if (next.isEmpty()) {
                return;
            }
            if (!ask(next.get())) {
                giveUp(next.get());
            }
            if (interruptions != dialogue.interruptions()) {
                interruptions = dialogue.interruptions();
                close();
            }
        }
    }

    /// Settles the next rule: by what is asked anyway, by the one way that there is, or by a choice, once its turn in the order of factors has come.
    ///
    /// @param next what else is to be asked
    /// @return whether something was settled
    private boolean choose(Optional<Factor> next) {
        if (open.isEmpty()) {
            return false;
        }
        List<Set<Factor>> able = open.getFirst().stream().filter(group -> group.stream().allMatch(this::canShow)).toList();
        boolean settled = able.isEmpty() || able.stream().anyMatch(wanted::containsAll);
        Factor first = settled ? Factor.PIN : Collections.min(able.stream().flatMap(Set::stream).toList());
        if (!settled && able.size() > 1 && next.isPresent() && next.get().compareTo(first) < 0) {
            return false;
        }
        if (!settled) {
            Set<Factor> group = able.size() == 1 ? able.getFirst() : chosen(able);
            wanted.addAll(group);
            group.forEach(factor -> chosenFrom.put(factor, able));
        }
        open.removeFirst();
        return true;
    }

    private Set<Factor> chosen(List<Set<Factor>> groups) {
        Screen.Builder screen = facts("choice").message(Tone.NEUTRAL, Text.of("factor.choice"));
        Set<Key> keys = EnumSet.noneOf(Key.class);
        for (int i = 0; i < groups.size(); i++) {
            Key key = Key.digit(i + 1);
            keys.add(key);
            List<Factor> factors = List.copyOf(groups.get(i));
            Text text = factors.size() == 1 ? factors.getFirst().text() : Text.of("factor.both", factors.get(0).text(), factors.get(1).text());
            screen.item("choice." + factors.stream().map(Factor::name).collect(Collectors.joining(".")), key, text);
        }
        return groups.get(dialogue.await(screen.softkey(Key.CANCEL, Text.of("key.cancel")).build(), keys).digit() - 1);
    }

    /// It cannot be shown after all: the other way, if there is one.
    private void giveUp(Factor factor) {
        List<Set<Factor>> others = chosenFrom.getOrDefault(factor, List.of());
        if (others.size() < 2) {
            throw new Unwind.Cancelled();
        }
        wanted.remove(factor);
        open.add(others);
    }

    /// @return false if it cannot be shown, which was told
    private boolean ask(Factor factor) {
        Said before = Optional.ofNullable(said.remove(factor)).orElse(Said.NOTHING);
        return switch (factor) {
            case TRANSACTION_PASSWORD -> put(factor, wholeOrHalves(factor, "password", Text.of("sale.password"), before));
            case CARD_PASSWORD -> put(factor, wholeOrHalves(factor, "cardPassword", factor.text(), before));
            case SUPERVISOR_PASSWORD -> {
                supervisor = Optional.of(supervisor());
                yield supervised(password("supervisorPassword", Text.of("factor.passwordOf", Logon.name(supervisor.get())), MultiTap.Mode.DIGITS, before));
            }
            case ONE_TIME_CODE -> code.ask(trace(), () -> facts("code"), before).map(entry -> put(factor, entry)).orElse(false);
            case FINGERPRINT, SUPERVISOR_FINGERPRINT -> {
                fingerprint = new Finger(machine).show(factor, trade, amount, trace(), facts("finger"));
                yield fingerprint.isPresent();
            }
            case PIN -> put(factor, pin(before));
        };
    }

    /// The host judges it with the transaction, or the terminal at once.
    private boolean supervised(SecretEntry password) {
        if (machine.identity().isStepUpOnline()) {
            return put(Factor.SUPERVISOR_PASSWORD, password);
        }
        CredentialService.Outcome.Answered judged = machine.operators().judge(supervisor.orElseThrow(), password);
        if (judged.isApproved()) {
            return put(Factor.SUPERVISOR_PASSWORD, password);
        }
        password.close();
        said.put(Factor.SUPERVISOR_PASSWORD, Said.of(CredentialService.refusal(judged, Password.SUPERVISOR)));
        return true;
    }

    private boolean put(Factor factor, SecretEntry entry) {
        typed.put(factor, entry);
        return true;
    }

    private SecretEntry password(String part, Text label, MultiTap.Mode firstMode, Said before) {
        return dialogue.secret(new Dialogue.SecretPrompt(() -> facts(part), before,
                label, firstMode, false, 1, PasswordRules.KEYPAD_LENGTH_MAX, entry -> List.of(), Text.of("key.next")));
    }

    private SecretEntry wholeOrHalves(Factor factor, String part, Text label, Said before) {
        return halves.contains(factor) ? halves(factor, part, before) : password(part, label, MultiTap.Mode.MIXED, before);
    }

    /// Two people, one after the other; neither sees the other's half. A one-time password has no second half.
    private SecretEntry halves(Factor factor, String part, Said before) {
        try (SecretEntry first = password(part + ".first", Text.of("halves.firstOf", factor.text()), MultiTap.Mode.MIXED, before);
             SecretEntry second = dialogue.secret(new Dialogue.SecretPrompt(
                     () -> facts(part + ".second").message(Tone.WAITING, Text.of("halves.change"), Text.of("halves.oneTime")), Said.NOTHING,
                     Text.of("halves.secondOf", factor.text()), MultiTap.Mode.MIXED, false, 0, PasswordRules.KEYPAD_LENGTH_MAX, entry -> List.of(), Text.of("key.next")))) {
            return machine.pinPad().joined(first, second);
        }
    }

    private OperatorNumber supervisor() {
        while (true) {
            var number = new OperatorNumber(dialogue.digits(
                    () -> facts("supervisor").message(Tone.NEUTRAL, Text.of("factor.supervisor.ask")),
                    Text.of("factor.supervisor.number"), 2, 2, Text.of("key.next")));
            if (number.role() == Role.SUPERVISOR && !number.equals(machine.operator())) {
                return number;
            }
            dialogue.tell(trade.screen("supervisorRefused"), trade.title(), Tone.REFUSED, Text.of("factor.supervisor.only"));
        }
    }

    private SecretEntry pin(Said before) {
        while (true) {
            SecretEntry pin = dialogue.secret(new Dialogue.SecretPrompt(
                    () -> facts("pin").step(CardTransaction.STEP_PIN, CardTransaction.STEPS)
                            .message(Tone.NEUTRAL, Text.of("sale.pin.ask"), Text.of(pinNeeded ? "sale.pin.needed" : "sale.pin.none")), before,
                    Text.of("sale.pin"), MultiTap.Mode.DIGITS, true, pinNeeded ? PIN_DIGITS_MIN : 0, 12, entry -> List.of(), Text.of("key.ok")));
            if (pin.length() == 0 || pin.length() >= PIN_DIGITS_MIN) {
                return pin;
            }
            pin.close();
            dialogue.tell(trade.screen("pinShort"), trade.title(), Tone.REFUSED, Text.of("sale.pinShort"));
        }
    }

    private Screen.Builder facts(String part) {
        return CardTransaction.priced(Screen.of(trade.screen(part), trade.title()).step(CardTransaction.STEP_FACTORS, CardTransaction.STEPS), amount);
    }

    // what goes out

    /// The number that the next message has; what is made for the transaction is made for it.
    private TraceNumber trace() {
        if (trace.isEmpty()) {
            trace = Optional.of(machine.takeTrace());
        }
        return trace.get();
    }

    /// As it leaves the terminal the number is used up.
    TraceNumber useTrace() {
        TraceNumber used = trace();
        trace = Optional.empty();
        return used;
    }

    /// Nothing if none was asked for, or it was left out.
    Optional<SecretEntry> pin() {
        return Optional.ofNullable(typed.get(Factor.PIN)).filter(entry -> entry.length() > 0);
    }

    /// Everything but the PIN, for field 57 of one message.
    FactorTlv sealed(SealedFor message) {
        FactorTlv factors = FactorTlv.empty();
        for (Factor factor : wanted) {
            factors = switch (factor) {
                case TRANSACTION_PASSWORD, CARD_PASSWORD, SUPERVISOR_PASSWORD, ONE_TIME_CODE ->
                        factors.with(factor.tag(), machine.pinPad().seal(typed.get(factor), message, factor.tag()));
                case FINGERPRINT, SUPERVISOR_FINGERPRINT -> factors.with(factor.tag(), fingerprint.orElseThrow());
                case PIN -> factors;
            };
        }
        return supervisor.isPresent() && wanted.contains(Factor.SUPERVISOR_PASSWORD) ? factors.with(FactorTlv.SUPERVISOR, supervisor.get().value()) : factors;
    }

    /// Wipes everything that was entered.
    @Override
    public void close() {
        typed.values().forEach(SecretEntry::close);
        typed.clear();
        fingerprint = Optional.empty();
    }
}
