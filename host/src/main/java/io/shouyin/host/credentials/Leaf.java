package io.shouyin.host.credentials;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.shouyin.kernel.Check;

/// One factor, and whose: `TXN_PASSWORD` of whoever trades, `FINGERPRINT@SUPERVISOR` of another person who is a supervisor.
public record Leaf(Factor factor, Actor actor) {

    private static final String OF_SUPERVISOR = "@SUPERVISOR";

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
        boolean marked = text.endsWith(OF_SUPERVISOR);
        Factor factor = Factor.ofName(marked ? text.substring(0, text.length() - OF_SUPERVISOR.length()) : text)
                .orElseThrow(() -> new IllegalArgumentException("there is no such factor"));
        return new Leaf(factor, marked || factor == Factor.SUPERVISOR_PASSWORD ? Actor.SUPERVISOR : Actor.SELF);
    }

    @JsonValue
    @Override
    public String toString() {
        return factor == Factor.FINGERPRINT && actor == Actor.SUPERVISOR ? factor + OF_SUPERVISOR : factor.name();
    }
}
