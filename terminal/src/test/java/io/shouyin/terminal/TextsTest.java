package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;
import io.shouyin.terminal.flow.Command;
import io.shouyin.terminal.flow.Menu;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Pattern USED = Pattern.compile("Text\\.of\\(\"([a-zA-Z.]+)\"[,)]");
    private static final Pattern USED_BY_THE_PAGE = Pattern.compile("(?:\\btext\\('|data-text=\"|data-text-label=\")([a-zA-Z.]+)['\"]");
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    @Test
    void bundles_bothLanguages_haveTheSameKeysAndPlaces() {
        assertThat(Texts.keys(Language.ZH)).isEqualTo(Texts.keys(Language.EN));
        for (String key : Texts.keys(Language.ZH)) {
            assertThat(places(Text.of(key).in(Language.EN))).as(key).isEqualTo(places(Text.of(key).in(Language.ZH)));
            assertThat(Text.of(key).in(Language.EN)).as(key).isNotBlank();
        }
    }

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(r -> places.add(r.group()));
        return places;
    }

    @Test
    void texts_usedInTheSource_areInTheBundle() throws IOException {
        var used = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|js|html)")).toList()) {
                boolean java = file.toString().endsWith(".java");
                Matcher matcher = (java ? USED : USED_BY_THE_PAGE).matcher(Files.readString(file));
                while (matcher.find()) {
                    used.add(java ? matcher.group(1) : "page." + matcher.group(1));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(150);
        assertThat(Texts.keys(Language.ZH)).containsAll(used);
    }

    @Test
    void menus_everyEntry_hasATextAndAKeyOfItsOwn() {
        for (Menu menu : List.of(Menu.CASHIER, Menu.ADMINISTRATOR, Menu.SUPERVISOR, Menu.PASSWORDS, Menu.OPERATORS, Menu.SETTINGS)) {
            assertThat(menu.title().in(Language.ZH)).isNotBlank();
        }
        for (Command command : Command.values()) {
            assertThat(command.text().in(Language.EN)).isNotBlank();
        }
        for (Outcome outcome : Outcome.values()) {
            assertThat(Receipts.outcome(outcome).in(Language.ZH)).isNotBlank();
        }
    }
}
