package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field54;
import io.shouyin.iso8583.terminal.ReceiptTexts;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Means;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.device.WalletCode;
import io.shouyin.terminal.flow.Dialogue.Said;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.line.HostLink.Prepared;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.PendingReversal;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What all card transactions share: whether one can start, the card, the factors, the way to the host and back, the receipt.
///
/// The journal entry and its reversal are durable before anything leaves, and the reversal goes with the answer in one write:
/// whatever moment the power fails, either the transaction is in the journal as approved or its reversal is waiting. One that is not
/// reversed stands there as unanswered until its answer has come.
final class CardTransaction {

    /// 9,999,999.99.
    static final MinorAmount AMOUNT_MAX = new MinorAmount(999_999_999);
    static final int STEP_FACTORS = 3;
    static final int STEP_PIN = 4;
    static final int STEPS = 5;

    private final Machine machine;
    private final Dialogue dialogue;
    private final Trade trade;

    CardTransaction(Machine machine, Trade trade) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.trade = trade;
    }

    // before the host

    /// May we, can we?
    ///
    /// @throws Unwind.Cancelled after telling, if not
    void ready() {
        if (machine.operator().role() != Role.CASHIER) {
            refuse(TerminalRefusal.OPERATOR_MAY_NOT_TRADE, Text.of("sale.useCashier"));
        }
        if (!machine.store().hasRoom()) {
            refuse(TerminalRefusal.STORAGE_FULL, Text.of("sale.notStarted"));
        }
        if (machine.lacksPower()) {
            refuse(TerminalRefusal.BATTERY_EMPTY, Text.of("sale.notStarted"));
        }
        if (isKept() && machine.lacksPaper()) {
            refuse(TerminalRefusal.PAPER_OUT, Text.of("sale.notStarted"));
        }
        new Settle(machine).beforeTransaction(trade.title());
        if (!machine.isSignedIn()) {
            dialogue.await(screen("signInFirst").message(Tone.WAITING, Text.of(TerminalRefusal.NOT_SIGNED_IN), Text.of("sale.signInFirst"))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("command.sign_in")).build(), Set.of(Key.OK));
            new SignIn(machine).run();
        }
        new Reversals(machine).requireNone(trade.title());
    }

    /// Whether there will be a line in the journal and a receipt. What was only asked leaves neither.
    private boolean isKept() {
        return trade.effect() != Effect.ASKS;
    }

    /// A balance inquiry 余额查询, whole: the card, its PIN, and the answer on the screen.
    void askBalance() {
        ready();
        run(MinorAmount.ZERO, Original.NONE, card(MinorAmount.ZERO, Optional.empty()));
    }

    private void refuse(TerminalRefusal refusal, Text detail) {
        dialogue.tell(trade.screen("refused"), trade.title(), Tone.REFUSED, Text.of(refusal), detail);
        throw new Unwind.Cancelled();
    }

    /// @throws Unwind.Cancelled always
    void refuse(TerminalRefusal refusal) {
        tell(refusal);
        throw new Unwind.Cancelled();
    }

    void tell(TerminalRefusal refusal) {
        dialogue.tell(trade.screen("refused"), trade.title(), Tone.REFUSED, Text.of(refusal));
    }

    Screen.Builder screen(String part) {
        return Screen.of(trade.screen(part), trade.title());
    }

    /// Its first step: what it is about.
    Screen.Builder first(String part) {
        return screen(part).step(1, STEPS);
    }

    /// A question has no amount.
    static Screen.Builder priced(Screen.Builder screen, MinorAmount amount) {
        return amount.isZero() ? screen : screen.strongLine("amount", Text.of("sale.amount"), Amounts.yuan(amount));
    }

    MinorAmount amount() {
        return dialogue.amount(() -> first("amount"), Text.of("sale.amount"), machine.hostParameters().saleMax());
    }

    /// @param original whose card it has to be, if that is known; what a wallet has paid needs none
    Means means(MinorAmount amount, Optional<JournalEntry> original) {
        return original.filter(JournalEntry::isOfWallet).<Means>map(_ -> WalletCode.NONE).orElseGet(() -> card(amount, original));
    }

    /// @param original whose card it has to be, if that is known
    CardRead card(MinorAmount amount, Optional<JournalEntry> original) {
        while (true) {
            CardRead card = new CardEntry(machine, trade.title()).ask(priced(screen("card").step(2, STEPS).cardWanted()
                    .message(Tone.NEUTRAL, Text.of("sale.card"), Text.of("sale.card.detail")), amount));
            if (original.isEmpty() || original.get().cardMasked().equals(card.pan().masked())) {
                return card;
            }
            tell(TerminalRefusal.CARD_NOT_OF_ORIGINAL);
        }
    }

    // to the host and back

    /// The factors that the rules ask for and the cardholder's PIN, then to the host and back, and the receipt.
    void run(MinorAmount amount, Original original, Means card) {
        try (var factors = new TransactionFactors(machine, trade, amount, card)) {
            do {
                factors.ask();
            } while (attempt(amount, original, card, factors));
        }
        new ScriptNotices(machine).send(trade.title());
    }

    /// @return whether it is tried once more, with what is asked anew
    private boolean attempt(MinorAmount amount, Original original, Means card, TransactionFactors factors) {
        new Reversals(machine).requireNone(trade.title());
        new OfflineSales(machine).send(trade.title());
        if (!machine.isSignedIn()) {                                        // the host has just asked for it: what was typed is under keys that are gone
            refuse(TerminalRefusal.NOT_SIGNED_IN, Text.of("sale.notStarted"));
        }
        Optional<ChipTransaction> chip = switch (card) {
            case CardRead read -> read.chip().map(_ -> new ChipTransaction(machine, read));
            case WalletCode _ -> Optional.empty();
        };
        Prepared request = machine.link().prepare(message(amount, original, card, chip, factors), true);
        Optional<PendingReversal> reversal = isReversed(card) ? Optional.of(reversal(request.message(), amount)) : Optional.empty();
        JournalEntry entry = entry(request.message(), amount, original, card, reversal.isPresent() ? Outcome.PENDING : Outcome.UNANSWERED);
        return switch (heard(request, entry, reversal, card)) {
            case Answer.NotSent notSent -> {
                dialogue.tell(trade.screen("failed"), trade.title(), Tone.REFUSED, Text.of(notSent.why()), Text.of("sale.nothingSent"));
                yield false;
            }
            case Answer.Answered answered when answered.isApproved() && !isKept() -> {
                ended(chip, true, request.message(), amount, answered.message());
                tellBalance(card, answered.message());
                yield false;
            }
            case Answer.Answered answered when answered.isApproved() -> {
                approved(request.message(), entry, reversal, answered.message(), chip);
                yield false;
            }
            case Answer.Answered answered -> {
                ended(chip, false, request.message(), amount, answered.message());
                JournalEntry told = entry.answered(Outcome.DECLINED, answered.code(), answered.message().find(37).orElse(""), "",
                        answered.message().find(13).orElse(""), answered.message().find(12).orElse(""), "", "", List.of());
                yield told.isIssuerSilent()
                        ? inDoubt(told, reversal, Text.of("host.said", HostTexts.of(answered.code()), answered.code()))
                        : declined(told, reversal, answered, factors);
            }
            case Answer.Silence silence -> inDoubt(entry, reversal, Text.of(silence.why()));
            case Answer.Untrusted untrusted -> inDoubt(entry, reversal.map(r -> r.because(untrusted.reversalReason())), Text.of(untrusted.why()));
        };
    }

    /// What a wallet gives back it does not take again: that is sent until it is answered.
    private boolean isReversed(Means card) {
        return trade.kind().reversedIfUnanswered() && !(card instanceof WalletCode && trade != Trade.SALE);
    }

    /// A customer may take a while to pay by a code.
    private Answer heard(Prepared request, JournalEntry entry, Optional<PendingReversal> reversal, Means card) {
        Answer answer = ask(request, entry, reversal);
        return card instanceof WalletCode && reversal.isPresent() ? new WalletWait(machine, trade, entry).outcome(answer) : answer;
    }

    /// @throws Unwind.Cancelled after telling, if the chip does not play along
    private Message message(MinorAmount amount, Original original, Means card, Optional<ChipTransaction> chip, TransactionFactors factors) {
        try {
            return new CardMessage(machine).of(trade, amount, original, card, chip, factors);
        } catch (Fault silent) {
            if (!silent.code().equals(TerminalRefusal.CHIP_UNREADABLE.name())) {
                throw silent;
            }
            refuse(TerminalRefusal.CHIP_UNREADABLE, Text.of("sale.notStarted"));
            throw new Unwind.Cancelled();
        }
    }

    /// Durable before it leaves: the entry, and the reversal in case no answer comes. What is not reversed is sent again instead.
    private Answer ask(Prepared request, JournalEntry entry, Optional<PendingReversal> reversal) {
        Runnable store = () -> machine.store().update(state -> isKept() ? state.opened(entry, reversal.orElse(null)) : state);
        if (reversal.isPresent() || !isKept()) {
            dialogue.busy(sending("sending", entry).message(Tone.WAITING, Text.of("host.asking")));
            return machine.link().ask(request, store);
        }
        Repeats.Heard heard = new Repeats(machine).ask(request, store, part -> sending(part, entry));
        boolean doubtful = heard.afterDoubt() && heard.answer() instanceof Answer.Answered answered && !answered.isAuthentic();
        return doubtful ? new Answer.Untrusted(TerminalRefusal.ANSWER_MAC_WRONG, PendingReversal.MAC_WRONG) : heard.answer();
    }

    private Screen.Builder sending(String part, JournalEntry entry) {
        return priced(screen(part).step(STEPS, STEPS), entry.amount());
    }

    private JournalEntry entry(Message request, MinorAmount amount, Original original, Means card, Outcome before) {
        return new JournalEntry(machine.device().clock().instant(), Integer.parseInt(request.text(11)), machine.batch().value(), trade, original,
                machine.operator().value(), amount.fen(), card.masked(), sealed(request, card), card.entryMode().receiptLetter(), expiry(card),
                before, "", "", "", "", "", "", "", List.of(), null, machine.signatureFrom().fen(), null);
    }

    private static String expiry(Means card) {
        return switch (card) {
            case CardRead read -> read.expiryYymm();
            case WalletCode _ -> "";
        };
    }

    /// For a batch upload; a code is not kept.
    private String sealed(Message request, Means card) {
        return switch (card) {
            case CardRead read -> machine.sealed(read.pan(), trade.kind(), TraceNumber.of(request.text(11)));
            case WalletCode _ -> "";
        };
    }

    private static PendingReversal reversal(Message request, MinorAmount amount) {
        String field60 = request.text(60);
        return new PendingReversal(Integer.parseInt(request.text(11)), Integer.parseInt(field60.substring(2, 8)), amount.fen(),
                request.text(3), request.text(22), request.text(25), field60, request.find(61).orElse(""), request.find(23).orElse(""),
                request.has(55) ? HexFormat.of().formatHex(request.bytes(55)) : "", PendingReversal.NO_ANSWER, 0,
                request.find(38).orElse(""));
    }

    // what came of it

    /// On the screen until a key is pressed, and nowhere else.
    private void tellBalance(Means card, Message answer) {
        Screen.Builder screen = screen("told").message(Tone.DONE, Text.of("balance.told"));
        balance(answer).ifPresentOrElse(fen -> screen.strongLine("balance", Text.of("balance.available"), Amounts.signedYuan(fen)),
                () -> screen.line("balance", Text.of("balance.available"), Text.of("balance.none")));
        dialogue.beep(Beep.DONE);
        dialogue.tell(screen.line("card", Text.of("label.card"), Text.plain(card.masked())));
    }

    private static Optional<Long> balance(Message answer) {
        try {
            return answer.has(54) ? Optional.of(Field54.decode(answer.text(54)).fen()) : Optional.empty();
        } catch (DecodeException unreadable) {
            return Optional.empty();
        }
    }

    private void approved(Message request, JournalEntry entry, Optional<PendingReversal> reversal, Message answer, Optional<ChipTransaction> chip) {
        String authCode = answer.find(38).orElse("");
        JournalEntry closed = entry.answered(Outcome.APPROVED, answer.text(39), answer.find(37).orElse(""), authCode,
                answer.find(13).orElse(""), answer.find(12).orElse(""), issuer(answer), acquirer(answer), answer.find(63).map(ReceiptTexts::of).orElse(List.of()));
        Optional<ChipTransaction.Ended> ended = ended(chip, true, request, entry.amount(), answer);
        closed = ended.map(ChipTransaction.Ended::block).map(closed::withChip).orElse(closed);
        Optional<PendingReversal> undoing = reversal.map(r -> r.because(PendingReversal.OTHER_FAILURE).approvedWith(authCode))
                .map(r -> chip.map(begun -> r.withField55(HexFormat.of().formatHex(begun.ofReversal().encode()))).orElse(r));
        if (undoing.isPresent() && ended.filter(card -> !card.takesIt()).isPresent()) {    // what is not reversed stands as the host has it
            inDoubt(entry, undoing, Text.of(TerminalRefusal.CHIP_REFUSES_THE_ANSWER));
            return;
        }
        if (answer.text(39).equals(ResponseCode.PARTLY_APPROVED.code())) {
            Optional<MinorAmount> part = PartialApproval.of(request, answer);
            if (part.isEmpty()) {                                                    // not asked for, or no part of it: the whole is undone
                inDoubt(entry, undoing, Text.of(TerminalRefusal.ANSWER_MISMATCH));
                return;
            }
            machine.store().update(state -> state.inDoubt(entry, undoing.orElse(null)));       // until somebody has agreed, a power cut undoes it
            if (!accepts(entry, part.get())) {
                inDoubt(entry, undoing, Text.of("partly.notTaken"));
                return;
            }
            closed = closed.approvedPart(part.get());
        }
        done(closed);
    }

    /// What there is to tell of it waits until the transaction is over.
    private Optional<ChipTransaction.Ended> ended(Optional<ChipTransaction> chip, boolean approved, Message request, MinorAmount amount, Message answer) {
        Optional<ChipTransaction.Ended> ended = chip.map(begun -> begun.end(approved, answer));
        ended.flatMap(ChipTransaction.Ended::lastWord).ifPresent(said -> new ScriptNotices(machine).keep(request, answer, amount, said));
        return ended;
    }

    /// The customer has less than it costs: the cashier asks for the rest, or leaves it.
    private boolean accepts(JournalEntry entry, MinorAmount part) {
        dialogue.beep(Beep.REFUSED);
        return dialogue.await(screen("partly").message(Tone.WAITING, Text.of("partly.approved"), Text.of("partly.ask"))
                .strongLine("amount", Text.of("partly.part"), Amounts.yuan(part))
                .line("asked", Text.of("partly.asked"), Amounts.yuan(entry.amount()))
                .line("rest", Text.of("partly.rest"), Amounts.yuan(entry.amount().minus(part)))
                .softkey(Key.CANCEL, Text.of("partly.undo")).softkey(Key.OK, Text.of("partly.take")).build(), Set.of(Key.OK, Key.CANCEL)) == Key.OK;
    }

    private void done(JournalEntry closed) {
        machine.store().update(state -> state.closed(closed));
        finish(closed);
    }

    /// It is approved and durable: now the signature and the receipt.
    void finish(JournalEntry closed) {
        machine.showStatus();
        dialogue.beep(Beep.DONE);
        new Signatures(machine).ask(closed);
        new Printing(machine).receipt(closed);
    }

    static String issuer(Message answer) {
        return part(answer.find(44).orElse(""), 0);
    }

    static String acquirer(Message answer) {
        return part(answer.find(44).orElse(""), 11);
    }

    /// Field 44: 11 characters each.
    private static String part(String field44, int from) {
        return field44.length() <= from ? "" : field44.substring(from, Math.min(field44.length(), from + 11)).strip();
    }

    private boolean declined(JournalEntry closed, Optional<PendingReversal> reversal, Answer.Answered answered, TransactionFactors factors) {
        Message message = answered.message();
        // A "no" without a MAC may be anybody's: it is shown, but the reversal stays and goes out before the next transaction.
        machine.store().update(state -> answered.isAuthentic() ? state.closed(closed) : state.inDoubt(closed, reversal.orElse(null)));
        machine.showStatus();
        if (answered.wantsSignIn()) {
            machine.forgetSignIn();
        }
        var refusal = TransactionRefusal.of(answered, factors.shown());
        if (refusal.remedy() == TransactionRefusal.Remedy.SHOW_MORE && factors.wantAlso(refusal.advice())) {
            return true;
        }
        dialogue.beep(Beep.REFUSED);
        Screen.Builder screen = priced(screen("declined").message(Tone.REFUSED, refusal.headline(), refusal.detail()), closed.amount())
                .line("card", closed.cardLabel(), Text.plain(closed.cardMasked()))
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

    /// @throws Unwind.Cancelled by the red key: the transaction is over
    private void goOn(Screen.Builder screen, Text how) {
        dialogue.await(screen.softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.OK, how).build(), Set.of(Key.OK));
    }

    /// Nobody knows yet whether it was done, and the reversal undoes it: no red "no" that invites to try again at once. It is a
    /// plain "no" only if the host has undone it, or never got it.
    ///
    /// @param reversal none if it is one that is not reversed: then it stays unknown
    private boolean inDoubt(JournalEntry entry, Optional<PendingReversal> reversal, Text why) {
        Outcome unknown = reversal.isPresent() ? Outcome.IN_DOUBT : Outcome.UNANSWERED;
        machine.store().update(state -> state.inDoubt(entry.withOutcome(unknown), reversal.orElse(null)));
        machine.showStatus();
        Optional<Reversals.Result> undone = reversal.map(waiting -> new Reversals(machine).send(trade.title()));
        Screen.Builder screen = screen("inDoubt");
        if (undone.equals(Optional.of(Reversals.Result.NONE_LEFT)) && !entry.isIssuerSilent()) {
            screen.message(Tone.REFUSED, why, Text.of("sale.reversed"));
        } else {
            boolean isGivenUp = undone.equals(Optional.of(Reversals.Result.GIVEN_UP));              // then no money is on its way back
            screen.message(Tone.IN_DOUBT, isGivenUp ? Text.of("reversal.givenUp") : trade.unknown(), trade.unknownAdvice()).line("why", Text.of("label.answer"), why);
            undone.ifPresent(result -> screen.line("reversal", Text.of("label.reversal"), switch (result) {
                case NONE_LEFT -> Text.of("reversal.hostGoesOn");
                case PENDING -> Text.of("reversal.waits");
                case GIVEN_UP -> Text.of("reversal.givenUp.detail");
            }));
        }
        dialogue.beep(Beep.REFUSED);
        dialogue.tell(priced(screen, entry.amount()));
        return false;
    }
}
