package io.shouyin.terminal.flow;

import io.shouyin.kernel.Pan;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;

/// The card: read (one whose chip does not answer is swiped), or its number and expiry typed by hand 手输卡号 where no reader reads it.
///
/// The host takes a typed number for the cards of card users alone, whose password proves that the holder is there.
final class CardEntry {

    private final Dialogue dialogue;
    private final Text title;
    private final boolean mayType;

    CardEntry(Machine machine, Text title) {
        this.dialogue = machine.dialogue();
        this.title = title;
        this.mayType = machine.parameters().cardsTyped();
    }

    /// The red key cancels before it could mean anything else.
    ///
    /// @param screen that asks for the card, without softkeys
    /// @throws Unwind.Cancelled by the red key
    CardRead ask(Screen.Builder screen) {
        screen.softkey(Key.CANCEL, Text.of("key.cancel"));
        if (mayType) {
            screen.softkey(Key.F1, Text.of("card.type"));
        }
        boolean chipFailed = false;
        while (true) {
            switch (dialogue.card(screen.build(), mayType ? Key.F1 : Key.CANCEL)) {
                case Dialogue.Shown.Read(CardRead card) -> {
                    return chipFailed && card.entryMode() == EntryMode.SWIPE ? card.asFallback() : card;
                }
                case Dialogue.Shown.Silent(EntryMode mode) -> {
                    chipFailed |= mode == EntryMode.INSERT;
                    screen.message(Tone.REFUSED, Text.of(TerminalRefusal.CHIP_UNREADABLE), Text.of(chipFailed ? "card.chip.swipe" : "card.chip.insert"));
                }
                case Dialogue.Shown.Otherwise() -> {
                    return CardRead.typed(number(), expiryYymm());
                }
            }
        }
    }

    private Pan number() {
        while (true) {
            Pan typed = Pan.of(dialogue.digits(() -> Screen.of("card.number", title).message(Tone.NEUTRAL, Text.of("card.number.ask")),
                    Text.of("label.card"), Pan.DIGITS_MIN, Pan.DIGITS_MAX, Text.of("key.next")));
            if (typed.isLuhnValid()) {
                return typed;
            }
            dialogue.tell("card.refused", title, Tone.REFUSED, Text.of("card.number.wrong"));
        }
    }

    /// As it stands on the card, month first.
    private String expiryYymm() {
        while (true) {
            String typed = dialogue.digits(() -> Screen.of("card.expiry", title).message(Tone.NEUTRAL, Text.of("card.expiry.ask")),
                    Text.of("card.expiry"), 4, 4, Text.of("key.next"));
            int month = Integer.parseInt(typed.substring(0, 2));
            if (month >= 1 && month <= 12) {
                return typed.substring(2) + typed.substring(0, 2);
            }
            dialogue.tell("card.refused", title, Tone.REFUSED, Text.of("card.expiry.wrong"));
        }
    }
}
