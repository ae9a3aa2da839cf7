package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// What ends a pre-authorization: its void 预授权撤销, whole, or its completion 预授权完成, up to 115 % of it. It is named by its
/// authorization code and date, and may be of another terminal of the merchant.
final class PreAuthFollowUp {

    private static final int AUTH_CODE_LENGTH = 6;
    private static final int COMPLETION_MAX_PERCENT = 115;

    private final Machine machine;
    private final Trade trade;
    private final CardTransaction transaction;
    private final OriginalDialogue dialogue;

    /// @param trade [Trade#PRE_AUTH_VOID] or [Trade#COMPLETION]
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
        Optional<JournalEntry> preAuth = known.approved(entry -> entry.trade() == Trade.PRE_AUTH && entry.authCode().equals(authCode));
        if (preAuth.filter(known::isFollowed).isPresent()) {
            transaction.refuse(TerminalRefusal.ORIGINAL_FOLLOWED);
        }
        preAuth.ifPresent(dialogue::confirm);
        Original original = preAuth.map(Original::of).orElseGet(() -> Original.ofPreAuth(authCode, dialogue.date()));
        MinorAmount amount = trade == Trade.PRE_AUTH_VOID ? preAuth.map(JournalEntry::amount).orElseGet(transaction::amount)
                : dialogue.amountUpTo(preAuth.map(PreAuthFollowUp::completionMax));
        transaction.run(amount, original, transaction.card(amount, preAuth));
    }

    private static MinorAmount completionMax(JournalEntry preAuth) {
        return new MinorAmount(preAuth.amountFen() * COMPLETION_MAX_PERCENT / 100);
    }

    private String asked() {
        return machine.dialogue().text(() -> transaction.first("authCode"), Text.of("original.authCode"), MultiTap.Mode.CODE, AUTH_CODE_LENGTH, AUTH_CODE_LENGTH,
                typed -> typed);
    }
}
