package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// What goes on with a pre-authorization: its top-up 追加预授权, or its end: the void 预授权撤销 of all of it, or the completion 预授权完成, by
/// request or by notice, up to 115 % of it. It is named by its authorization code and date, and may be of another terminal of the merchant.
final class PreAuthFollowUp {

    private static final int AUTH_CODE_LENGTH = 6;
    private static final int COMPLETION_MAX_PERCENT = 115;

    private final Machine machine;
    private final Trade trade;
    private final CardTransaction transaction;
    private final OriginalDialogue dialogue;

    /// @param trade [Trade#PRE_AUTH_TOP_UP], [Trade#PRE_AUTH_VOID], [Trade#COMPLETION] or [Trade#COMPLETION_NOTICE]
    PreAuthFollowUp(Machine machine, Trade trade) {
        this.machine = machine;
        this.trade = trade;
        this.transaction = new CardTransaction(machine, trade);
        this.dialogue = new OriginalDialogue(machine.dialogue(), transaction);
    }

    /// @param chosen in the list of transactions; else the authorization code is asked for
    void run(Optional<JournalEntry> chosen) {
        transaction.ready();
        Originals known = machine.originals();
        String authCode = chosen.map(JournalEntry::authCode).orElseGet(this::asked);
        Optional<JournalEntry> preAuth = chosen.or(() -> known.approved(entry -> entry.trade() == Trade.PRE_AUTH && entry.authCode().equals(authCode)));
        if (preAuth.filter(known::hasEnded).isPresent()) {
            transaction.refuse(TerminalRefusal.ORIGINAL_FOLLOWED);
        }
        Optional<MinorAmount> held = preAuth.map(known::held);
        preAuth.ifPresent(entry -> dialogue.confirm(entry, known.held(entry)));
        Original original = preAuth.map(Original::of).orElseGet(() -> Original.ofPreAuth(authCode, dialogue.date()));
        MinorAmount amount = switch (trade) {
            case PRE_AUTH_VOID -> held.orElseGet(transaction::amount);
            case COMPLETION, COMPLETION_NOTICE -> dialogue.amountUpTo(held.map(PreAuthFollowUp::completionMax));
            case PRE_AUTH_TOP_UP -> transaction.amount();
            case BALANCE, SALE, OFFLINE_SALE, VOID, REFUND, PRE_AUTH, COMPLETION_VOID -> throw new IllegalStateException(trade + " follows no pre-authorization");
        };
        transaction.run(amount, original, transaction.card(amount, preAuth));
    }

    private static MinorAmount completionMax(MinorAmount held) {
        return new MinorAmount(held.fen() * COMPLETION_MAX_PERCENT / 100);
    }

    private String asked() {
        return machine.dialogue().text(() -> transaction.first("authCode"), Text.of("original.authCode"), MultiTap.Mode.CODE, AUTH_CODE_LENGTH, AUTH_CODE_LENGTH,
                typed -> typed);
    }
}
