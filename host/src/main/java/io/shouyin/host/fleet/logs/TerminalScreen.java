package io.shouyin.host.fleet.logs;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.ScrubbedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What stood on a terminal's screen, as rows of text. A terminal sends no picture: text can be scrubbed here a second time, and drawn where there are fonts for it.
///
/// @param screen the stable name of the screen
/// @param scrubbed pieces of card data and secrets that the terminal has sent and that are not in the rows any more
record TerminalScreen(String screen, Instant at, List<Row> rows, int scrubbed) {

    static final int ROWS_MAX = 60;
    private static final int TEXT_LENGTH_MAX = 120;

    /// @param value of a fact or a field; the key of an item or a softkey; else empty
    record Row(Kind kind, Tone tone, String text, String value) {}

    enum Kind { TITLE, HEADLINE, DETAIL, FACT, FIELD, ITEM, KEY }

    enum Tone { NEUTRAL, WAITING, DONE, REFUSED, IN_DOUBT }

    /// @throws IllegalArgumentException, java.time.DateTimeException if it is not of its form
    static TerminalScreen of(JsonNode json) {
        String screen = json.path("screen").asString("");
        JsonNode given = json.path("rows");
        Check.argument(screen.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}") && given.isArray() && !given.isEmpty() && given.size() <= ROWS_MAX, "a screen has a name and 1 to 60 rows");
        List<Row> rows = new ArrayList<>();
        int scrubbed = 0;
        for (JsonNode row : given) {
            ScrubbedLine text = ScrubbedLine.of(row.path("text").asString(""), TEXT_LENGTH_MAX);
            ScrubbedLine value = ScrubbedLine.of(row.path("value").asString(""), TEXT_LENGTH_MAX);
            scrubbed += text.found() + value.found();
            rows.add(new Row(Kind.valueOf(row.path("kind").asString("")), Tone.valueOf(row.path("tone").asString("")), text.text(), value.text()));
        }
        return new TerminalScreen(screen, Instant.parse(json.path("at").asString("")), List.copyOf(rows), scrubbed);
    }
}
