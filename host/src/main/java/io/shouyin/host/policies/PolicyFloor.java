package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What no policy goes under, whoever agrees on it, and what none for a keypad goes beyond.
enum PolicyFloor {
    LENGTH(Knob.LENGTH_SOLE_MIN, policy -> policy.length().soleMin() >= 6),
    LENGTH_WITH_FACTOR(Knob.LENGTH_WITH_FACTOR_MIN, policy -> policy.length().withFactorMin() >= 6),
    TRIES(Knob.FAILURES_MAX, policy -> policy.attempts().failuresMax() <= 10),
    GRACE(Knob.GRACE_DAYS, policy -> policy.rotation().graceDays() <= 30);

    private final Knob knob;
    private final Predicate<PasswordPolicy> holds;

    PolicyFloor(Knob knob, Predicate<PasswordPolicy> holds) {
        this.knob = knob;
        this.holds = holds;
    }

    /// The values that ask for more than a terminal's keypad can type.
    static List<Knob> beyondKeypads(Realm realm, PasswordPolicy policy) {
        if (realm.ofConsole()) {
            return List.of();
        }
        var beyond = new ArrayList<Knob>();
        if (policy.length().soleMin() > PasswordRules.KEYPAD_LENGTH_MAX) {
            beyond.add(Knob.LENGTH_SOLE_MIN);
        }
        if (policy.length().max() > PasswordRules.KEYPAD_LENGTH_MAX) {
            beyond.add(Knob.LENGTH_MAX);
        }
        if (policy.composition().alphabet() != PasswordRules.Alphabet.ASCII) {
            beyond.add(Knob.ALPHABET);
        }
        return List.copyOf(beyond);
    }

    /// The values that are under it.
    static List<Knob> under(Realm realm, PasswordPolicy policy) {
        return List.of(values()).stream().filter(floor -> floor.knob.isSettableFor(realm) && !floor.holds.test(policy)).map(floor -> floor.knob).toList();
    }
}
