package io.shouyin.host.credentials;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.shouyin.kernel.Check;

/// One factor, and whose: `TXN_PASSWORD` of whoever trades, `FINGERPRINT@SUPERVISOR` of another person who is a supervisor.
///
/// No other role approves. A cashier would approve for a colleague and be approved for in turn; the administrator sets the transaction
/// password and everybody's initial one, and with the right to approve as well would be two people in one.
public record Leaf(Factor factor, Actor actor) {

    private static final String OF = "@";

    public enum Actor {
        SELF,
        /// Another person than the operator, with the role of a supervisor.
        SUPERVISOR
    }

    public Leaf {
        boolean fits = switch (factor) {
            case TXN_PASSWORD, CARD_PASSWORD, ONE_TIME_CODE, PIN -> actor == Actor.SELF;
            case SUPERVISOR_PASSWORD -> actor == Actor.SUPERVISOR;
            case FINGERPRINT -> true;
        };
        Check.argument(fits, "a factor belongs to whoever can show it");
    }

    @JsonCreator
    public static Leaf of(String text) {
        String[] parts = text.split(OF, 2);
        Factor factor = Factor.ofName(parts[0]).orElseThrow(() -> new IllegalArgumentException("there is no such factor"));
        boolean marked = parts.length == 2;
        SecretRefusal.RULE_ROLE_UNKNOWN.when(marked && !parts[1].equals(Actor.SUPERVISOR.name()));
        return new Leaf(factor, marked || factor == Factor.SUPERVISOR_PASSWORD ? Actor.SUPERVISOR : Actor.SELF);
    }

    @JsonValue
    @Override
    public String toString() {
        return factor == Factor.FINGERPRINT && actor == Actor.SUPERVISOR ? factor + OF + actor : factor.name();
    }
}
