package io.shouyin.host.access;

import io.shouyin.host.policies.LeakedPasswords;
import io.shouyin.host.policies.Policies;
import io.shouyin.host.policies.PolicyInForce;
import io.shouyin.host.policies.Realm;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.strength.CommonPasswords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What the policy in force says of a console password: of a new one when it is chosen, of an old one when it is used.
@Component
class PasswordJudge {

    private final Policies policies;
    private final FactorStore factors;
    private final LeakedPasswords leaked;
    private final AccessSettings settings;

    PasswordJudge(Policies policies, FactorStore factors, LeakedPasswords leaked, AccessSettings settings) {
        this.policies = policies;
        this.factors = factors;
        this.leaked = leaked;
        this.settings = settings;
    }

    PolicyInForce policy(Account account) {
        return policies.inForce(Role.anyOfPlatform(account.roles()) ? Realm.PLATFORM : Realm.PROVIDER, Optional.empty());
    }

    /// What the account's login has to show, and how long it lasts.
    LoginDemand demand(Account account) {
        return LoginDemand.of(policy(account).policy(), settings);
    }

    /// What the text of a password is judged by that is chosen now.
    PasswordRules.Policy text(Account account) {
        return text(account, policy(account));
    }

    private PasswordRules.Policy text(Account account, PolicyInForce inForce) {
        return inForce.policy().text(isSoleFactor(account));
    }

    /// Every rule that the text breaks, in the order of the enum; history is not looked at.
    List<Rule> broken(Secret password, Account account, PolicyInForce inForce) {
        var names = new HashSet<>(inForce.policy().blocking().words());
        names.addAll(List.of(account.username(), account.displayName()));
        var utf8 = password.reveal(SecretAccess.granted());
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        try {
            var broken = EnumSet.noneOf(Rule.class);
            broken.addAll(CommonPasswords.broken(text, text(account, inForce), new Context(Set.of(), Set.of(), names)));
            if (leaked.contains(utf8)) {
                broken.add(Rule.BLOCKLISTED);
            }
            return List.copyOf(broken);
        } finally {
            Arrays.fill(utf8, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }

    /// When a password that is set now is due, if it stays the only factor.
    Optional<Instant> expiry(PolicyInForce inForce, Instant setAt) {
        return inForce.policy().expiry(setAt, true);
    }

    /// @param opensUntil the policy's grace included
    record Due(Instant at, Instant opensUntil) {}

    /// When the password of an account is due for change, if the policy of today rotates it.
    Optional<Due> due(Account account) {
        return due(account, policy(account));
    }

    private Optional<Due> due(Account account, PolicyInForce inForce) {
        var rotation = inForce.policy().rotation();
        return account.expiresAt().filter(_ -> !rotation.onlyIfSoleFactor() || isSoleFactor(account))
                .map(at -> new Due(at, at.plus(Duration.ofDays(rotation.graceDays()))));
    }

    /// Why a right password has to be changed before anything else.
    Optional<ChangeReason> reasonToChange(Secret password, Account account, Instant now) {
        var inForce = policy(account);
        if (due(account, inForce).filter(due -> !now.isBefore(due.opensUntil())).isPresent()) {
            return Optional.of(ChangeReason.EXPIRED);
        }
        var judgedByOthers = account.policyVersion().filter(version -> version == inForce.version()).isEmpty();
        return inForce.policy().rotation().judgedAtLogin() && judgedByOthers && !broken(password, account, inForce).isEmpty()
                ? Optional.of(ChangeReason.POLICY) : Optional.empty();
    }

    private boolean isSoleFactor(Account account) {
        return factors.enrolled(account.username()).isEmpty();
    }
}
