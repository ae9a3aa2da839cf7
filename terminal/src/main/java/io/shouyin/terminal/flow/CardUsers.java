package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.CredentialService.Sealer;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the supervisor does about card users 持卡用户: adds one (card, name, contact), and sets the card's password 刷卡密码.
///
/// The particulars travel sealed like a password, the card number in field 2. The host keeps both; nothing of them stays here.
final class CardUsers {

    private static final int NAME_LENGTH_MAX = 19;
    private static final int CONTACT_DIGITS_MIN = 5;
    private static final int CONTACT_DIGITS_MAX = 20;
    private static final String END = "\"}";
    /// What a sealed value holds.
    private static final int PARTICULARS_LENGTH_MAX = 63;

    private final Machine machine;
    private final Dialogue dialogue;

    CardUsers(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
    }

    /// Adds a card user and, if wanted, sets the password at once.
    void add() {
        Text title = Command.ADD_CARD_USER.text();
        CardRead card = card(title);
        String name = dialogue.text(() -> Screen.of("cardUsers.name", title).message(Tone.NEUTRAL, Text.of("cardUsers.name.ask")),
                Text.of("cardUsers.name"), MultiTap.Mode.NAME, 1, NAME_LENGTH_MAX, typed -> typed).strip();
        String begin = "{\"name\":\"" + name.replace(" ", "\\u0020") + "\",\"contact\":\"";      // the PIN pad takes no blanks
        int contactMax = Math.min(CONTACT_DIGITS_MAX, PARTICULARS_LENGTH_MAX - begin.length() - END.length());
        if (name.isEmpty() || contactMax < CONTACT_DIGITS_MIN) {
            dialogue.tell("cardUsers.refused", title, Tone.REFUSED, Text.of("cardUsers.name.refused"));
            return;
        }
        String contact = dialogue.digits(() -> Screen.of("cardUsers.contact", title).message(Tone.NEUTRAL, Text.of("cardUsers.contact.ask")),
                Text.of("cardUsers.contact"), CONTACT_DIGITS_MIN, contactMax, Text.of("key.confirm"));
        try (SecretEntry particulars = typed(begin + contact + END)) {
            if (tell(title, settle(TransactionKind.CARD_USER_ADD, card, title,
                    sealer -> FactorTlv.empty().with(FactorTlv.CARD_USER, sealer.seal(particulars, FactorTlv.CARD_USER))))) {
                dialogue.await(Screen.of("cardUsers.next", title).message(Tone.NEUTRAL, Text.of("cardUsers.next"))
                        .softkey(Key.CANCEL, Text.of("key.later")).softkey(Key.OK, Command.SET_CARD_PASSWORD.text()).build(), Set.of(Key.OK));
                setPassword(card);
            }
        }
    }

    void setPassword() {
        setPassword(card(Command.SET_CARD_PASSWORD.text()));
    }

    private void setPassword(CardRead card) {
        Text title = Command.SET_CARD_PASSWORD.text();
        Session supervisor = machine.session().orElseThrow();
        Outcome asked = settle(TransactionKind.CARD_PASSWORD_SET, card, title, sealer -> FactorTlv.empty());       // whose card, and whose password?
        if (!(asked instanceof Outcome.Answered wanted && wanted.is(ResponseCode.FACTOR_MISSING))) {
            tell(title, asked);
            return;
        }
        Said said = Said.NOTHING;
        var halves = new NewHalves(machine, FactorTlv.CARD_PASSWORD, supervisor.password(), part -> Screen.of("cardPassword." + part, title).path(Text.plain(card.pan().masked())));
        while (true) {
            try (SecretEntry password = wanted.advice().wantsNewHalves() ? halves.ask(said) : whole(supervisor, card, title, said)) {
                Outcome outcome = settle(TransactionKind.CARD_PASSWORD_SET, card, title,
                        sealer -> FactorTlv.empty().with(FactorTlv.NEW_PASSWORD, sealer.seal(password, FactorTlv.NEW_PASSWORD)));
                if (outcome instanceof Outcome.Answered answered && answered.is(ResponseCode.SECRET_REFUSED)) {
                    said = CredentialService.rulesBroken(answered, machine.newPasswords().of(FactorTlv.CARD_PASSWORD));
                    continue;
                }
                tell(title, outcome);
                return;
            }
        }
    }

    private SecretEntry whole(Session supervisor, CardRead card, Text title, Said said) {
        return new NewSecret(machine, machine.newPasswords().of(FactorTlv.CARD_PASSWORD), Optional.of(supervisor.password()), MultiTap.Mode.MIXED, 2, 3,
                (part, step) -> Screen.of("cardPassword." + part, title).path(Text.plain(card.pan().masked()))).ask(said);
    }

    private CardRead card(Text title) {
        return new CardEntry(machine, title).ask(Screen.of("cardUsers.card", title).cardWanted()
                .message(Tone.NEUTRAL, Text.of("sale.card"), Text.of("sale.card.detail")));
    }

    private SecretEntry typed(String text) {
        SecretEntry entry = machine.pinPad().begin(MultiTap.Mode.MIXED, PARTICULARS_LENGTH_MAX);
        text.chars().forEach(character -> entry.type((char) character));
        return entry;
    }

    /// @return whether it is done
    private boolean tell(Text title, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            Optional<Text> why = answered.is(ResponseCode.STATE_MISMATCH) ? Optional.of(Text.of("cardUsers.taken"))
                    : answered.is(ResponseCode.ORIGINAL_NOT_FOUND) ? Optional.of(Text.of("cardUsers.unknown")) : Optional.empty();
            if (why.isPresent()) {
                dialogue.tell("cardUsers.notSaved", title, Tone.REFUSED, Text.of("saving.cardUsers.notSaved"), why.get());
                return false;
            }
        }
        return Saving.tell(dialogue, "cardUsers", title, Password.SUPERVISOR, outcome);
    }

    private Outcome settle(TransactionKind kind, CardRead card, Text title, Function<Sealer, FactorTlv> value) {
        Session supervisor = machine.session().orElseThrow();
        return new CredentialService(machine).settle(kind, Optional.of(card.pan()), sealer -> value.apply(sealer)
                .with(FactorTlv.SUPERVISOR, supervisor.operator().value())
                .with(FactorTlv.SUPERVISOR_PASSWORD, sealer.seal(supervisor.password(), FactorTlv.SUPERVISOR_PASSWORD)), id -> Screen.of(id, title));
    }
}
