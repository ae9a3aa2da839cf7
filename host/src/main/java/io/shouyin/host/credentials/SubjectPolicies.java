package io.shouyin.host.credentials;

import io.shouyin.host.policies.Policies;
import io.shouyin.host.policies.PolicyInForce;
import io.shouyin.host.policies.Realm;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Which password policy holds for a subject. Read when a password is set or was wrong, never on the way of a sale that is right.
@Component
class SubjectPolicies {

    private final Policies policies;

    SubjectPolicies(Policies policies) {
        this.policies = policies;
    }

    PolicyInForce of(Subject subject) {
        return policies.inForce(realm(subject), Optional.of(subject.merchant()));
    }

    /// Wrong tries until it locks.
    int failuresMax(Subject subject) {
        return of(subject).policy().attempts().failuresMax();
    }

    private static Realm realm(Subject subject) {
        return switch (subject) {
            case Subject.Transaction _ -> Realm.TRANSACTION_PASSWORD;
            case Subject.Operator _ -> Realm.TERMINAL_OPERATOR;
            case Subject.Card _ -> Realm.CARDHOLDER;
        };
    }
}
