package io.shouyin.terminal.update;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.PlainName;
import io.shouyin.terminal.device.Text;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the virtual terminal runs: a number, a version, and what a release of it changes on the screen.
///
/// A release has it in a file `software.json`: `{"standby":{"zh":"新春快乐","en":"Happy new year"}}`, a line of the standby screen of up to 40
/// characters. On a real terminal this would be its program; here a file that is not of this form is a program that does not start.
///
/// @param number of the release; 0 for the software that the terminal came with
/// @param standby nothing in the software that the terminal came with
public record Software(int number, String version, Optional<Text> standby) {

    static final String FILE = "software.json";

    private static final int TEXT_CHARACTERS_MAX = 40;

    /// What the terminal came with: it is in no slot, and always starts.
    static final Software BUILT_IN = new Software(0, Optional.ofNullable(Software.class.getPackage().getImplementationVersion()).orElse("0"), Optional.empty());

    /// Starts what is in a slot.
    ///
    /// @throws IllegalArgumentException if it does not start
    static Software start(SlotContent content, byte[] file) {
        try {
            JsonNode json = JsonMapper.shared().readTree(file);
            Check.argument(json.isObject() && Set.copyOf(json.propertyNames()).equals(Set.of("standby")), "software.json has a standby text and nothing else");
            JsonNode standby = json.path("standby");
            return new Software(content.number(), content.version(), Optional.of(new Text.Both(text(standby, "zh"), text(standby, "en"))));
        } catch (JacksonException broken) {
            throw new IllegalArgumentException("software.json is JSON");        // the cause would quote it
        }
    }

    private static String text(JsonNode from, String language) {
        String text = from.path(language).asString("");
        Check.argument(!text.isBlank() && text.length() <= TEXT_CHARACTERS_MAX && text.matches(PlainName.TEXT), "the text of the standby screen has 1 to 40 written characters");
        return text;
    }
}
