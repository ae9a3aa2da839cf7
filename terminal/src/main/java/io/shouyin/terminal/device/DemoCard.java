package io.shouyin.terminal.device;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Pan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A card of the drawer of demo cards. Its number stays in here; the page gets the masked one, and nobody the PIN.
///
/// @param hint what to expect of it, such as 余额不足
/// @param kind `DEBIT` or `CREDIT`
/// @param chip none if it has none that can be read
public record DemoCard(Text name, Text hint, String kind, String scheme, Pan pan, Track track, String expiryYymm, Optional<DemoChip> chip) {

    /// Track 2, which prints as a mask.
    public record Track(String data) {
        @Override
        public String toString() {
            return "Track[...]";
        }
    }

    /// What the reader makes of the card.
    public Input present(EntryMode mode) {
        return switch (mode) {
            case SWIPE, MANUAL, QR -> new Input.CardPresented(read(mode));
            case INSERT, TAP -> chip.<Input>map(answers -> new Input.CardPresented(read(mode).with(answers.powered())))
                    .orElseGet(() -> new Input.ChipSilent(mode));
        };
    }

    private CardRead read(EntryMode mode) {
        return new CardRead(mode, pan, track.data(), expiryYymm);
    }

    /// `6216 •••• •••• ••• 0018`: the first four and the last four digits, the rest as dots.
    public String shown() {
        String digits = pan.reveal(CardDataAccess.granted());
        var shown = new StringBuilder(digits.substring(0, 4));
        int hidden = digits.length() - 8;
        for (int i = 0; i < hidden; i++) {
            shown.append(i % 4 == 0 ? " •" : "•");
        }
        return shown.append(' ').append(pan.lastFour()).toString();
    }

    /// Reads the drawer: a JSON array of `{name:{zh,en}, hint, kind, pan, track2, expiry, scheme, chip}`; `hint` is an object too or a text,
    /// and `chip` may be missing. What chips remember is kept in `chips.bin` beside it.
    ///
    /// @throws Fault `CARDS_FILE_UNREADABLE`; the message repeats nothing of the file
    public static List<DemoCard> read(Path file) {
        try {
            JsonNode tree = JsonMapper.shared().readTree(Files.readAllBytes(file));
            var cards = new ArrayList<DemoCard>();
            var chips = new ChipFile(file.toAbsolutePath());
            for (JsonNode card : tree) {
                cards.add(new DemoCard(text(card.path("name")), text(card.path("hint")), card.path("kind").asString("DEBIT"),
                        card.path("scheme").asString("CUP"), Pan.of(card.path("pan").asString("")),
                        new Track(card.path("track2").asString("")), card.path("expiry").asString(""),
                        chip(card.path("chip"), chips.of(cards.size()))));
            }
            return List.copyOf(cards);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new Fault("CARDS_FILE_UNREADABLE", Recovery.FIX_THE_SETUP, "The file of demo cards cannot be read");
        }
    }

    private static Optional<DemoChip> chip(JsonNode chip, ChipMemory memory) {
        return chip.isObject() && !chip.path("silent").asBoolean(false) ? Optional.of(DemoChip.read(chip, memory)) : Optional.empty();
    }

    private static Text text(JsonNode node) {
        if (node.isObject()) {
            return new Text.Both(node.path("zh").asString(""), node.path("en").asString(""));
        }
        return Text.plain(node.asString(""));
    }
}
