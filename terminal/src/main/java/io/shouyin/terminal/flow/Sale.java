package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Dialogue.Said;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.line.HostLink.Prepared;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.PendingReversal;
import io.shouyin.terminal.state.TerminalState;
import java.util.Optional;
import java.util.Set;

/// Sale 消费: amount, card, transaction password and other factors, PIN, host, receipt.
///
/// The journal entry and its reversal are durable before anything leaves, and the reversal goes with the answer in one write:
/// whatever moment the power fails, either the sale is in the journal as approved or its reversal is waiting.
final class Sale {

    /// 9,999,999.99.
    private static final MinorAmount AMOUNT_MAX = new MinorAmount(999_999_999);
    private static final String CURRENCY_CNY = "156";
    private static final String PIN_LENGTH_MAX = "12";
    static final int STEP_FACTORS = 3;
    static final int STEP_PIN = 4;
    static final int STEPS = 5;
    private static final Text TITLE = Text.of("command.sale");

    private final Machine machine;
    private final Dialogue dialogue;

    Sale(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
    }

    void run() {
        // 1 may we, can we
        ready();
        // 2 the amount
        MinorAmount amount = dialogue.amount(() -> Screen.of("sale.amount", TITLE).step(1, STEPS), Text.of("sale.amount"), AMOUNT_MAX);
        // 3 the card
        CardRead card = new CardEntry(dialogue, TITLE).ask(Screen.of("sale.card", TITLE).step(2, STEPS).cardWanted()
                .message(Tone.NEUTRAL, Text.of("sale.card"), Text.of("sale.card.detail"))
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(amount)));
        // 4 the factors that the rules ask for, and 5 the cardholder's PIN
        Optional<StepUpRules> rules = machine.identity().isStepUpOnline() ? Optional.of(machine.stepUpRules()) : Optional.empty();
        try (var factors = new SaleFactors(machine, TITLE, amount, card, rules)) {
            do {
                factors.ask();
                // 6 to the host and back, and 7 the receipt
            } while (attempt(amount, card, factors));
        }
    }

    private void ready() {
        if (machine.operator().role() != Role.CASHIER) {
            refuse(TerminalRefusal.OPERATOR_MAY_NOT_TRADE, Text.of("sale.useCashier"));
        }
        if (!machine.store().hasRoom()) {
            refuse(TerminalRefusal.STORAGE_FULL, Text.of("sale.notStarted"));
        }
        if (machine.store().state().journal().size() >= TerminalState.JOURNAL_ENTRIES_MAX) {
            refuse(TerminalRefusal.JOURNAL_FULL, Text.of("sale.notStarted"));
        }
        if (!machine.device().printer().hasPaper()) {
            refuse(TerminalRefusal.PAPER_OUT, Text.of("sale.notStarted"));
        }
        if (!machine.isSignedIn()) {
            dialogue.await(Screen.of("sale.signInFirst", TITLE).message(Tone.WAITING, Text.of(TerminalRefusal.NOT_SIGNED_IN), Text.of("sale.signInFirst"))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("command.sign_in")).build(), Set.of(Key.OK));
            new SignIn(machine).run();
        }
        new Reversals(machine).requireNone(TITLE);
    }

    private void refuse(TerminalRefusal refusal, Text detail) {
        dialogue.tell("sale.refused", TITLE, Tone.REFUSED, Text.of(refusal), detail);
        throw new Unwind.Cancelled();
    }

    /// @return whether it is tried once more, with what is asked anew
    private boolean attempt(MinorAmount amount, CardRead card, SaleFactors factors) {
        new Reversals(machine).requireNone(TITLE);
        dialogue.busy(Screen.of("sale.sending", TITLE).step(STEPS, STEPS).message(Tone.WAITING, Text.of("host.asking"))
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(amount)));
        Prepared request = machine.link().prepare(message(amount, card, factors), true);
        JournalEntry entry = entry(request.message(), amount, card);
        PendingReversal reversal = reversal(request.message(), amount);
        // durable before it leaves: the entry, and the reversal in case no answer comes
        Answer answer = machine.link().ask(request, () -> machine.store().update(state -> state.opened(entry, reversal)));
        return switch (answer) {
            case Answer.NotSent notSent -> {
                dialogue.tell("sale.failed", TITLE, Tone.REFUSED, Text.of(notSent.why()), Text.of("sale.nothingSent"));
                yield false;
            }
            case Answer.Answered answered when answered.isApproved() -> {
                approved(entry, answered.message());
                yield false;
            }
            case Answer.Answered answered -> {
                JournalEntry told = entry.answered(Outcome.DECLINED, answered.code(), answered.message().find(37).orElse(""), "",
                        answered.message().find(13).orElse(""), answered.message().find(12).orElse(""), "", "");
                yield told.isIssuerSilent()
                        ? inDoubt(told, reversal, Text.of("host.said", HostTexts.of(answered.code()), answered.code()))
                        : declined(told, reversal, answered, factors);
            }
            case Answer.Silence silence -> inDoubt(entry, reversal, Text.of(silence.why()));
            case Answer.Untrusted untrusted -> inDoubt(entry, reversal.because(untrusted.reversalReason(), ""), Text.of(untrusted.why()));
        };
    }

    private Message message(MinorAmount amount, CardRead card, SaleFactors shown) {
        var identity = machine.identity();
        TraceNumber trace = shown.useTrace();
        SecretEntry pin = shown.pin();
        boolean withPin = pin.length() > 0;
        var batch = machine.batch();
        Message.Builder message = Message.builder(TransactionKind.SALE.requestType())
                .text(3, TransactionKind.SALE.processingCode()).text(4, amount.field4()).text(11, trace.toString())
                .text(22, card.entryMode().field22(withPin)).text(25, TransactionKind.SALE.condition())
                .text(41, identity.terminalId()).text(42, identity.merchantId()).text(49, CURRENCY_CNY)
                .text(60, new Field60(TransactionKind.SALE.transactionType(), batch, TransactionKind.SALE.networkCodes().getFirst(), "5", "0").encode());
        if (card.entryMode() != EntryMode.SWIPE) {
            message.text(2, card.pan().reveal(CardDataAccess.granted())).text(14, card.expiryYymm());
        }
        if (card.entryMode() == EntryMode.INSERT || card.entryMode() == EntryMode.TAP) {
            message.text(23, "001");
        }
        FactorTlv factors = FactorTlv.empty();
        if (identity.isStepUpOnline()) {
            factors = shown.sealed(new SealedFor(TransactionKind.SALE.requestType(), identity.merchantId(), identity.terminalId(), batch.toString(),
                    trace.toString())).with(FactorTlv.OPERATOR, machine.operator().value());
        }
        factors = switch (machine.pinPad().profile()) {
            case TDES -> {
                cardInFields(message, card, pin);
                yield factors;
            }
            case AES -> cardInFactors(factors, message, card, pin, '7');
            case SM4 -> cardInFactors(factors, message, card, pin, '8');
        };
        return (factors.isEmpty() ? message : message.bytes(57, factors.encode())).build();
    }

    /// Blocks of 8 bytes: track and PIN stand in fields 35 and 52.
    private void cardInFields(Message.Builder message, CardRead card, SecretEntry pin) {
        boolean withPin = pin.length() > 0;
        boolean trackEncrypted = card.hasTrack() && machine.pinPad().hasTrackKey();
        if (card.hasTrack()) {
            String track2 = card.track2(CardDataAccess.granted());
            message.text(35, trackEncrypted ? machine.pinPad().encryptTrack2(track2) : track2);
        }
        if (withPin) {
            message.text(26, PIN_LENGTH_MAX).bytes(52, machine.pinPad().pinBlock(pin, card.pan()));
        }
        if (withPin || trackEncrypted) {
            message.text(53, (withPin ? "26" : "06") + (trackEncrypted ? "1" : "0") + "0000000000000");
        }
    }

    /// Blocks of 16 bytes: track and PIN stand in field 57.
    ///
    /// @param cipher the second digit of field 53
    private FactorTlv cardInFactors(FactorTlv factors, Message.Builder message, CardRead card, SecretEntry pin, char cipher) {
        boolean withPin = pin.length() > 0;
        if (withPin || card.hasTrack()) {
            message.text(53, (withPin ? "2" : "0") + cipher + (card.hasTrack() ? "1" : "0") + "0000000000000");
        }
        FactorTlv withTrack = card.hasTrack()
                ? factors.with(FactorTlv.TRACK_2, machine.pinPad().trackBlock(card.track2(CardDataAccess.granted()))) : factors;
        return withPin ? withTrack.with(FactorTlv.PIN_BLOCK, machine.pinPad().pinBlock(pin, card.pan())) : withTrack;
    }

    private JournalEntry entry(Message request, MinorAmount amount, CardRead card) {
        return new JournalEntry(machine.device().clock().instant(), Integer.parseInt(request.text(11)), machine.batch().value(),
                machine.operator().value(), amount.fen(), card.pan().masked(), card.entryMode().receiptLetter(), card.expiryYymm(),
                Outcome.PENDING, "", "", "", "", "", "", "");
    }

    private static PendingReversal reversal(Message request, MinorAmount amount) {
        String field60 = request.text(60);
        return new PendingReversal(Integer.parseInt(request.text(11)), Integer.parseInt(field60.substring(2, 8)), amount.fen(),
                request.text(3), request.text(22), request.text(25), field60, PendingReversal.NO_ANSWER, 0, "");
    }

    private void approved(JournalEntry entry, Message answer) {
        String ids = answer.find(44).orElse("");
        JournalEntry closed = entry.answered(Outcome.APPROVED, answer.text(39), answer.find(37).orElse(""), answer.find(38).orElse(""),
                answer.find(13).orElse(""), answer.find(12).orElse(""), part(ids, 0), part(ids, 11));
        if (answer.text(39).equals(ResponseCode.PARTLY_APPROVED.code())) {
            // Partial approval was not asked for (60.6): the whole is undone.
            inDoubt(entry, storedReversal(answer), Text.of(TerminalRefusal.ANSWER_MISMATCH));
            return;
        }
        machine.store().update(state -> state.closed(closed));
        machine.showStatus();
        dialogue.beep(Beep.DONE);
        new Printing(machine).sale(closed, TITLE);
    }

    private PendingReversal storedReversal(Message answer) {
        PendingReversal stored = machine.store().state().reversal();
        return stored.because(PendingReversal.OTHER_FAILURE, answer.find(38).orElse(""));
    }

    /// Field 44: 11 characters each.
    private static String part(String field44, int from) {
        return field44.length() <= from ? "" : field44.substring(from, Math.min(field44.length(), from + 11)).strip();
    }

    private boolean declined(JournalEntry closed, PendingReversal reversal, Answer.Answered answered, SaleFactors factors) {
        Message message = answered.message();
        // A "no" without a MAC may be anybody's: it is shown, but the reversal stays and goes out before the next transaction.
        machine.store().update(state -> answered.isAuthentic() ? state.closed(closed) : state.inDoubt(closed, reversal));
        machine.showStatus();
        if (answered.wantsSignIn()) {
            machine.forgetSignIn();
        }
        var refusal = SaleRefusal.of(answered);
        if (refusal.remedy() == SaleRefusal.Remedy.SHOW_MORE && factors.wantAlso(refusal.advice())) {
            return true;
        }
        dialogue.beep(Beep.REFUSED);
        Screen.Builder screen = Screen.of("sale.declined", TITLE).message(Tone.REFUSED, refusal.headline(), refusal.detail())
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(closed.amount()))
                .line("card", Text.of("label.card"), Text.plain(closed.cardMasked()))
                .line("trace", Text.of("label.trace"), Text.plain(message.find(11).orElse("")));
        return switch (refusal.remedy()) {
            case NONE, SHOW_MORE -> {
                dialogue.tell(screen);
                yield false;
            }
            case ENTER_AGAIN -> {
                goOn(screen, Text.of("sale.enterAgain"));
                if (refusal.issuerHasSeenIt()) {
                    factors.dropBound();
                }
                factors.drop(refusal.factor(), Said.of(new Screen.Message(Tone.REFUSED, refusal.headline(), Optional.of(Text.of("sale.enterAgain")))));
                yield true;
            }
            case GET_ANOTHER -> {
                goOn(screen, Text.of("sale.getAnother"));
                factors.dropBound();
                yield true;
            }
            case CHANGE_IT -> {
                Key key = dialogue.await(screen.softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.F1, Text.of("sale.enterAgain"))
                        .softkey(Key.OK, Text.of("menu.passwords")).build(), Set.of(Key.OK, Key.F1));
                if (key == Key.OK) {
                    new AdministratorPasswords(machine).run();
                }
                factors.drop(Factor.TRANSACTION_PASSWORD, Said.NOTHING);
                yield true;
            }
        };
    }

    /// @throws Unwind.Cancelled by the red key: the sale is over
    private void goOn(Screen.Builder screen, Text how) {
        dialogue.await(screen.softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.OK, how).build(), Set.of(Key.OK));
    }

    /// Nobody knows yet whether the card was charged, and the reversal gives the amount back: no red "no" that invites to try
    /// again at once. It is a plain "no" only if the host has undone it, or never got it.
    private boolean inDoubt(JournalEntry entry, PendingReversal reversal, Text why) {
        machine.store().update(state -> state.inDoubt(entry.withOutcome(Outcome.IN_DOUBT), reversal));
        machine.showStatus();
        Reversals.Result result = new Reversals(machine).send(TITLE);
        Screen.Builder screen = Screen.of("sale.inDoubt", TITLE);
        if (result == Reversals.Result.NONE_LEFT && !entry.isIssuerSilent()) {
            screen.message(Tone.REFUSED, why, Text.of("sale.reversed"));
        } else {
            screen.message(Tone.IN_DOUBT, Text.of("sale.unknown"), Text.of("sale.unknown.advice"))
                    .line("why", Text.of("label.answer"), why)
                    .line("reversal", Text.of("label.reversal"), switch (result) {
                        case NONE_LEFT -> Text.of("reversal.hostGoesOn");
                        case PENDING -> Text.of("reversal.waits");
                        case GIVEN_UP -> Text.of("reversal.givenUp.detail");
                    });
        }
        dialogue.beep(Beep.REFUSED);
        dialogue.tell(screen.strongLine("amount", Text.of("sale.amount"), Amounts.yuan(entry.amount())));
        return false;
    }
}
