package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.terminal.line.Answer;
import java.util.Optional;

/// The rules that the answer to a sign-in had no room for, part by part (60.3 = 411). If they change meanwhile, it begins anew. What does not
/// come is left to the host, which asks for it when it is due.
final class RulesDownload {

    /// Rules that change all the time are not run after for ever.
    private static final int ASKED_MAX = 2 * RulesPart.COUNT_MAX;

    private final Machine machine;

    RulesDownload(Machine machine) {
        this.machine = machine;
    }

    /// @param first what came with the sign-in
    void run(ToldRules first) {
        ToldRules told = first;
        for (int asked = 0; asked < ASKED_MAX && !told.isWhole(); asked++) {
            Optional<ToldRules> more = ask(told);
            if (more.isEmpty()) {
                break;
            }
            told = more.get();
        }
        if (!told.equals(first)) {
            ToldRules kept = told;
            machine.store().update(state -> state.withTerms(state.terms().withRules(kept.text(), kept.version())));
        }
    }

    private Optional<ToldRules> ask(ToldRules told) {
        var identity = machine.identity();
        TransactionKind kind = TransactionKind.STEP_UP_RULES_DOWNLOAD;
        Message request = Message.builder(kind.requestType())
                .text(11, machine.takeTrace().toString()).text(41, identity.terminalId()).text(42, identity.merchantId())
                .bytes(57, FactorTlv.empty().with(FactorTlv.STEP_UP_RULES_PART, told.last().orElseThrow().next().encode()).encode())
                .text(60, new Field60(kind.transactionType(), machine.batch(), kind.networkCodes().getFirst()).encode()).build();
        return machine.link().ask(machine.link().prepare(request, true)) instanceof Answer.Answered answered && answered.isApproved()
                ? told.with(Advice.of(answered.message())) : Optional.empty();
    }
}
