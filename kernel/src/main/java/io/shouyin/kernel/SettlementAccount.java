package io.shouyin.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/// The bank account 结算账户 that a merchant is paid to: 8 to 32 digits. A person's is a card number, so it does not print.
public final class SettlementAccount {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{8,32}");
    private static final int SHOWN = 4;

    private final String digits;

    private SettlementAccount(String digits) {
        this.digits = digits;
    }

    /// Reads what people write, with blanks or hyphens between the digits.
    public static Optional<SettlementAccount> find(String typed) {
        String digits = typed.replaceAll("[ -]", "");
        return DIGITS.matcher(digits).matches() ? Optional.of(new SettlementAccount(digits)) : Optional.empty();
    }

    /// `****0018`
    public String masked() {
        return "****" + digits.substring(digits.length() - SHOWN);
    }

    public String reveal(PersonalDataAccess access) {
        Check.argument(access != null, "reading it needs PersonalDataAccess");
        return digits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettlementAccount that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return "SettlementAccount[" + masked() + "]";
    }
}
