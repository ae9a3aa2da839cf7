package io.shouyin.terminal.flow;

import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.strength.Strength;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.PinPad;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.RuleLine;
import io.shouyin.terminal.device.Screen.RuleState;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Asks for a new password twice. The rules are shown and judged while it is typed, with advice how strong it is; the host judges again.
final class NewSecret {

    private final Machine machine;
    private final Policy policy;
    private final PasswordRules.Context context;
    private final List<String> names;
    private final Optional<SecretEntry> mustDifferFrom;
    private final MultiTap.Mode firstMode;
    private final int firstStep;
    private final int steps;
    private final BiFunction<String, Integer, Screen.Builder> look;

    /// @param mustDifferFrom a login password that it may not equal
    /// @param firstStep the number of the first of the two steps
    /// @param look a screen by part of its id (`new`, `again`) and step
    NewSecret(Machine machine, Policy policy, Optional<SecretEntry> mustDifferFrom, MultiTap.Mode firstMode, int firstStep, int steps,
              BiFunction<String, Integer, Screen.Builder> look) {
        this.machine = machine;
        this.policy = policy;
        this.mustDifferFrom = mustDifferFrom;
        this.firstMode = firstMode;
        this.firstStep = firstStep;
        this.steps = steps;
        this.look = look;
        var identity = machine.identity();
        this.names = List.of(identity.merchantName());
        this.context = new PasswordRules.Context(Set.of(identity.merchantId(), identity.terminalId()), Set.of());
    }

    /// The new password, entered twice alike. The caller closes it.
    ///
    /// @param about what there is to say before the first entry
    SecretEntry ask(Said about) {
        Said said = about;
        while (true) {
            SecretEntry first = machine.dialogue().secret(new Dialogue.SecretPrompt(
                    () -> look.apply("new", firstStep).step(firstStep, steps), said,
                    Text.of("secret.new"), firstMode, false, policy.lengthMin(), policy.lengthMax(), this::rules, Text.of("key.next")));
            boolean keep = false;
            try (SecretEntry second = machine.dialogue().secret(new Dialogue.SecretPrompt(
                    () -> look.apply("again", firstStep + 1).step(firstStep + 1, steps), Said.NOTHING,
                    Text.of("secret.again"), firstMode, false, 1, policy.lengthMax(), entry -> List.of(), Text.of("key.confirm")))) {
                if (machine.pinPad().sameSecret(first, second)) {
                    keep = true;
                    return first;
                }
                said = Said.of(new Screen.Message(Tone.REFUSED, Text.of(TerminalRefusal.ENTRIES_DIFFER), Optional.empty()));
            } finally {
                if (!keep) {
                    first.close();
                }
            }
        }
    }

    /// How long it has to be, in words.
    static Text length(Policy policy) {
        return policy.lengthMin() == policy.lengthMax() ? Text.of("rule.lengthExactly", policy.lengthMin())
                : Text.of("rule.length", policy.lengthMin(), policy.lengthMax());
    }

    private List<RuleLine> rules(SecretEntry entry) {
        PinPad pinPad = machine.pinPad();
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        broken.addAll(pinPad.brokenRules(entry, policy, context));
        boolean empty = entry.length() == 0;
        boolean longEnough = entry.length() >= policy.lengthMin();
        var lines = new ArrayList<RuleLine>();
        lines.add(new RuleLine("length", longEnough ? RuleState.KEPT : RuleState.OPEN, length(policy)));
        if (!policy.required().isEmpty()) {
            boolean missing = broken.contains(Rule.DIGIT_MISSING) || broken.contains(Rule.LETTER_MISSING) || broken.contains(Rule.SYMBOL_MISSING);
            lines.add(new RuleLine("characters", ofCharacters(missing, empty, longEnough), Text.of("rule.required." + policy.required().stream().sorted()
                    .map(one -> one.name().substring(0, 1)).collect(Collectors.joining()))));
        }
        if (policy.kindsMin() > 0) {
            lines.add(new RuleLine("kinds", ofCharacters(broken.contains(Rule.KINDS_MISSING), empty, longEnough), Text.of("rule.kinds", policy.kindsMin())));
        }
        if (Math.min(policy.sequenceLengthMax(), policy.repeatLengthMax()) < policy.lengthMax()) {
            boolean runs = broken.contains(Rule.SEQUENCE) || broken.contains(Rule.REPEATS);
            boolean usual = policy.sequenceLengthMax() == Policy.TRANSACTION_PASSWORD.sequenceLengthMax()
                    && policy.repeatLengthMax() == Policy.TRANSACTION_PASSWORD.repeatLengthMax();
            lines.add(new RuleLine("runs", runs ? RuleState.BROKEN : longEnough ? RuleState.KEPT : RuleState.OPEN,
                    usual ? Text.of("rule.runs") : Text.of("rule.runsUpTo", policy.sequenceLengthMax(), policy.repeatLengthMax())));
        }
        Set<Rule> easy = EnumSet.of(Rule.CHARACTER_NOT_ALLOWED, Rule.MERCHANT_NUMBER, Rule.PHONE_NUMBER, Rule.BIRTHDAY, Rule.FACTORY_VALUE, Rule.COMMON);
        easy.retainAll(broken);
        Text easyText = easy.isEmpty() ? Text.of("rule.easy") : Text.of(easy.iterator().next());
        lines.add(new RuleLine("easy", !easy.isEmpty() ? RuleState.BROKEN : longEnough ? RuleState.KEPT : RuleState.OPEN, easyText));
        if (mustDifferFrom.isPresent()) {
            boolean same = !empty && pinPad.sameSecret(entry, mustDifferFrom.get());
            lines.add(new RuleLine("differs", same ? RuleState.BROKEN : RuleState.OPEN, Text.of("rule.differsFromLogin")));
        }
        if (!empty) {
            lines.add(advice(pinPad.strength(entry, names)));
        }
        return lines;
    }

    /// How strong it is, and the first reason why not.
    static RuleLine advice(Strength strength) {
        var why = strength.weaknesses().stream().findFirst().<Text>map(weakness -> new Text.Both(weakness.zh(), weakness.en())).orElse(Text.of("strength.longer"));
        return switch (strength.grade()) {
            case WEAK -> new RuleLine("strength", RuleState.ADVISED, Text.of("strength.weak", why));
            case FAIR -> new RuleLine("strength", RuleState.ADVISED, Text.of("strength.fair", why));
            case STRONG -> new RuleLine("strength", RuleState.KEPT, Text.of("strength.strong"));
        };
    }

    /// What is missing can still come, as long as there is room.
    private static RuleState ofCharacters(boolean missing, boolean empty, boolean longEnough) {
        return empty || missing && !longEnough ? RuleState.OPEN : missing ? RuleState.BROKEN : RuleState.KEPT;
    }
}
