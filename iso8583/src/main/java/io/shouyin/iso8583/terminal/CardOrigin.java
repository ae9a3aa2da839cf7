package io.shouyin.iso8583.terminal;

import java.util.Arrays;
import java.util.List;

/// Whether a settlement counts a card with the domestic 内卡 or with the foreign 外卡 ones: told by its first digit (ISO/IEC 7812-1), since
/// the international schemes have 2 to 5, and UnionPay, whose numbers begin with 62 or 81, none of these.
public enum CardOrigin {
    DOMESTIC("00"),
    FOREIGN("01");

    /// The first digits of foreign cards.
    public static final List<String> FOREIGN_FIRST_DIGITS = List.of("2", "3", "4", "5");

    private final String cardType;

    CardOrigin(String cardType) {
        this.cardType = cardType;
    }

    /// @param number the card number, whole or masked: its first digit is enough
    public static CardOrigin of(String number) {
        return FOREIGN_FIRST_DIGITS.contains(number.substring(0, 1)) ? FOREIGN : DOMESTIC;
    }

    /// By the two digits that a batch upload has for a card.
    public static CardOrigin ofCardType(String cardType) {
        return Arrays.stream(values()).filter(origin -> origin.cardType.equals(cardType)).findFirst().orElse(FOREIGN);
    }

    /// As a batch upload has it.
    public String cardType() {
        return cardType;
    }
}
