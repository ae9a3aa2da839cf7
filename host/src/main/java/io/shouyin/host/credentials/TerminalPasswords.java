package io.shouyin.host.credentials;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.PasswordCommands.IssuedSecret;
import io.shouyin.vault.SecurityModule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The passwords of a terminal as the provider sees them: issued once, then only their state.
@Component
public class TerminalPasswords {

    private static final List<OperatorNumber> FIRST_OPERATORS =
            List.of(OperatorNumber.ADMINISTRATOR, OperatorNumber.SUPERVISOR, new OperatorNumber("01"));

    private final Secrets secrets;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final CredentialSettings settings;

    TerminalPasswords(Secrets secrets, SecurityModule vault, InstitutionKeys keys, CredentialSettings settings) {
        this.secrets = secrets;
        this.vault = vault;
        this.keys = keys;
        this.settings = settings;
    }

    /// Issues random initial passwords for 99, 00 and 01: to be printed once, each to be changed at its first use.
    /// The caller audits it in the same transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<OperatorNumber, Secret> issueInitial(MerchantId merchant, TerminalId terminal) {
        Map<OperatorNumber, Secret> issued = new LinkedHashMap<>();
        for (OperatorNumber number : FIRST_OPERATORS) {
            issued.put(number, issueInitial(merchant, terminal, number));
        }
        return issued;
    }

    /// Issues one operator a new initial password, for a forgotten or locked one. The caller audits it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Secret issueInitial(MerchantId merchant, TerminalId terminal, OperatorNumber number) {
        Subject subject = new Subject.Operator(merchant, terminal, number);
        IssuedSecret secret = vault.issueInitial(keys.credentialVerifier(), subject.key(), settings.initialPasswordDigits());
        secrets.replace(subject, secret.verifier(), StoredSecret.State.INITIAL, SecretForm.USUAL, Judged.BY_NOBODY);
        return secret.clear();
    }

    /// Ends all that opens something at a terminal: it is retired. The caller audits it.
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeAll(TerminalId terminal) {
        secrets.revokeAll(terminal);
    }

    /// How the password of an operator or the transaction password stands.
    public enum State {
        NONE,
        INITIAL,
        SET,
        LOCKED
    }

    public record OperatorState(OperatorNumber number, State state) {}

    public List<OperatorState> operators(TerminalId terminal) {
        return secrets.operatorRows(terminal).stream().map(row -> new OperatorState(row.number(),
                row.locked() ? State.LOCKED : row.state() == StoredSecret.State.INITIAL ? State.INITIAL : State.SET))
                .toList();
    }

    /// How many terminals have a transaction password that is locked.
    public long lockedTransactionPasswords() {
        return secrets.lockedTransactionPasswords();
    }

    /// The transaction passwords of several terminals; a terminal without one is not in the map.
    public Map<TerminalId, State> transactionPasswords(List<TerminalId> terminals) {
        Map<TerminalId, State> states = new HashMap<>();
        secrets.transactionRows(terminals.stream().map(TerminalId::value).toList())
                .forEach(row -> states.put(row.terminal(), row.locked() ? State.LOCKED : State.SET));
        return states;
    }
}
