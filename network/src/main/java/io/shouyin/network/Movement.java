package io.shouyin.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a host asks for, and what tells one from the other in the network's dialect: message type, field 3, field 25.
public enum Movement {
    /// Nothing moved: what the card can spend is told.
    BALANCE("0200", "310000", "00"),
    /// Money taken from the card.
    SALE("0200", "000000", "00"),
    /// Money that the card's chip gave while there was no line: told after the fact.
    OFFLINE_SALE("0220", "000000", "00"),
    /// The whole of a sale given back.
    VOID("0200", "200000", "00"),
    /// A part of a sale or completion given back, or the whole.
    REFUND("0220", "200000", "00"),
    /// Money kept aside.
    PRE_AUTH("0100", "030000", "06"),
    /// More of it kept aside.
    PRE_AUTH_TOP_UP("0100", "030000", "60"),
    /// All that was kept aside is free again.
    PRE_AUTH_VOID("0100", "200000", "06"),
    /// Money taken, instead of what was kept aside.
    COMPLETION("0200", "000000", "06"),
    /// The same, told after the fact.
    COMPLETION_NOTICE("0220", "000000", "06"),
    /// The whole of a completion given back; what was kept aside before it stays free.
    COMPLETION_VOID("0200", "200000", "06");

    private final String type;
    private final String processingCode;
    private final String condition;

    Movement(String type, String processingCode, String condition) {
        this.type = type;
        this.processingCode = processingCode;
        this.condition = condition;
    }

    static Optional<Movement> of(String type, String processingCode, String condition) {
        return Arrays.stream(values()).filter(one -> one.type.equals(type) && one.processingCode.equals(processingCode)
                && one.condition.equals(condition)).findFirst();
    }

    /// The message types in which a movement can be asked for.
    static boolean isAskedBy(String type) {
        return Arrays.stream(values()).anyMatch(one -> one.type.equals(type));
    }

    String type() {
        return type;
    }

    /// What it can follow; empty if it stands for itself.
    Set<Movement> follows() {
        return switch (this) {
            case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> Set.of();
            case VOID -> Set.of(SALE);
            case REFUND -> Set.of(SALE, OFFLINE_SALE, COMPLETION, COMPLETION_NOTICE);
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> Set.of(PRE_AUTH);
            case COMPLETION_VOID -> Set.of(COMPLETION);
        };
    }

    boolean isFollowUp() {
        return !follows().isEmpty();
    }

    /// Whether the card's holder wants more of it than before, so that limits hold.
    boolean asksForMore() {
        return switch (this) {
            case SALE, PRE_AUTH, PRE_AUTH_TOP_UP -> true;
            case BALANCE, OFFLINE_SALE, VOID, REFUND, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE, COMPLETION_VOID -> false;
        };
    }

    /// Whether it has happened already, so that nothing but the card decides whether it is booked.
    boolean isTold() {
        return this == OFFLINE_SALE;
    }

    /// What it takes from what the card can spend; negative: gives back.
    ///
    /// @param heldFen what is kept aside by what it follows; 0 if nothing
    long takenFen(long amountFen, long heldFen) {
        return switch (this) {
            case BALANCE -> 0;
            case SALE, OFFLINE_SALE, PRE_AUTH, PRE_AUTH_TOP_UP -> amountFen;
            case VOID, REFUND, PRE_AUTH_VOID, COMPLETION_VOID -> -amountFen;
            case COMPLETION, COMPLETION_NOTICE -> amountFen - heldFen;
        };
    }
}
