package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// What a case of a forgotten password may ask of an account, and do to it. That the case is a good one is its business; that an
/// administrator or key officer is reset by a proposal alone is held here.
@Component
public class AccountRecovery {

    private final AccountStore accounts;
    private final FactorStore factors;
    private final OwnFactors ownFactors;
    private final ShowFactor showFactor;
    private final RelyingParty relyingParty;
    private final ChangePassword changePassword;
    private final PasswordJudge judge;
    private final PasswordAdvice advice;
    private final Cooling cooling;

    AccountRecovery(AccountStore accounts, FactorStore factors, OwnFactors ownFactors, ShowFactor showFactor, RelyingParty relyingParty,
                    ChangePassword changePassword, PasswordJudge judge, PasswordAdvice advice, Cooling cooling) {
        this.accounts = accounts;
        this.factors = factors;
        this.ownFactors = ownFactors;
        this.showFactor = showFactor;
        this.relyingParty = relyingParty;
        this.changePassword = changePassword;
        this.judge = judge;
        this.advice = advice;
        this.cooling = cooling;
    }

    /// @param ofPlatform an administrator's or key officer's
    /// @param factors second ones that its owner can show, recovery codes among them; empty if there are none
    public record Found(String username, boolean ofPlatform, List<String> factors) {}

    /// Accounts that may log in.
    public Optional<Found> find(String username) {
        return accounts.find(username).filter(Account::active).map(account -> new Found(username, Role.anyOfPlatform(account.roles()),
                judge.demand(account).asked(factors.enrolled(username)).stream().map(Enum::name).toList()));
    }

    /// Until when the account changes nothing.
    public Optional<Instant> coolingUntil(String username) {
        return cooling.until(username);
    }

    /// @throws RefusedRequest if the code is wrong or was used, or there were too many tries
    public void showTotp(String username, Secret typed, String address) {
        requireShown(showFactor.totp(staff(username), typed, address));
    }

    /// @throws RefusedRequest if the code is wrong or was used, or there were too many tries
    public void showRecoveryCode(String username, Secret typed, String address) {
        requireShown(showFactor.recoveryCode(staff(username), typed, address));
    }

    public byte[] challenge() {
        return relyingParty.challenge();
    }

    /// What the browser asks the account's passkeys.
    public PasskeyOptions.Request passkeyOptions(String username, byte[] challenge) {
        return relyingParty.request(challenge, factors.passkeys(username).stream().map(kept -> kept.passkey().credentialId()).toList());
    }

    /// @throws RefusedRequest if the answer is not that of one of the account's passkeys, or there were too many tries
    public void showPasskey(String username, JsonNode credential, byte[] challenge, String address) {
        var answer = PasskeyAnswer.of(credential);
        requireShown(showFactor.passkey(staff(username), answer.json(), answer.credentialId(), challenge, address));
    }

    /// Somebody who is not logged in, and will not be by showing a factor.
    private Staff staff(String username) {
        var account = resettable(username);
        return new Staff(account, judge.demand(account), factors.enrolled(username), Map.of(), NextStep.NONE);
    }

    private static void requireShown(ShowFactor.Outcome outcome) {
        switch (outcome) {
            case ShowFactor.Outcome.Shown _ -> { }
            case ShowFactor.Outcome.Refused(var refusal) -> throw new RefusedRequest(HttpStatus.FORBIDDEN, refusal);
            case ShowFactor.Outcome.Locked(var delay) -> throw delay.refusal();
        }
    }

    /// A new password for an account, judged and hashed.
    public static final class Chosen {

        private final String username;
        private final ChangePassword.Judged judged;

        private Chosen(String username, ChangePassword.Judged judged) {
            this.username = username;
            this.judged = judged;
        }

        /// The rules that it breaks.
        public List<PasswordRules.Rule> broken() {
            return judged.broken();
        }
    }

    /// What the text of a new password is judged by.
    public PasswordRules.Policy passwordRules(String username) {
        return judge.text(resettable(username));
    }

    /// How strong a new password would be; nothing is done.
    ///
    /// @throws RefusedRequest when many type at once
    public PasswordStrength advise(String username, Secret typed) {
        return PasswordStrength.of(advice.about(typed, resettable(username)));
    }

    /// Judges a new password, which is slow: outside of any transaction. Nothing is done yet.
    public Chosen choose(String username, Secret wanted) {
        return new Chosen(username, changePassword.judge(resettable(username), wanted));
    }

    /// Sets a password that breaks no rule, in the caller's transaction: every session ends, and for a while the account changes nothing.
    ///
    /// @param factorsLost takes the account's second factors, as two people have agreed
    @Transactional
    public void set(Chosen chosen, boolean factorsLost, Instant coolingUntil) {
        changePassword.recover(resettable(chosen.username), chosen.judged);
        if (factorsLost) {
            ownFactors.removeAll(chosen.username);
        }
        cooling.begin(chosen.username, coolingUntil);
    }

    private Account resettable(String username) {
        return accounts.find(username).filter(account -> account.active() && !Role.anyOfPlatform(account.roles()))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.ACCOUNT_UNKNOWN));
    }
}
