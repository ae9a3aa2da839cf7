package io.shouyin.host.cardholders;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.credentials.Allowance;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.SecretForm;
import io.shouyin.host.credentials.SecretKind;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.Validity;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Card users over the wire: added and given a password at the terminal, and asked for it at every sale with their card.
class CardUserAtTheTerminalIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String PARTICULARS = "{\"name\":\"ZHANG SAN\",\"contact\":\"13917346028\"}";
    private static final String CARD_PASSWORD = "Wq7pz2m";
    private static final String FIRST_HALF = "tea5!Pot";
    private static final String SECOND_HALF = "cup7?Mug";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        terminal = RawTerminal.inService(corridor, "SYCH-000000001");
        corridor.awaitNetwork();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    /// A card that belongs to nobody at this merchant.
    private static DemoCard freshCard() {
        DemoCard card = corridor.network.cards().getFirst();
        corridor.bean(CardUserStore.class).find(Corridor.MERCHANT, card.pan())
                .ifPresent(user -> corridor.bean(CardUsers.class).remove(user.subject().cardId(), user.version()));
        return card;
    }

    private static DemoCard registeredCard() {
        DemoCard card = freshCard();
        assertThat(code(add(card, PARTICULARS))).isEqualTo("00");
        assertThat(code(setPassword(card, CARD_PASSWORD))).isEqualTo("00");
        return card;
    }

    @Test
    void card_registeredAtTheTerminal_saleAsksForItsPassword() throws Exception {
        DemoCard card = freshCard();
        assertThat(code(terminal.askSigned(terminal.sale(100, card).build()))).as("no card user yet").isEqualTo("00");
        assertThat(code(setPassword(card, CARD_PASSWORD))).as("nobody to set it for").isEqualTo("25");
        assertThat(code(add(card, PARTICULARS))).isEqualTo("00");
        Message unset = terminal.askSigned(terminal.sale(100, card).build());
        assertThat(code(unset)).isEqualTo("P5");
        assertThat(wanted(unset)).as("which of the passwords is not set yet").containsExactly(0x05);
        assertThat(code(setPassword(card, CARD_PASSWORD))).isEqualTo("00");

        Message asked = terminal.askSigned(terminal.sale(100, card).build());
        assertThat(code(asked)).isEqualTo("P1");
        assertThat(wanted(asked)).containsExactly(0x05);
        Message wrong = terminal.askSigned(sale(card, "Wq7pz2k"));
        assertThat(code(wrong)).isEqualTo("P2");
        assertThat(FactorTlv.decode(wrong.bytes(57)).find(FactorTlv.TRIES_LEFT).orElseThrow()).containsExactly(3);
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("00");
        assertThat(corridor.jdbc().sql("SELECT factors FROM acquiring.transaction WHERE terminal_id = ? AND state = 'APPROVED' ORDER BY received_at DESC LIMIT 1")
                .param(terminal.id()).query(String.class).single()).contains("CARD_PASSWORD");
    }

    /// As the supervisor does it, key by key.
    @Test
    void supervisor_addsACardUserAndSetsThePassword_onTheTerminal() {
        DemoCard card = freshCard();
        try (Corridor.Till till = corridor.inService("SYCH-000000002")) {
            till.press("0");                                                    // the cashier logs off
            till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
            till.await("menu.supervisor");
            till.press("2");
            till.await("menu.operators");
            till.press("4");
            till.await("cardUsers.card");
            till.terminal.card(EntryMode.SWIPE, 0);
            till.await("cardUsers.name");
            till.type("ZHANG SAN");
            till.await("cardUsers.contact");
            till.type("13917346028");
            till.await("cardUsers.saved");
            till.press("OK");
            till.await("cardUsers.next");
            till.press("OK");
            till.enterTwice("cardPassword.new", "cardPassword.again", CARD_PASSWORD);
            till.await("cardUsers.saved");
            till.press("OK");
            till.await("menu.operators");
        }
        assertThat(user(card).name()).isEqualTo("ZHANG SAN");
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("00");
    }

    @Test
    void cardPassword_ofTwoPeople_isSetAndTypedInHalves() {
        DemoCard card = registeredCard();
        corridor.bean(SecretDesk.class).putForm(subject(card), new SecretForm(SecretKind.COMBINATION, true, Optional.empty()));
        try (Corridor.Till till = corridor.inService("SYCH-000000003")) {
            till.press("0");
            till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
            till.await("menu.supervisor");
            till.press("2");
            till.await("menu.operators");
            till.press("5");
            till.await("cardUsers.card");
            till.terminal.card(EntryMode.SWIPE, 0);
            till.enterTwice("cardPassword.first.new", "cardPassword.first.again", FIRST_HALF);
            till.await("cardPassword.change");
            till.press("OK");
            till.enterTwice("cardPassword.second.new", "cardPassword.second.again", SECOND_HALF);
            till.await("cardUsers.saved");
            till.press("OK");
            till.await("menu.operators");
            till.press("CANCEL");
            till.await("menu.supervisor");
            till.press("6");
            till.logOn("01", Corridor.CASHIER_PASSWORD);
            till.sell("100", 0, Corridor.TRANSACTION_PASSWORD, card.pin(SecretAccess.granted()));
            till.await("sale.cardPassword.first");
            till.type(FIRST_HALF);
            till.await("sale.cardPassword.second");
            till.type("cup7?Mud");
            till.await("sale.declined");
            till.press("OK");
            till.await("sale.cardPassword.first");
            till.type(FIRST_HALF);
            till.await("sale.cardPassword.second");
            till.type(SECOND_HALF);
            till.await("sale.approved");
        }
        assertThat(code(terminal.askSigned(sale(card, FIRST_HALF)))).as("the first half alone").isEqualTo("P2");
        assertThat(code(terminal.askSigned(sale(card, SECOND_HALF)))).as("the second half alone").isEqualTo("P2");
        assertThat(code(terminal.askSigned(sale(card, SECOND_HALF + FIRST_HALF)))).as("the other way round").isEqualTo("P2");
        assertThat(code(terminal.askSigned(sale(card, FIRST_HALF + SECOND_HALF)))).isEqualTo("00");
        corridor.bean(SecretDesk.class).putForm(subject(card), SecretForm.USUAL);
    }

    @Test
    void cardNumber_typedByHand_pays_andACardUserIsAskedForThePassword() {
        DemoCard card = freshCard();
        try (Corridor.Till till = corridor.inService("SYCH-000000004")) {
            typed(till, card);
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            registeredCard();
            typed(till, card);
            till.await("sale.cardPassword");
            till.type(CARD_PASSWORD);
            till.await("sale.approved");
        }
        assertThat(corridor.jdbc().sql("SELECT entry_mode FROM acquiring.transaction WHERE state = 'APPROVED' ORDER BY received_at DESC LIMIT 1").query(String.class).single())
                .isEqualTo("011");
    }

    /// A sale up to the PIN.
    private static void typed(Corridor.Till till, DemoCard card) {
        till.await("menu.cashier");
        till.press("1");
        till.await("sale.amount");
        till.type("100");
        till.await("sale.card");
        till.press("F1");
        till.await("card.number");
        till.type("6216261000000000017");
        till.await("card.refused");
        till.press("OK");
        till.await("card.number");
        till.type(card.pan().reveal(CARD_DATA));
        till.await("card.expiry");
        till.type(card.expiry().substring(2) + card.expiry().substring(0, 2));
        till.await("sale.password");
        till.type(Corridor.TRANSACTION_PASSWORD);
        till.await("sale.pin");
        till.type(card.pin(SecretAccess.granted()));
    }

    @Test
    void cardPassword_wrongFourTimes_locksUntilUnlocked() {
        DemoCard card = registeredCard();
        for (String code : new String[] {"P2", "P2", "P2", "P3", "P3"}) {
            assertThat(code(terminal.askSigned(sale(card, "Wq7pz2k")))).isEqualTo(code);
        }
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("P3");
        corridor.bean(SecretDesk.class).unlock(subject(card));
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("00");
    }

    @Test
    void cardUser_changed_passwordIsDueUntilSetAnew() {
        DemoCard card = registeredCard();
        Secret once = corridor.bean(SecretDesk.class).issueOneTime(subject(card), Validity.ALWAYS).clear();
        CardUser user = user(card);
        corridor.bean(CardUsers.class).change(user.subject().cardId(),
                new CardUsers.Change(user.version(), user.name(), "13917346029", Optional.empty(), CardUser.State.ACTIVE));
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("P4");
        assertThat(code(terminal.askSigned(sale(card, new String(once.reveal(SecretAccess.granted()), StandardCharsets.UTF_8)))))
                .as("one-time passwords of before are revoked").isEqualTo("P4");
        assertThat(code(setPassword(card, CARD_PASSWORD))).as("the same again is none anew").isEqualTo("P6");
        assertThat(code(setPassword(card, "Kd8sm4x"))).isEqualTo("00");
        assertThat(code(terminal.askSigned(sale(card, "Kd8sm4x")))).isEqualTo("00");
    }

    @Test
    void oneTimePassword_opensOneSale() {
        DemoCard card = registeredCard();
        Secret once = corridor.bean(SecretDesk.class).issueOneTime(subject(card), Validity.ALWAYS).clear();
        String password = new String(once.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        assertThat(code(terminal.askSigned(sale(card, password)))).isEqualTo("00");
        assertThat(code(terminal.askSigned(sale(card, password)))).isEqualTo("P4");
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).as("the standing one holds beside it").isEqualTo("00");
    }

    @Test
    void cardPassword_usedAsOftenAsItsCycleAllows_is65_untilTheNextDay() {
        DemoCard card = registeredCard();
        corridor.bean(SecretDesk.class).putForm(subject(card), new SecretForm(SecretKind.RECURRING, false, Optional.of(new Allowance(Allowance.Cycle.DAY, 2))));
        for (int use = 0; use < 2; use++) {
            assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("00");
        }
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("65");
        corridor.jdbc().sql("UPDATE credentials.secret SET cycle_began = cycle_began - 1 WHERE subject = ?").param(subject(card).key()).update();
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).as("the next day").isEqualTo("00");
        corridor.bean(SecretDesk.class).putForm(subject(card), SecretForm.USUAL);
    }

    @Test
    void cardPassword_outsideItsValidity_isP4() {
        DemoCard card = registeredCard();
        corridor.bean(SecretDesk.class).limit(subject(card), new Validity(Optional.empty(), Optional.of(Instant.now().plusSeconds(3600))));
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("00");
        corridor.jdbc().sql("UPDATE credentials.secret SET valid_to = valid_to - interval '2 hours' WHERE subject = ?").param(subject(card).key()).update();
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("P4");
    }

    @Test
    void cardUser_suspended_cardIsRefused_removed_cardIsFree() {
        DemoCard card = registeredCard();
        CardUsers users = corridor.bean(CardUsers.class);
        CardUser user = user(card);
        users.change(user.subject().cardId(), new CardUsers.Change(1, user.name(), user.contact(), Optional.empty(), CardUser.State.SUSPENDED));
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).isEqualTo("62");
        users.remove(user.subject().cardId(), 2);
        assertThat(code(terminal.askSigned(terminal.sale(100, card).build()))).isEqualTo("00");
        assertThat(corridor.jdbc().sql("SELECT card_sealed IS NULL AND card_index IS NULL FROM cardholders.card_user WHERE card_id = ?")
                .param(user.subject().cardId()).query(Boolean.class).single()).isTrue();
        assertThat(code(add(card, PARTICULARS))).as("it can come back").isEqualTo("00");
        assertThat(code(terminal.askSigned(sale(card, CARD_PASSWORD)))).as("without the password of before").isEqualTo("P5");
    }

    @Test
    void cardUser_addedAgain_isTheSame_withOtherParticularsRefused() {
        DemoCard card = registeredCard();
        assertThat(code(add(card, PARTICULARS))).isEqualTo("00");
        assertThat(code(add(card, PARTICULARS.replace("ZHANG SAN", "LI SI")))).isEqualTo("22");
        assertThat(user(card).name()).isEqualTo("ZHANG SAN");
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'cardholder.add' AND object = ? AND actor = ?")
                .params("card-user:" + user(card).subject().cardId(), terminal.id() + "/00").query(Long.class).single()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30 | {"name":"","contact":"13917346028"}
            30 | {"name":" ZHANG","contact":"13917346028"}
            30 | {"name":"ZHANG","contact":"call me"}
            30 | ["ZHANG","13917346028"]
            30 | not json
            """)
    void particulars_thatMakeNoSense_areRefused(String code, String particulars) {
        DemoCard card = corridor.network.cards().getLast();
        assertThat(code(add(card, particulars))).isEqualTo(code);
        assertThat(corridor.bean(RegisteredCards.class).find(Corridor.MERCHANT, card.pan())).isEmpty();
    }

    @Test
    void cardUser_byAnybodyButTheSupervisor_isRefused() {
        DemoCard card = corridor.network.cards().getLast();
        assertThat(code(terminal.askSigned(request("409", "01", Corridor.CASHIER_PASSWORD, card, Map.of(FactorTlv.CARD_USER, PARTICULARS))))).isEqualTo("58");
        assertThat(code(terminal.askSigned(request("409", "00", Corridor.CASHIER_PASSWORD, card, Map.of(FactorTlv.CARD_USER, PARTICULARS))))).isEqualTo("P2");
        assertThat(code(terminal.askSigned(request("409", "00", Corridor.SUPERVISOR_PASSWORD, card, Map.of())))).as("no particulars").isEqualTo("30");
    }

    @ParameterizedTest
    @CsvSource({"PHONE_NUMBER, w13917346028", "SAME_AS_LOGIN, 715038", "LETTER_MISSING, 705283"})
    void cardPassword_thatIsWeak_P6AndItsRule(String rule, String weak) throws Exception {
        Message answer = setPassword(registeredCard(), weak);
        assertThat(code(answer)).isEqualTo("P6");
        assertThat(FactorTlv.decode(answer.bytes(57)).text(FactorTlv.RULES_BROKEN).orElseThrow()).contains(rule);
    }

    private static Message add(DemoCard card, String particulars) {
        return terminal.askSigned(request("409", "00", Corridor.SUPERVISOR_PASSWORD, card, Map.of(FactorTlv.CARD_USER, particulars)));
    }

    private static Message setPassword(DemoCard card, String password) {
        return terminal.askSigned(request("410", "00", Corridor.SUPERVISOR_PASSWORD, card, Map.of(FactorTlv.NEW_PASSWORD, password)));
    }

    private static Message request(String networkCode, String by, String password, DemoCard card, Map<Integer, String> sealed) {
        Map<Integer, String> all = new HashMap<>(sealed);
        all.put(FactorTlv.SUPERVISOR_PASSWORD, password);
        return terminal.credential(networkCode, Map.of(FactorTlv.SUPERVISOR, by), all).toBuilder().text(2, card.pan().reveal(CARD_DATA)).build();
    }

    private static Message sale(DemoCard card, String cardPassword) {
        Message sale = terminal.sale(100, card).build();
        try {
            return sale.toBuilder().bytes(57, FactorTlv.decode(sale.bytes(57)).with(FactorTlv.CARD_PASSWORD,
                    terminal.seal("0200", sale.text(11), FactorTlv.CARD_PASSWORD, cardPassword)).encode()).build();
        } catch (DecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Subject.Card subject(DemoCard card) {
        return user(card).subject();
    }

    private static CardUser user(DemoCard card) {
        return corridor.bean(CardUserStore.class).find(Corridor.MERCHANT, card.pan()).orElseThrow();
    }

    private static String code(Message answer) {
        return answer.text(39);
    }

    private static byte[] wanted(Message answer) throws Exception {
        return FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED).orElseThrow();
    }
}
