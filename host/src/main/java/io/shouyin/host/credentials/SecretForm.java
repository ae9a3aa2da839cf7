package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;
import java.util.Optional;

/// What the standing secret of a subject has to be like. Outlives the secret: whoever sets a new one is bound by it.
///
/// @param twoPeople two halves of at least six characters, each typed by another person
public record SecretForm(SecretKind kind, boolean twoPeople, Optional<Allowance> allowance) {

    /// Unless somebody wants it otherwise.
    public static final SecretForm USUAL = new SecretForm(SecretKind.RECURRING, false, Optional.empty());

    public SecretForm {
        Check.argument(kind.isStanding(), "a one-time secret has no form");
        Check.argument(!twoPeople || kind == SecretKind.COMBINATION, "a secret of two people is a combination");
    }

    /// Whether it asks for less than the one before, or lets the secret be used more often. Another cycle may.
    boolean isLooserThan(SecretForm before) {
        return before.kind == SecretKind.COMBINATION && kind != SecretKind.COMBINATION || before.twoPeople && !twoPeople
                || before.allowance.filter(this::exceeds).isPresent();
    }

    /// All that either asks for; of cycles that cannot be compared, the other one's.
    SecretForm tightenedBy(SecretForm other) {
        boolean combination = kind == SecretKind.COMBINATION || other.kind == SecretKind.COMBINATION;
        return new SecretForm(combination ? SecretKind.COMBINATION : kind, twoPeople || other.twoPeople, other.allowance.filter(this::exceeds).or(() -> allowance));
    }

    private boolean exceeds(Allowance limit) {
        return allowance.filter(limit::covers).isEmpty();
    }
}
