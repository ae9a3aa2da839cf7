package io.shouyin.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a host asks for, and what tells one from the other in the network's dialect: message type, field 3, field 25.
public enum Movement {
    /// Money taken from the card.
    SALE("0200", "000000", "00"),
    /// The whole of a sale given back.
    VOID("0200", "200000", "00"),
    /// A part of a sale or completion given back, or the whole.
    REFUND("0220", "200000", "00"),
    /// Money kept aside.
    PRE_AUTH("0100", "030000", "06"),
    /// All that was kept aside is free again.
    PRE_AUTH_VOID("0100", "200000", "06"),
    /// Money taken, instead of what was kept aside.
    COMPLETION("0200", "000000", "06");

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
            case SALE, PRE_AUTH -> Set.of();
            case VOID -> Set.of(SALE);
            case REFUND -> Set.of(SALE, COMPLETION);
            case PRE_AUTH_VOID, COMPLETION -> Set.of(PRE_AUTH);
        };
    }

    boolean isFollowUp() {
        return !follows().isEmpty();
    }

    /// What it takes from what the card can spend; negative: gives back.
    ///
    /// @param originalFen the amount of what it follows; 0 if nothing
    long takenFen(long amountFen, long originalFen) {
        return switch (this) {
            case SALE, PRE_AUTH -> amountFen;
            case VOID, REFUND, PRE_AUTH_VOID -> -amountFen;
            case COMPLETION -> amountFen - originalFen;
        };
    }
}
