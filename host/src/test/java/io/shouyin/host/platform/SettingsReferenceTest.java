package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docs/reference/settings.md` is made from the settings records: names, defaults, words. A changed default shows here.
/// `-Dgolden.update=true` writes it.
class SettingsReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/settings.md");

    @Test
    void page_listsEverySettingWithItsDefault() throws IOException {
        String made = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void setting_each_isDescribed() throws IOException {
        for (JsonNode setting : metadata().get("properties")) {
            assertThat(setting.path("description").asString("")).as(setting.get("name").asString()).isNotBlank();
        }
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Settings

                Generated from the settings records. A key is given as a variable (`shouyin.http.port` is `SHOUYIN_HTTP_PORT`), as a system property,
                or by an option of `./shouyin serve`. Durations: `500ms`, `25s`, `10m`, `24h`. An unknown key refuses to start.

                | key | default | what |
                |---|---|---|
                """);
        for (JsonNode setting : metadata().get("properties")) {
            JsonNode standard = setting.path("defaultValue");
            String shown = standard.isMissingNode() || standard.asString("").isEmpty() && !standard.isNumber() && !standard.isBoolean()
                    ? "" : "`" + (standard.isString() ? standard.asString() : standard.toString()) + "`";
            page.append("| `").append(setting.get("name").asString()).append("` | ").append(shown).append(" | ")
                    .append(setting.path("description").asString("").replace("\n", " ")).append(" |\n");
        }
        return page.toString();
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream in = SettingsReferenceTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode tree = JsonMapper.shared().readTree(in);
            assertThat(tree.get("properties").size()).isGreaterThan(40);
            return tree;
        }
    }
}
