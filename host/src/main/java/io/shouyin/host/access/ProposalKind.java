package io.shouyin.host.access;

import java.util.EnumSet;
import java.util.Set;

/// What one person cannot do alone. [ProposedAct] carries it out.
public enum ProposalKind {
    /// A new account that takes part in what needs two people.
    ACCOUNT_CREATE(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// Roles for an account, one among them that takes part.
    ACCOUNT_ROLES(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// A new one-time password for such an account.
    ACCOUNT_RESET(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// Such an account is let in again.
    ACCOUNT_ENABLE(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// Every key is put under the next LMK.
    MASTER_KEY_CHANGE(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// The old LMK is retired.
    MASTER_KEY_RETIRE(Role.ADMINISTRATOR, Role.KEY_OFFICER),
    /// Step-up rules that ask for less than those before.
    STEP_UP_RULES(Role.ADMINISTRATOR, Role.RISK),
    /// A password policy that lets more pass than the one before.
    PASSWORD_POLICY(Role.ADMINISTRATOR, Role.RISK),
    /// Over which channels transactions go.
    ROUTING(Role.ADMINISTRATOR, Role.RISK),
    /// A one-time password that somebody is shown.
    ONE_TIME_SECRET(Role.ADMINISTRATOR),
    /// A form or validity of a terminal's or card's standing password that asks for less than the one before.
    SECRET_TERMS(Role.ADMINISTRATOR, Role.RISK),
    /// Whose a device is: another merchant, owner, account or address.
    TERMINAL_BINDING(Role.ADMINISTRATOR, Role.RISK),
    /// New software for many terminals.
    ROLLOUT(Role.ADMINISTRATOR, Role.RISK),
    /// An order that a terminal cannot take back: its keys are wiped.
    TERMINAL_ORDER(Role.ADMINISTRATOR, Role.RISK),
    /// Parameters of terminals that let more money through than before.
    TERMINAL_PARAMETERS(Role.ADMINISTRATOR, Role.RISK);

    private final Set<Role> approvers;

    ProposalKind(Role first, Role... more) {
        approvers = EnumSet.of(first, more);
    }

    boolean isApprovedBy(Set<Role> roles) {
        return roles.stream().anyMatch(approvers::contains);
    }

    /// Whether only those see it who see accounts and keys.
    boolean ofAccountsAndKeys() {
        return approvers.contains(Role.KEY_OFFICER);
    }
}
