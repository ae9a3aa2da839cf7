package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The cards to pay with: the first debit and the first credit card of the network's drawer, which have money. At one fen a sale
/// they last for thirteen million sales a day.
final class Cards {

    private Cards() {}

    /// @param track2 digits with `=`
    record Card(String pan, String track2, String pin) {
        @Override
        public String toString() {
            return "Card[...]";
        }
    }

    /// @param file the network's `cards.json`
    static List<Card> read(Path file) {
        try {
            JsonNode drawer = JsonMapper.shared().readTree(Files.readString(file));
            return Stream.of("DEBIT", "CREDIT")
                    .flatMap(kind -> drawer.valueStream().filter(card -> card.path("kind").asString("").equals(kind)).limit(1))
                    .map(card -> new Card(card.get("pan").asString(), card.get("track2").asString(), card.get("pin").asString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new Fault("CARDS_UNREADABLE", Recovery.FIX_THE_SETUP, "the file " + file + " with the cards cannot be read", unreadable);
        }
    }
}
