package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.terminal.state.Terms;
import java.util.Optional;

/// The step-up rules as far as the host has told them.
///
/// @param text a document a line; null if it told none
/// @param last the part that came last; nothing if it named no parts
record ToldRules(String text, Optional<RulesPart> last) {

    /// What a sign-in begins with. Rules that the terminal has already are whole.
    static ToldRules of(Advice signIn, Terms known) {
        Optional<RulesPart> first = signIn.rulesPart();
        if (first.isPresent() && first.get().version().equals(known.stepUpRulesVersion())) {
            RulesPart all = new RulesPart(first.get().version(), first.get().count(), first.get().count());
            return new ToldRules(known.stepUpRules(), Optional.of(all));
        }
        return new ToldRules(signIn.stepUpRules().orElse(null), first);
    }

    boolean isWhole() {
        return last.isEmpty() || last.get().isLast();
    }

    /// Null unless they are whole and have one.
    String version() {
        return last.filter(RulesPart::isLast).map(RulesPart::version).orElse(null);
    }

    /// With the part that was asked for, or begun anew with the first part of other rules; nothing if it is neither.
    Optional<ToldRules> with(Advice answer) {
        Optional<RulesPart> part = answer.rulesPart();
        if (part.isEmpty() || answer.stepUpRules().isEmpty()) {
            return Optional.empty();
        }
        String more = answer.stepUpRules().get();
        if (part.get().equals(last.orElseThrow().next())) {
            return Optional.of(new ToldRules(text + "\n" + more, part));
        }
        return part.filter(other -> other.number() == 1).map(_ -> new ToldRules(more, part));
    }
}
