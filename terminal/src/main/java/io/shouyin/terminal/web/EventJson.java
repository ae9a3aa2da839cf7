package io.shouyin.terminal.web;

import io.shouyin.kernel.receipt.Code;
import io.shouyin.kernel.receipt.Figure;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.DeviceEvent;
import io.shouyin.terminal.device.Hardware;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Status;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;
import io.shouyin.terminal.flow.Machine;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the events of one device into JSON objects in the terminal's language; the page and the headless terminal get the
/// same. When the language changes, what stands on the screen comes again in the new one.
///
/// One for each watcher; calls come from one thread at a time.
public final class EventJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm").withZone(Machine.ZONE);

    private final Model model;
    private final List<DemoCard> cards;
    private final boolean withPage;
    private Optional<Language> language = Optional.empty();
    private Optional<Screen> screen = Optional.empty();

    /// @param withPage also the model, the drawer of cards, what the machine senses and the page's own texts
    public EventJson(Model model, List<DemoCard> cards, boolean withPage) {
        this.model = model;
        this.cards = cards;
        this.withPage = withPage;
    }

    /// One event gives one object, or several if the language has changed.
    public List<String> render(DeviceEvent event) {
        var out = new ArrayList<ObjectNode>();
        switch (event) {
            case DeviceEvent.ScreenShown(Screen shown) -> {
                screen = Optional.of(shown);
                out.add(screen(shown));
            }
            case DeviceEvent.StatusShown(Status status) -> {
                boolean changed = language.isEmpty() || language.get() != status.language();
                language = Optional.of(status.language());
                if (changed && withPage) {
                    out.add(texts());
                    out.add(model());
                    out.add(cards());
                }
                out.add(status(status));
                if (changed) {
                    screen.ifPresent(shown -> out.add(screen(shown)));
                }
            }
            case DeviceEvent.Beeped beeped -> out.add(event("beep").put("kind", beeped.beep().name()));
            case DeviceEvent.Printed(int number, Slip slip) -> out.add(slip(number, slip));
            case DeviceEvent.TornOff torn -> out.add(event("torn"));
            case DeviceEvent.PaperChanged(boolean present) -> out.add(event("paper").put("present", present));
            case DeviceEvent.HardwareChanged(Hardware hardware, int rollPercent) -> {
                if (withPage) {
                    out.add(hardware(hardware, rollPercent));
                }
            }
        }
        return out.stream().map(JSON::writeValueAsString).toList();
    }

    private Language language() {
        return language.orElse(Language.ZH);
    }

    private static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    private String in(Text text) {
        return text.in(language());
    }

    private ObjectNode screen(Screen shown) {
        ObjectNode json = event("screen").put("id", shown.id()).put("title", in(shown.title()));
        ArrayNode path = json.putArray("path");
        shown.path().forEach(text -> path.add(in(text)));
        shown.steps().ifPresent(s -> json.put("step", s.current()).put("steps", s.total()));
        shown.message().ifPresent(m -> {
            ObjectNode message = json.putObject("message").put("tone", m.tone().name()).put("headline", in(m.headline()));
            m.detail().ifPresent(d -> message.put("detail", in(d)));
        });
        shown.field().ifPresent(f -> {
            ObjectNode field = json.putObject("field").put("kind", f.kind().name()).put("label", in(f.label())).put("shown", f.shown())
                    .put("settling", f.settling());
            f.mode().ifPresent(mode -> field.put("mode", mode.label()).put("keys", mode == MultiTap.Mode.DIGITS ? "digits" : "letters"));
        });
        ArrayNode rules = json.putArray("rules");
        shown.rules().forEach(r -> rules.addObject().put("id", r.id()).put("state", r.state().name()).put("text", in(r.text())));
        ArrayNode items = json.putArray("items");
        shown.items().forEach(i -> {
            ObjectNode item = items.addObject().put("id", i.id()).put("key", i.key().label()).put("text", in(i.text()));
            i.hint().ifPresent(hint -> item.put("hint", in(hint)).put("tone", i.tone().name()));
        });
        ArrayNode lines = json.putArray("lines");
        shown.lines().forEach(l -> lines.addObject().put("id", l.id()).put("label", in(l.label())).put("value", in(l.value())).put("strong", l.strong()));
        ArrayNode softkeys = json.putArray("softkeys");
        shown.softkeys().forEach(s -> softkeys.addObject().put("key", s.key().label()).put("text", in(s.text())));
        shown.fingerWanted().ifPresent(f -> json.putObject("fingerWanted").put("ceremony", f.ceremony().name()).set("options", JSON.readTree(f.options())));
        shown.code().ifPresent(code -> json.set("code", figure(code.figure()).put("content", code.content())));
        return json.put("busy", shown.busy()).put("cardWanted", shown.cardWanted()).put("signatureWanted", shown.signatureWanted());
    }

    private ObjectNode status(Status status) {
        ObjectNode json = event("status").put("language", status.language().tag()).put("network", status.network().name())
                .put("activated", status.activated()).put("signedIn", status.signedIn()).put("paper", status.paper())
                .put("reversalPending", status.reversalPending()).put("batteryPercent", status.batteryPercent())
                .put("time", TIME.format(status.time()));
        status.batch().ifPresent(batch -> json.put("batch", batch));
        status.operator().ifPresent(operator -> json.put("operator", operator));
        ObjectNode words = json.putObject("words")
                .put("network", in(Text.of("status.network." + status.network().name().toLowerCase(Locale.ROOT))))
                .put("signedIn", in(Text.of(status.signedIn() ? "status.signedIn" : "status.signedOut")));
        status.batch().ifPresent(batch -> words.put("batch", in(Text.of("status.batch", batch))));
        status.operator().ifPresent(operator -> words.put("operator", in(Text.of("status.operator", operator))));
        if (status.isBatteryLow()) {
            words.put("battery", in(Text.of("status.battery", status.batteryPercent())));
        }
        if (status.reversalPending()) {
            words.put("reversal", in(Text.of("status.reversal")));
        }
        return json;
    }

    private static ObjectNode hardware(Hardware hardware, int rollPercent) {
        ObjectNode json = event("hardware").put("charging", hardware.charging()).put("network", hardware.network().kind().name()).put("caseOpen", hardware.caseOpen())
                .put("rollPercent", rollPercent);
        hardware.network().signalDbm().ifPresent(dbm -> json.put("signalDbm", dbm));
        hardware.position().ifPresent(position -> json.putObject("position").put("latitude", position.latitude()).put("longitude", position.longitude()));
        return json;
    }

    private ObjectNode slip(int number, Slip slip) {
        ObjectNode json = event("print").put("number", number).put("kind", slip.kind());
        ArrayNode lines = json.putArray("lines");
        slip.lines().forEach(l -> {
            ObjectNode line = lines.addObject().put("style", l.style().name()).put("left", l.left()).put("right", l.right());
            l.figure().ifPresent(figure -> line.set("figure", figure(figure)));
        });
        ArrayNode text = json.putArray("text");
        slip.text(model.roll().orElse(Paper.MM58)).forEach(text::add);
        return json;
    }

    private static ObjectNode figure(Figure figure) {
        return JSON.createObjectNode().put("width", figure.width()).put("height", figure.height()).put("path", figure.path())
                .put("kind", switch (figure) {
                    case Signature signature -> "signature";
                    case Code code -> "code";
                });
    }

    private ObjectNode model() {
        ObjectNode json = event("model").put("name", model.name()).put("called", in(new Text.Both(model.zh(), model.en()))).put("body", model.body())
                .put("printer", model.roll().isPresent());
        model.roll().ifPresent(paper -> json.put("paperMm", paper.widthMm()));
        return json;
    }

    /// The drawer: no number, track or PIN leaves it.
    private ObjectNode cards() {
        ObjectNode json = event("cards");
        ArrayNode drawer = json.putArray("cards");
        for (int i = 0; i < cards.size(); i++) {
            DemoCard card = cards.get(i);
            drawer.addObject().put("index", i).put("name", in(card.name())).put("hint", in(card.hint())).put("shown", card.shown())
                    .put("kind", card.kind()).put("scheme", card.scheme()).put("expiry", card.expiryYymm().substring(2) + "/" + card.expiryYymm().substring(0, 2));
        }
        return json;
    }

    private ObjectNode texts() {
        ObjectNode json = event("texts").put("language", language().tag());
        ObjectNode texts = json.putObject("texts");
        for (String key : new TreeSet<>(Texts.keys(language()))) {
            if (key.startsWith("page.")) {
                texts.put(key.substring("page.".length()), in(Text.of(key)));
            }
        }
        return json;
    }
}
