package io.shouyin.host.acquiring;

import io.shouyin.iso8583.terminal.SettlementSide;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which kinds of transaction take money and which give it back, as lists behind `IN`: `('VOID', 'REFUND')`. From [SettlementSide], so that no query
/// has a list of its own.
final class KindsInSql {

    static final String TAKING = list(SettlementSide.DEBIT);
    static final String GIVING_BACK = list(SettlementSide.CREDIT);

    private KindsInSql() {}

    private static String list(SettlementSide side) {
        return Arrays.stream(TransactionKind.values()).filter(kind -> SettlementSide.of(kind).equals(Optional.of(side)))
                .map(kind -> "'" + kind.name() + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
