package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.receipt.Code;
import io.shouyin.strength.Weakness;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.VirtualTerminal;
import io.shouyin.terminal.device.Clock;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.Field;
import io.shouyin.terminal.device.Screen.FieldKind;
import io.shouyin.terminal.device.Screen.FingerWanted;
import io.shouyin.terminal.device.Screen.RuleLine;
import io.shouyin.terminal.device.Screen.RuleState;
import io.shouyin.terminal.device.Status;
import io.shouyin.terminal.device.Status.Network;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Command;
import io.shouyin.terminal.flow.Menu;
import io.shouyin.terminal.state.Trade;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The longest screens of the terminal on narrow phones and on a desk: a keypad cannot scroll, so nothing of them may be cut.
class TerminalScreensIT {

    private static final Instant NOW = Instant.parse("2026-07-01T01:31:05Z");
    private static final int[] WIDTHS_PIXELS = {320, 360, TestChromium.DESK_WIDTH};
    private static final Set<Command> REMINDED = Set.of(Command.ADMINISTRATOR_PASSWORDS, Command.CHANGE_OWN_PASSWORD);

    /// The texts on the screen that stand over an edge of what they stand in, and the dots of a secret that do, or are none.
    private static final String CUT = """
            () => {
              const screen = document.getElementById('screen');
              const cut = [];
              const texts = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const range = document.createRange();
                range.selectNodeContents(texts.currentNode);
                const text = range.getBoundingClientRect();
                for (let box = texts.currentNode.parentElement; text.width > 0 && box !== screen.parentElement; box = box.parentElement) {
                  const edge = box.getBoundingClientRect();
                  const sides = box === screen || getComputedStyle(box).overflowX !== 'visible';
                  const bottom = box.id === 'screen-body';
                  if (sides && (text.right > edge.right + 1 || text.left < edge.left - 1) || bottom && text.bottom > edge.bottom + 1) {
                    cut.push(texts.currentNode.data);
                    break;
                  }
                }
              }
              for (const dot of screen.querySelectorAll('.dot')) {
                const shown = dot.getBoundingClientRect();
                if (shown.right > dot.parentElement.getBoundingClientRect().right || shown.width < 5 || Math.abs(shown.width - shown.height) > 1) cut.push('a dot');
              }
              return cut;
            }""";

    @TempDir
    Path folder;

    /// Time stands, so that the terminal shows what the test shows.
    private static final class StandingClock implements Clock {
        @Override
        public Instant instant() {
            return NOW;
        }

        @Override
        public AutoCloseable everyTick(Runnable tick) {
            return () -> { };
        }
    }

    @Test
    void longestScreens_onNarrowPhonesAndADeskInBothLanguages_areNotCut() {
        var device = new ConsoleDevice(new StandingClock(), List.of());
        try (TestChromium chromium = TestChromium.launch();
                VirtualTerminal terminal = VirtualTerminal.serve(Terminal.start(TerminalSettings.in(folder), device), 0)) {
            terminal.terminal().awaitReady();
            terminal.terminal().awaitReady();
            Page page = chromium.window();
            page.navigate(terminal.url().toString());
            var cut = new ArrayList<String>();
            for (Language language : Language.values()) {
                for (int width : WIDTHS_PIXELS) {
                    page.setViewportSize(width, TestChromium.PHONE_HEIGHT);
                    TestChromium.fits(page);
                    longestStatuses(language).forEach(status -> longestScreens().forEach(screen -> {
                        device.status(status);
                        device.show(screen);
                        PlaywrightAssertions.assertThat(page.getByTestId("status-network")).hasAttribute("data-network", status.network().name());
                        PlaywrightAssertions.assertThat(page.getByTestId("screen")).hasAttribute("data-screen-id", screen.id());
                        for (Object text : (List<?>) page.evaluate(CUT)) {
                            cut.add(language + " " + width + " " + screen.id() + ": " + text);
                        }
                    }));
                }
            }
            assertThat(cut).isEmpty();
        }
    }

    private static List<Status> longestStatuses(Language language) {
        return List.of(status(Network.UNKNOWN, false, language), status(Network.UP, true, language));
    }

    private static Status status(Network network, boolean signedIn, Language language) {
        return new Status(network, true, signedIn, Optional.of("000123"), Optional.of("99"), true, true, 100, NOW, language);
    }

