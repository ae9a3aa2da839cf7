package io.shouyin.kernel;

/// An operator of a terminal 操作员: two digits; 99 the administrator, 00 the supervisor, 01 to 98 cashiers.
public record OperatorNumber(String value) {

    public static final OperatorNumber ADMINISTRATOR = new OperatorNumber("99");
    public static final OperatorNumber SUPERVISOR = new OperatorNumber("00");

    public OperatorNumber {
        Check.argument(value.length() == 2 && Check.isDigits(value), "an operator number has 2 digits");
    }

    public Role role() {
        return switch (value) {
            case "99" -> Role.ADMINISTRATOR;
            case "00" -> Role.SUPERVISOR;
            default -> Role.CASHIER;
        };
    }

    /// What an operator may do.
    public enum Role {
        /// Parameters, communication, keys, 密码设置.
        ADMINISTRATOR,
        /// Manages operators, unlocks, authorizes voids and refunds; does not trade.
        SUPERVISOR,
        /// Signs in, trades, changes the own password.
        CASHIER
    }

    @Override
    public String toString() {
        return value;
    }
}
