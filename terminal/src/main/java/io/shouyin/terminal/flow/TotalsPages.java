package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.receipt.SettlementSlips;
import io.shouyin.terminal.state.Tally;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Today's totals 统计, of the operator who is logged on or of all of them, on the screen and on paper: of the present batch and of those that
/// were settled today.
final class TotalsPages {

    private final Machine machine;

    TotalsPages(Machine machine) {
        this.machine = machine;
    }

    void ofOperator() {
        String operator = machine.operator().value();
        show(Text.of("command.operator_totals"), Optional.of(operator), tally -> tally.operator().equals(operator));
    }

    void ofDay() {
        show(Text.of("command.day_totals"), Optional.empty(), tally -> true);
    }

    private void show(Text title, Optional<String> operator, Predicate<Tally> wanted) {
        List<Tally> today = machine.tallies().stream()
                .filter(tally -> tally.day().equals(machine.today())).filter(wanted).toList();
        if (today.isEmpty()) {
            machine.dialogue().tell("totals.none", title, Tone.NEUTRAL, Text.of("totals.none"));
            return;
        }
        Totals debit = Totals.ofTallies(today, Effect.CHARGES);
        Totals credit = Totals.ofTallies(today, Effect.GIVES_BACK);
        Screen.Builder screen = Screen.of("totals", title)
                .strongLine("debit", Text.of("settle.debit", debit.count()), Amounts.yuan(debit.amount()))
                .strongLine("credit", Text.of("settle.credit", credit.count()), Amounts.yuan(credit.amount()));
        for (Trade trade : Trade.values()) {
            Totals of = Totals.ofTallies(today, trade);
            if (trade.effect().isSettled() && of.count() > 0) {
                screen.line(trade.name(), Text.of("totals.row", trade.title(), of.count()), Amounts.yuan(of.amount()));
            }
        }
        screen.softkey(Key.CANCEL, Text.of("key.back"));
        boolean prints = machine.device().printer().isPresent();
        if (prints) {
            screen.softkey(Key.F3, Text.of("key.print"));
        }
        if (machine.dialogue().await(screen.build(), prints ? Set.of(Key.CANCEL, Key.F3) : Set.of(Key.CANCEL)) == Key.F3) {
            new Printing(machine).print(title, SettlementSlips.totals(title, today, operator, machine.identity(), machine.device().clock().instant(), machine.language()));
        }
    }
}
