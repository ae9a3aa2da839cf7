package io.shouyin.host.support;

import io.shouyin.host.access.AccountRecovery;
import io.shouyin.host.access.PasswordStrength;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.support.ResetCase.State;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Whoever opened the link in a text message: shows the second factor that remains, then sets a new password, once.
@Component
class Recovery {

    private final Links links;
    private final CaseStore store;
    private final AccountRecovery accounts;
    private final Delivery delivery;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    Recovery(Links links, CaseStore store, AccountRecovery accounts, Delivery delivery, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.links = links;
        this.store = store;
        this.accounts = accounts;
        this.delivery = delivery;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    /// What the page shows.
    ///
    /// @param factors of which one is to be shown; empty if that is done, or none remains
    /// @param passwordRules what the new password is judged by
    record Opened(String username, List<String> factors, Instant expiresAt, PasswordRules.Policy passwordRules) {}

    Opened look(String token) {
        return step(token, () -> {
            var good = good(token);
            return new Opened(good.username(), good.link().factorShown() ? List.of() : accounts.find(good.username()).orElseThrow().factors(),
                    good.link().expiresAt(), accounts.passwordRules(good.username()));
        });
    }

    void showTotp(String token, Secret typed, String address) {
        show(token, good -> accounts.showTotp(good.username(), typed, address));
    }

    void showRecoveryCode(String token, Secret typed, String address) {
        show(token, good -> accounts.showRecoveryCode(good.username(), typed, address));
    }

    PasskeyOptions.Request passkeyOptions(String token) {
        return step(token, () -> {
            var good = good(token);
            var challenge = accounts.challenge();
            links.ask(good.link(), challenge);
            return accounts.passkeyOptions(good.username(), challenge);
        });
    }

    void showPasskey(String token, JsonNode credential, String address) {
        show(token, good -> accounts.showPasskey(good.username(), credential,
                good.link().challenge().orElseThrow(CaseRefusal.LINK_FACTOR_MISSING::refused), address));
    }

    /// While one types: neither kept nor logged.
    PasswordStrength advise(String token, Secret typed) {
        return accounts.advise(step(token, () -> complete(token).username()), typed);
    }

    /// @return the rules that the password breaks; if there are any, the link stays good
    List<PasswordRules.Rule> set(String token, Secret wanted) {
        var username = step(token, () -> complete(token).username());
        var chosen = accounts.choose(username, wanted);                        // slow, so between the transactions
        if (chosen.broken().isEmpty()) {
            step(token, () -> {
                var good = complete(token);
                accounts.set(chosen, good.reset().factorsLost(), delivery.coolingUntil());
                CaseRefusal.LINK_USED.when(!links.use(good.link(), clock.instant()));
                delivery.complete(good.reset(), AuditActor.current());
                delivery.tellCompleted(good.reset());
                return good;
            });
        }
        return chosen.broken();
    }

    /// A good link, with the factor that it asks for.
    private Good complete(String token) {
        var good = good(token);
        CaseRefusal.LINK_FACTOR_MISSING.when(!good.link().factorShown());
        return good;
    }

    private interface Show {
        void to(Good good);
    }

    /// A try is taken before the factor is looked at, and is gone if it is wrong.
    private void show(String token, Show factor) {
        var good = step(token, () -> {
            var found = good(token);
            CaseRefusal.LINK_TRIES_SPENT.when(!links.take(found.link()));
            return found;
        });
        factor.to(good);
        transaction.executeWithoutResult(_ -> links.factorShown(good.link(), clock.instant()));
    }

    private record Good(Links.Link link, ResetCase reset, String username) {}

    /// The link, if it opens anything; its case is held until the end of the transaction.
    private Good good(String token) {
        var found = links.find(token).orElseThrow(CaseRefusal.LINK_UNKNOWN::refused);
        var reset = store.lock(found.caseId()).orElseThrow();
        var link = links.find(token).orElseThrow();
        CaseRefusal.LINK_USED.when(link.used());
        CaseRefusal.LINK_EXPIRED.when(reset.state() != State.SENT || !clock.instant().isBefore(link.expiresAt()));
        CaseRefusal.LINK_TRIES_SPENT.when(!link.factorShown() && link.triesLeft() == 0);
        var username = ((CaseSubject.Account) reset.subject()).username();
        return new Good(link, reset, accounts.find(username).orElseThrow(CaseRefusal.LINK_EXPIRED::refused).username());
    }

    private <T> T step(String token, Supplier<T> work) {
        try {
            return transaction.execute(_ -> work.get());
        } catch (RefusedRequest refused) {
            var about = links.find(token).map(link -> "case:" + link.caseId()).orElse("case:unknown");
            transaction.executeWithoutResult(_ -> audit.append(AuditEntry.refused("case.link", about, refused.refusal())));
            throw refused;
        }
    }
}
