package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.ReceiptTexts;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.OfflineProof;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sales that the card's chip approves without a line 脱机消费: up to the floor limit, where the host's rules ask for nothing.
///
/// They have happened then, and nothing takes them back: each waits in the journal until the host has it. It is told before the next online
/// transaction, before sign-out and before settlement, as often as it takes, in the same message.
final class OfflineSales {

    private static final Trade TRADE = Trade.OFFLINE_SALE;
    private static final TransactionKind KIND = TRADE.kind();
    private static final HexFormat HEX = HexFormat.of();
    private static final String CURRENCY_CNY = "156";
    /// EMV's word for "approved offline", until the host has one.
    private static final String APPROVED_OFFLINE = "Y1";
    /// The host has it, or never got it: it does not know the issuer's answer.
    private static final Set<String> ASK_AGAIN = Set.of(ResponseCode.IN_PROGRESS.code(), ResponseCode.TIMED_OUT.code(), ResponseCode.ISSUER_UNAVAILABLE.code(),
            ResponseCode.ISSUER_TIMED_OUT.code(), ResponseCode.SYSTEM_MALFUNCTION.code());

    private final Machine machine;
    private final Dialogue dialogue;

    OfflineSales(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
    }

    /// @return false if it has to be asked of the issuer: nothing is done then
    boolean sell(MinorAmount amount, CardRead card) {
        if (!mayBeAsked(amount, card)) {
            return false;
        }
        TraceNumber trace = machine.takeTrace();
        ChipTransaction chip = new ChipTransaction(machine, card);
        Optional<Field55> approved = approval(chip, amount, trace);
        approved.ifPresent(said -> {
            JournalEntry entry = entry(amount, card, trace, chip, said);
            machine.store().update(state -> state.opened(entry, null));
            new CardTransaction(machine, TRADE).finish(entry);
        });
        return approved.isPresent();
    }

    private boolean mayBeAsked(MinorAmount amount, CardRead card) {
        return amount.compareTo(machine.hostParameters().offlineFloor()) <= 0 && card.chip().isPresent()
                && machine.stepUpRules().wanted(new StepUpRules.Situation(KIND.ruleDigits(), amount,
                machine.device().clock().instant().atZone(Machine.ZONE).toLocalTime(), card.entryMode(), machine.operator())).isEmpty();
    }

    /// What the chip says, if that is yes.
    private static Optional<Field55> approval(ChipTransaction chip, MinorAmount amount, TraceNumber trace) {
        try {
            Field55 said = chip.begin(TRADE, amount, trace, false);
            return chip.isApproved() ? Optional.of(said) : Optional.empty();
        } catch (Fault silent) {
            if (!silent.code().equals(TerminalRefusal.CHIP_UNREADABLE.name())) {
                throw silent;
            }
            return Optional.empty();
        }
    }

    private JournalEntry entry(MinorAmount amount, CardRead card, TraceNumber trace, ChipTransaction chip, Field55 said) {
        return new JournalEntry(machine.device().clock().instant(), trace.value(), machine.batch().value(), TRADE, Original.NONE, machine.operator().value(),
                amount.fen(), card.pan().masked(), machine.sealed(card.pan(), KIND, trace), card.entryMode().receiptLetter(), card.expiryYymm(), Outcome.APPROVED,
                APPROVED_OFFLINE, "", "", "", "", "", "", List.of(), chip.block(), machine.signatureFrom().fen(),
                new OfflineProof(card.entryMode().field22(false), chip.sequence(), HEX.formatHex(said.encode())));
    }

    /// Tells the host of those that it does not have, one after the other, as long as it answers.
    ///
    /// @return whether it has them all
    boolean send(Text title) {
        for (JournalEntry sale : machine.store().state().journal().stream().filter(entry -> entry.proof() != null).toList()) {
            if (!machine.isSignedIn() || !send(title, sale)) {
                return false;
            }
        }
        return true;
    }

    private boolean send(Text title, JournalEntry sale) {
        dialogue.busy(Screen.of("offlineSale.sending", title).message(Tone.WAITING, Text.of("offlineSale.sending")));
        if (!(machine.link().ask(machine.link().prepare(message(sale), true)) instanceof Answer.Answered answered)) {
            return false;
        }
        if (answered.wantsSignIn()) {
            machine.forgetSignIn();
        }
        if (!answered.isAuthentic() || answered.wantsSignIn() || ASK_AGAIN.contains(answered.code())) {
            return false;
        }
        Message answer = answered.message();
        JournalEntry told = sale.answered(answered.isApproved() ? Outcome.APPROVED : Outcome.UNRESOLVED, answered.code(), answer.find(37).orElse(""),
                answer.find(38).orElse(""), answer.find(13).orElse(""), answer.find(12).orElse(""), CardTransaction.issuer(answer), CardTransaction.acquirer(answer),
                answer.find(63).map(ReceiptTexts::of).orElse(List.of()));
        machine.store().update(state -> state.closed(told));
        if (!answered.isApproved()) {
            dialogue.tell("offlineSale.refused", title, Tone.REFUSED, HostTexts.of(answered.code()), Text.of("offlineSale.refused.detail", new TraceNumber(sale.trace())));
        }
        return true;
    }

    private Message message(JournalEntry sale) {
        var identity = machine.identity();
        OfflineProof proof = sale.proof();
        Message.Builder message = Message.builder(KIND.requestType())
                .text(2, machine.cardOf(sale).reveal(CardDataAccess.granted())).text(3, KIND.processingCode()).text(4, sale.amount().field4())
                .text(11, new TraceNumber(sale.trace()).toString()).text(14, sale.expiryYymm()).text(22, proof.entryMode()).text(23, proof.cardSequence())
                .text(25, KIND.condition()).text(41, identity.terminalId()).text(42, identity.merchantId()).text(49, CURRENCY_CNY)
                .bytes(55, HEX.parseHex(proof.field55()))
                .text(60, new Field60(KIND.transactionType(), new BatchNumber(sale.batch()), KIND.networkCodes().getFirst()).encode());
        return (identity.isStepUpOnline() ? message.bytes(57, FactorTlv.empty().with(FactorTlv.OPERATOR, sale.operator()).encode()) : message).build();
    }
}