    private static Stream<Screen> receipts() {
        Screen approved = Screen.of("sale.approved", Text.of("command.completion_notice")).message(Tone.DONE, Text.of("sale.approved"))
                .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99")).line("card", Text.of("label.card"), Text.plain("621626*********0018"))
                .line("authCode", Text.of("label.authCode"), Text.plain("123456")).line("rrn", Text.of("label.rrn"), Text.plain("093105000003"))
                .softkey(Key.CANCEL, Text.of("print.noCustomerCopy")).softkey(Key.F1, Text.of("receipt.electronic")).softkey(Key.OK, Text.of("print.customerCopy")).build();
        Screen signature = Screen.of("signature", Text.of("signature.title")).strongLine("amount", Text.of("command.completion_notice"), Text.plain("¥9,999,999.99")).signatureWanted()
                .softkey(Key.CANCEL, Text.of("signature.none")).softkey(Key.CLEAR, Text.of("signature.again")).softkey(Key.OK, Text.of("signature.done")).build();
        Screen payCode = Screen.of("sale.payCode", Text.of("command.sale")).step(2, 5).message(Tone.NEUTRAL, Text.of("wallet.payCode.ask"), Text.of("wallet.payCode.detail"))
                .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99")).field(new Field(FieldKind.DIGITS, Text.of("wallet.payCode"), "281234567890123456789012", Optional.empty(), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen shown = Screen.of("sale.code", Text.of("command.sale")).strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99")).message(Tone.NEUTRAL, Text.of("wallet.scan"))
                .code(new Screen.CodeShown("https://pos.example.com", new Code(65, "M0 0h1v1h-1z"))).softkey(Key.CANCEL, Text.of("wallet.callOff")).build();
        Screen confirm = Screen.of("sale.code", Text.of("command.sale")).strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"))
                .message(Tone.WAITING, Text.of("wallet.confirm"), Text.of("wallet.confirm.detail")).softkey(Key.CANCEL, Text.of("wallet.callOff")).build();
        Screen code = Screen.of("receipt.qr", Text.of("receipt.menu")).message(Tone.NEUTRAL, Text.of("receipt.scan"), Text.of("receipt.days", 99)).code(new Screen.CodeShown("https://pos.example.com", new Code(41, "M0 0h1v1h-1z")))
                .softkey(Key.F1, Text.of("key.print")).softkey(Key.OK, Text.of("key.done")).build();
        var ways = Screen.of("receipt", Text.of("receipt.menu")).softkey(Key.CANCEL, Text.of("key.back"));
        List<String> all = List.of("merchant", "cardholder", "qr", "sms", "sign");
        for (int i = 0; i < all.size(); i++) {
            ways.item(all.get(i), Key.digit(i + 1), Text.of("receipt." + all.get(i)));
        }
        return Stream.of(approved, signature, code, payCode, shown, confirm, ways.build());
    }

    private static Stream<Screen> longestScreens() {
        Screen amount = Screen.of("amount", Text.of("command.sale")).step(1, 5)
                .field(new Field(FieldKind.AMOUNT, Text.of("sale.amount"), "9,999,999.99", Optional.empty(), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen unknown = Screen.of("unknown", Text.of("command.sale"))
                .message(Tone.IN_DOUBT, Text.of("sale.unknown"), Text.of("sale.unknown.advice"))
                .line("why", Text.of("label.answer"), Text.of("host.said", Text.of("host.failed"), "98"))
                .line("reversal", Text.of("label.reversal"), Text.of("reversal.hostGoesOn"))
                .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"))
                .softkey(Key.OK, Text.of("key.ok")).build();
        var list = Screen.of("list", Text.of("command.transactions"))
                .strongLine("total", Text.of("transactions.total", 123), Text.plain("¥9,999,999.99"));
        for (int row = 1; row <= 4; row++) {
            list.item("transaction." + row, Key.digit(row), Text.of("transactions.row", "09:31", "¥9,999,999.99", "0018"),
                    Text.of("outcome.REVERSING"), Tone.IN_DOUBT);
        }
        list.softkey(Key.CANCEL, Text.of("key.back")).softkey(Key.F1, Text.of("key.previous"))
                .softkey(Key.F2, Text.of("key.nextPage", 10, 12)).softkey(Key.F3, Text.of("key.print")).softkey(Key.F4, Text.of("transactions.find"));
        var transaction = Screen.of("transaction", Text.of("command.transactions"))
                .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"))
                .line("outcome", Text.of("label.outcome"), Text.of("outcome.REVERSING"))
                .line("advice", Text.of("label.answer"), Text.of("sale.unknown.advice"));
        for (String label : List.of("card", "trace", "rrn", "operator", "dateTime")) {
            transaction.line(label, Text.of("label." + label), Text.plain("2026-07-01 09:31:05"));
        }
        Stream<Screen> refusals = Texts.keys(Language.ZH).stream().filter(key -> key.startsWith("password.")).sorted()
                .map(key -> Screen.of(key, Text.of("logon.title")).path(Text.plain("江南小馆 Jiangnan Bistro"))
                        .line("operator", Text.of("label.operator"), Text.of("operator.administrator", "99"))
                        .message(Tone.REFUSED, Text.of(key), Text.of("credential.triesLeft", 3))
                        .field(new Field(FieldKind.SECRET, Text.of("secret.password"), "●".repeat(12), Optional.empty(), false))
                        .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.ok")).build());
        return Stream.of(Stream.of(amount, unknown, list.build(), transaction.softkey(Key.CANCEL, Text.of("key.back")).softkey(Key.F1, Text.of("transactions.PRE_AUTH_VOID"))
                .softkey(Key.F2, Text.of("transactions.COMPLETION")).softkey(Key.F3, Text.of("transactions.PRE_AUTH_TOP_UP")).softkey(Key.F4, Text.of("transactions.receipt")).build()),
                receipts(), refusals, stepUp(), chips(), followUps(), settlement(), menus())
                .flatMap(screens -> screens);
    }

    /// What a sale asks beyond the transaction password.
    private static Stream<Screen> stepUp() {
        Screen code = sale("sale.code").line("phone", Text.of("code.phone", "138****5678"), Text.of("code.over"))
                .message(Tone.REFUSED, Text.of("password.code.wrong"), Text.of("sale.enterAgain"))
                .field(new Field(FieldKind.SECRET, Text.of("factor.one_time_code"), "●".repeat(6), Optional.empty(), false))
                .softkey(Key.F1, Text.of("code.againIn", 60)).softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen choice = sale("sale.choice").message(Tone.NEUTRAL, Text.of("factor.choice"))
                .item("one", Key.D1, Text.of("factor.both", Text.of("factor.supervisor_password"), Text.of("factor.one_time_code")))
                .item("two", Key.D2, Text.of("factor.both", Text.of("factor.transaction_password"), Text.of("factor.fingerprint")))
                .softkey(Key.CANCEL, Text.of("key.cancel")).build();
        Screen finger = sale("sale.finger").message(Tone.NEUTRAL, Text.of("finger.ask"), Text.of("finger.ask.detail"))
                .fingerWanted(new FingerWanted(FingerWanted.Ceremony.GET, "{\"rpId\":\"localhost\"}")).softkey(Key.CANCEL, Text.of("key.cancel")).build();
        Screen supervisorsFinger = sale("sale.finger").message(Tone.NEUTRAL, Text.of("finger.ask.supervisor"), Text.of("finger.ask.detail"))
                .fingerWanted(new FingerWanted(FingerWanted.Ceremony.GET, "{\"rpId\":\"localhost\"}")).softkey(Key.CANCEL, Text.of("key.cancel")).build();
        Screen application = sale("sale.code").message(Tone.NEUTRAL, Text.of("code.application"))
                .field(new Field(FieldKind.SECRET, Text.of("code.any"), "●".repeat(6), Optional.empty(), false))
                .softkey(Key.F1, Text.of("code.bySms")).softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen card = sale("sale.card").cardWanted().message(Tone.NEUTRAL, Text.of("sale.card"), Text.of("sale.card.detail"))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.F1, Text.of("card.type")).build();
        Screen number = Screen.of("card.number", Text.of("command.set_card_password")).message(Tone.NEUTRAL, Text.of("card.number.ask"))
                .field(new Field(FieldKind.DIGITS, Text.of("label.card"), "0".repeat(19), Optional.empty(), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen used = sale("sale.declined").message(Tone.REFUSED, Text.of("refusal.ONE_TIME_REVOKED"), Text.of("credential.triesLeft", 3))
                .softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.OK, Text.of("sale.enterAgain")).build();
        Screen half = sale("sale.password.second").message(Tone.WAITING, Text.of("halves.change"), Text.of("halves.oneTime"))
                .field(new Field(FieldKind.SECRET, Text.of("halves.secondOf", Text.of("factor.transaction_password")), "●".repeat(12), Optional.of(MultiTap.Mode.MIXED), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen supervisor = sale("sale.supervisorPassword").message(Tone.REFUSED, Text.of("password.supervisor.wrong"), Text.of("sale.enterAgain"))
                .field(new Field(FieldKind.SECRET, Text.of("factor.passwordOf", Text.of("operator.supervisor", "00")), "●".repeat(12), Optional.of(MultiTap.Mode.DIGITS), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen termOver = sale("sale.termOver").message(Tone.REFUSED, Text.of("refusal.SECRET_TERM_OVER"), Text.of("host.code", "P4"))
                .softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.OK, Text.of("sale.enterAgain")).build();
        Screen newPassword = Screen.of("transactionPassword.new", Text.of("transactionPassword.title")).step(2, 3)
                .path(Text.of("menu.passwords"), Text.of("command.set_transaction_password"))
                .field(new Field(FieldKind.SECRET, Text.of("secret.new"), "●".repeat(12), Optional.of(MultiTap.Mode.MIXED), true))
                .rules(Stream.concat(Stream.of(Text.of("rule.length", 10, 12), Text.of("rule.required.DLS"), Text.of("rule.kinds", 4), Text.of("rule.runsUpTo", 3, 2),
                        Text.of(PasswordRules.Rule.BIRTHDAY), Text.of("rule.differsFromLogin")).map(rule -> new RuleLine("rule", RuleState.BROKEN, rule)),
                        Stream.of(new RuleLine("strength", RuleState.ADVISED, Text.of("strength.weak", new Text.Both(Weakness.WORD.zh(), Weakness.WORD.en()))))).toList())
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen tooShort = Screen.of("cardPassword.new", Text.of("command.set_card_password")).step(2, 3).path(Text.plain("621626*********0018"))
                .message(Tone.REFUSED, Text.of(ResponseCode.SECRET_REFUSED), Text.of("host.code", "P6"))
                .field(new Field(FieldKind.SECRET, Text.of("secret.new"), "", Optional.of(MultiTap.Mode.MIXED), false))
                .rules(Stream.of(Text.of("rule.lengthBroken", Text.of(PasswordRules.Rule.TOO_SHORT), Text.of("rule.length", 10, 12)),
                        Text.of(PasswordRules.Rule.SYMBOL_MISSING)).map(rule -> new RuleLine("rule", RuleState.BROKEN, rule)).toList())
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        Screen due = sale("sale.declined").message(Tone.REFUSED, Text.of("refusal.SECRET_EXPIRED"), Text.of("host.code", "P4"))
                .line("card", Text.of("label.card"), Text.plain("621626*********0018")).line("trace", Text.of("label.trace"), Text.plain("000123"))
                .softkey(Key.CANCEL, Text.of("key.end")).softkey(Key.F1, Text.of("sale.enterAgain")).softkey(Key.OK, Text.of("menu.passwords")).build();
        Screen standby = Screen.of("logon.operator", Text.plain("江南小馆 Jiangnan Bistro")).line("reminder", Text.of("sale.password"), Text.of("reminder.days", 14))
                .message(Tone.NEUTRAL, Text.of("logon.idle"), Text.of("logon.ask"))
                .field(new Field(FieldKind.DIGITS, Text.of("label.operator"), "01", Optional.empty(), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build();
        return Stream.of(code, choice, finger, supervisorsFinger, application, card, number, used, half, supervisor, termOver, newPassword, tooShort, due, standby);
    }

    /// A chip that does not answer, and one that does not take the answer.
    private static Stream<Screen> chips() {
        Stream<Screen> silent = Stream.of("card.chip.swipe", "card.chip.insert").map(what -> sale("sale.card").cardWanted()
                .message(Tone.REFUSED, Text.of(TerminalRefusal.CHIP_UNREADABLE), Text.of(what))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.F1, Text.of("card.type")).build());
        Screen.Builder refused = Screen.of("sale.inDoubt", Text.of("command.sale")).strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"));
        Screen undone = refused.message(Tone.REFUSED, Text.of(TerminalRefusal.CHIP_REFUSES_THE_ANSWER), Text.of("sale.reversed")).softkey(Key.OK, Text.of("key.ok")).build();
        Screen waiting = refused.message(Tone.IN_DOUBT, Trade.SALE.unknown(), Trade.SALE.unknownAdvice())
                .line("why", Text.of("label.answer"), Text.of(TerminalRefusal.CHIP_REFUSES_THE_ANSWER))
                .line("reversal", Text.of("label.reversal"), Text.of("reversal.waits")).build();
        return Stream.concat(silent, Stream.of(undone, waiting));
    }

    /// What voids, refunds and pre-authorizations show beyond a sale.
    private static Stream<Screen> followUps() {
        var list = Screen.of("list.followed", Text.of("command.transactions"))
                .strongLine("total", Text.of("transactions.total", 123), Text.plain("¥9,999,999.99"))
                .line("back", Text.of("transactions.back", 123), Text.plain("¥9,999,999.99"));
        for (int row = 1; row <= 3; row++) {
            list.item("transaction." + row, Key.digit(row), Text.of("transactions.row.other", "09:31", "¥9,999,999.99"),
                    Text.of("transactions.hint", Trade.COMPLETION.title(), Text.of("outcome.REVERSING")), Tone.IN_DOUBT);
        }
        list.softkey(Key.CANCEL, Text.of("key.back")).softkey(Key.F1, Text.of("key.previous"))
                .softkey(Key.F2, Text.of("key.nextPage", 10, 12)).softkey(Key.F3, Text.of("key.print"));
        var transaction = Screen.of("transaction.preAuth", Text.of("command.transactions"))
                .strongLine("amount", Trade.PRE_AUTH.title(), Text.plain("¥9,999,999.99"));
        for (String label : List.of("outcome", "card", "trace", "rrn", "authCode", "operator", "dateTime")) {
            transaction.line(label, Text.of("label." + label), Text.plain("2026-07-01 09:31:05"));
        }
        transaction.softkey(Key.CANCEL, Text.of("key.back")).softkey(Key.F1, Text.of("transactions.PRE_AUTH_VOID")).softkey(Key.F2, Text.of("transactions.COMPLETION"))
                .softkey(Key.F3, Text.of("transactions.PRE_AUTH_TOP_UP"));
        Stream<Screen> ofEach = Arrays.stream(Trade.values()).flatMap(trade -> {
            var original = Screen.of(trade.screen("original"), trade.title()).step(1, 5).message(Tone.NEUTRAL, Text.of("original.check"))
                    .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"));
            for (String label : List.of("card", "trace", "rrn", "dateTime")) {
                original.line(label, Text.of("label." + label), Text.plain("621626*********0018"));
            }
            var unknown = Screen.of(trade.screen("inDoubt"), trade.title()).message(Tone.IN_DOUBT, trade.unknown(), trade.unknownAdvice())
                    .line("why", Text.of("label.answer"), Text.of("host.said", Text.of("host.failed"), "98"))
                    .line("reversal", Text.of("label.reversal"), Text.of("reversal.hostGoesOn"))
                    .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99")).softkey(Key.OK, Text.of("key.ok"));
            return Stream.of(original.softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build(), unknown.build());
        });
        Stream<Screen> numbers = Stream.of("trace", "rrn", "date", "authCode").map(part -> Screen.of(Trade.COMPLETION.screen(part), Trade.COMPLETION.title()).step(1, 5)
                .field(new Field(FieldKind.DIGITS, Text.of("original." + part), "240630000815", Optional.empty(), false))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build());
        Stream<Screen> refused = Texts.keys(Language.ZH).stream().filter(key -> key.startsWith("refusal.")).sorted()
                .map(key -> Screen.of(key, Trade.COMPLETION.title()).message(Tone.REFUSED, Text.of(key), Text.of("host.code", "22"))
                        .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"))
                        .line("card", Text.of("label.card"), Text.plain("621626*********0018")).line("trace", Text.of("label.trace"), Text.plain("000123"))
                        .softkey(Key.OK, Text.of("key.ok")).build());
        Screen part = Screen.of("sale.partly", Trade.SALE.title()).message(Tone.WAITING, Text.of("partly.approved"), Text.of("partly.ask"))
                .strongLine("amount", Text.of("partly.part"), Text.plain("¥9,999,999.98")).line("asked", Text.of("partly.asked"), Text.plain("¥9,999,999.99"))
                .line("rest", Text.of("partly.rest"), Text.plain("¥9,999,999.99"))
                .softkey(Key.CANCEL, Text.of("partly.undo")).softkey(Key.OK, Text.of("partly.take")).build();
        var approved = Screen.of("sale.approved", Trade.COMPLETION_NOTICE.title()).message(Tone.DONE, Text.of("partly.approved"))
                .strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99")).line("card", Text.of("label.card"), Text.plain("621626*********0018"))
                .line("authCode", Text.of("label.authCode"), Text.plain("123456")).line("rrn", Text.of("label.rrn"), Text.plain("240630000815"))
                .line("texts", Text.of("receipt.remark"), Text.plain("谢谢惠顾欢迎再次光临 谢谢惠顾欢迎再次光临 谢谢惠顾欢迎再次光临"))
                .softkey(Key.CANCEL, Text.of("print.noCustomerCopy")).softkey(Key.OK, Text.of("print.customerCopy"));
        Screen balance = Screen.of("balance.told", Trade.BALANCE.title()).message(Tone.DONE, Text.of("balance.told"))
                .strongLine("balance", Text.of("balance.available"), Text.plain("-¥9,999,999,999.99")).line("card", Text.of("label.card"), Text.plain("621626*********0018"))
                .softkey(Key.OK, Text.of("key.ok")).build();
        return Stream.of(Stream.of(list.build(), transaction.build(), part, approved.build(), balance), ofEach, numbers, refused).flatMap(screens -> screens);
    }

    /// What a settlement and the day's totals show.
    private static Stream<Screen> settlement() {
        Text title = Text.of("command.settle");
        Screen confirm = totals(Screen.of("settle.confirm", title).message(Tone.WAITING, Text.of("settle.ask", "000123"), Text.of("settle.ask.detail")))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, title).build();
        Screen doubt = totals(Screen.of("settle.doubt", title).line("batch", Text.of("label.batch"), Text.plain("000123")))
                .line("uploaded", Text.of("settle.uploaded"), Text.of("settle.uploaded.of", 992, 999))
                .message(Tone.IN_DOUBT, Text.of("credential.doubt"), Text.of("credential.doubt.detail", Text.of(TerminalRefusal.GATEWAY_UNTRUSTED), 5))
                .softkey(Key.CANCEL, Text.of("key.giveUp")).softkey(Key.OK, Text.of("key.sendAgain")).build();
        Screen done = totals(Screen.of("settle.done", title).line("batch", Text.of("label.batch"), Text.plain("000123")))
                .message(Tone.IN_DOUBT, Text.of("settle.unbalanced"), Text.of("settle.next", "000124"))
                .softkey(Key.F1, Text.of("command.sign_out")).softkey(Key.OK, Text.of("key.done")).build();
        Screen failed = Screen.of("settle.failed", title).message(Tone.REFUSED, Text.of(TerminalRefusal.GATEWAY_UNTRUSTED), Text.of("settle.goesOn"))
                .softkey(Key.OK, Text.of("key.ok")).build();
        Screen offer = Screen.of("settle.offer", title).message(Tone.WAITING, Text.of(TerminalRefusal.JOURNAL_FULL), Text.of("settle.full.detail"))
                .softkey(Key.CANCEL, Text.of("key.later")).softkey(Key.OK, title).build();
        var day = totals(Screen.of("totals", Text.of("command.operator_totals")));
        Arrays.stream(Trade.values()).filter(trade -> trade.effect().isSettled())
                .forEach(trade -> day.line(trade.name(), Text.of("totals.row", trade.title(), 123), Text.plain("¥9,999,999.99")));
        return Stream.of(confirm, doubt, done, failed, offer, day.softkey(Key.CANCEL, Text.of("key.back")).softkey(Key.F3, Text.of("key.print")).build());
    }

    private static Screen.Builder totals(Screen.Builder screen) {
        return screen.strongLine("debit", Text.of("settle.debit", 999), Text.plain("¥999,999,999.99"))
                .strongLine("credit", Text.of("settle.credit", 999), Text.plain("¥999,999,999.99"));
    }

    /// The menus of a cashier, with something to remind of.
    private static Stream<Screen> menus() {
        return Stream.of(Menu.CASHIER, Menu.PRE_AUTHS, Menu.DUTY, Menu.SETTLEMENT).map(menu -> {
            var screen = Screen.of("menu." + menu.id(), menu.title());
            for (int i = 0; i < menu.entries().size(); i++) {
                Key key = Key.digit((i + 1) % 10);
                switch (menu.entries().get(i)) {
                    case Menu.Entry.Run(Command command) when REMINDED.contains(command) ->
                            screen.item(command.name(), key, command.text(), Text.of("reminder.days", 14), Tone.WAITING);
                    case Menu.Entry.Run(Command command) -> screen.item(command.name(), key, command.text());
                    case Menu.Entry.Open(Menu inner) -> screen.item("menu." + inner.id(), key, inner.title(), Text.of("menu.hint.signIn"), Tone.WAITING);
                }
            }
            return screen.build();
        });
    }

    private static Screen.Builder sale(String id) {
        return Screen.of(id, Text.of("command.sale")).step(3, 5).strongLine("amount", Text.of("sale.amount"), Text.plain("¥9,999,999.99"));
    }
}
