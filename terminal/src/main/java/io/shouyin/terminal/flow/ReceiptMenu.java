package io.shouyin.terminal.flow;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Code;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.ReceiptWord;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.JournalEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What can be done about the receipt of an approved transaction: print a copy once more, sign now, or give the customer a link to it, as a QR
/// code to scan or by text message.
final class ReceiptMenu {

    private static final Text TITLE = Text.of("receipt.menu");
    private static final int PHONE_DIGITS = 11;

    private final Machine machine;
    private final Dialogue dialogue;
    private final JournalEntry entry;

    ReceiptMenu(Machine machine, JournalEntry entry) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.entry = entry;
    }

    /// Whether the host knows this device and the transaction, so that it may ask for a link.
    static boolean hasLinks(Machine machine, JournalEntry entry) {
        return machine.pinPad().devicePublicKey().isPresent() && entry.proof() == null;
    }

    void run() {
        while (true) {
            Optional<Way> chosen = choose();
            if (chosen.isEmpty()) {
                return;
            }
            try {
                switch (chosen.get()) {
                    case MERCHANT -> new Printing(machine).again(entry, Copy.MERCHANT);
                    case CARDHOLDER -> new Printing(machine).again(entry, Copy.CARDHOLDER);
                    case QR -> qr();
                    case SMS -> sms();
                    case SIGN -> sign();
                }
            } catch (Unwind.Cancelled backToTheMenu) {
                machine.showStatus();
            }
        }
    }

    /// What can be done, in the order of the menu.
    private enum Way {
        MERCHANT, CARDHOLDER, QR, SMS, SIGN
    }

    private Optional<Way> choose() {
        List<Way> ways = Stream.of(Way.values()).filter(this::isPossible).toList();
        Set<Key> keys = EnumSet.of(Key.CANCEL);
        Screen.Builder screen = Screen.of("receipt", TITLE);
        for (int i = 0; i < ways.size(); i++) {
            String id = ways.get(i).name().toLowerCase(Locale.ROOT);
            keys.add(Menu.key(i));
            screen.item(id, Menu.key(i), Text.of("receipt." + id));
        }
        Key key = dialogue.await(screen.softkey(Key.CANCEL, Text.of("key.back")).build(), keys);
        return key == Key.CANCEL ? Optional.empty() : Optional.of(ways.get(key.digit() - 1));
    }

    private boolean isPossible(Way way) {
        return switch (way) {
            case MERCHANT, CARDHOLDER -> machine.device().printer().isPresent();
            case QR, SMS -> hasLinks(machine, entry);
            case SIGN -> new Signatures(machine).isWanted(entry);
        };
    }

    private void sign() {
        var signatures = new Signatures(machine);
        signatures.ask(entry);
        signatures.send();
    }

    private void qr() {
        dialogue.busy(Screen.of("receipt.asking", TITLE).message(Tone.WAITING, Text.of("receipt.asking")));
        try {
            JsonNode link = new DeviceApi(machine).postSigned("/device/v1/receipt-links", wish());
            show(link.path("url").asString(), new Code(link.path("qr").path("size").asInt(), link.path("qr").path("path").asString()), link.path("days").asInt());
        } catch (DeviceApi.Refused refused) {
            dialogue.tell("receipt.refused", TITLE, Tone.REFUSED, refused.text());
        }
    }

    private void show(String url, Code code, int days) {
        boolean prints = machine.device().printer().isPresent();
        Screen.Builder screen = Screen.of("receipt.qr", TITLE).message(Tone.NEUTRAL, Text.of("receipt.scan"), Text.of("receipt.days", days)).code(new Screen.CodeShown(url, code));
        if (prints) {
            screen.softkey(Key.F1, Text.of("key.print"));
        }
        Key key = dialogue.await(screen.softkey(Key.OK, Text.of("key.done")).build(), prints ? Set.of(Key.OK, Key.F1, Key.CANCEL) : Set.of(Key.OK, Key.CANCEL));
        if (key == Key.F1) {
            new Printing(machine).print(TITLE, slip(url, code, days));
        }
    }

    private Slip slip(String url, Code code, int days) {
        Language language = machine.language();
        boolean english = language == Language.EN;
        return Slip.of("link").title(ReceiptWord.TITLE.in(english))
                .row(ReceiptWord.MERCHANT.in(english), machine.identity().merchantName())
                .row(ReceiptWord.TRACE.in(english), new TraceNumber(entry.trace()).toString())
                .row(ReceiptWord.AMOUNT.in(english), entry.amount().grouped())
                .rule().figure(url, code).plain(Text.of("receipt.scan").in(language)).plain(Text.of("receipt.days", days).in(language)).gap().build();
    }

    private void sms() {
        String phone = dialogue.digits(() -> Screen.of("receipt.phone", TITLE).message(Tone.NEUTRAL, Text.of("receipt.phone.ask")),
                Text.of("receipt.phone"), PHONE_DIGITS, PHONE_DIGITS, Text.of("receipt.send"));
        dialogue.busy(Screen.of("receipt.asking", TITLE).message(Tone.WAITING, Text.of("receipt.asking")));
        try {
            JsonNode sent = new DeviceApi(machine).postSigned("/device/v1/receipt-messages", wish().put("phone", phone));
            dialogue.beep(Beep.DONE);
            dialogue.tell(Screen.of("receipt.sent", TITLE).message(Tone.DONE, Text.of("receipt.sent"), Text.plain(sent.path("phoneMasked").asString())));
        } catch (DeviceApi.Refused refused) {
            dialogue.tell("receipt.refused", TITLE, Tone.REFUSED, refused.text());
        }
    }

    private ObjectNode wish() {
        return JsonMapper.shared().createObjectNode().put("batch", new BatchNumber(entry.batch()).toString())
                .put("trace", new TraceNumber(entry.trace()).toString()).put("language", machine.language().tag());
    }
}
