package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Every action that the host writes into the audit log has its words on the console, in both languages.
class AuditActionsTest {

    private static final Path HOST = Program.folder().resolveSibling("host/src/main/java");
    private static final Path LOCALES = Program.folder().resolveSibling("console/src/locales");
    private static final Pattern ACTION = Pattern.compile("\"([a-z]+(?:-[a-z]+)*(?:\\.[a-z]+(?:-[a-z]+)*)+)\"");
    private static final Pattern AUDITS = Pattern.compile("AuditEntry|CredentialAudit|FleetAudit");

    @Test
    void actions_ofTheHost_haveWordsInBothLanguages() throws IOException {
        Set<String> actions = actions();
        assertThat(actions).contains("staff.login", "terminal.sign-in", "key.install", "password.lock");
        for (String language : new String[] {"zh-CN", "en"}) {
            Set<String> worded = new TreeSet<>(JsonMapper.shared().readTree(Files.readString(LOCALES.resolve(language + ".json")))
                    .get("auditAction").propertyNames());
            assertThat(worded).as(language).containsAll(actions.stream().map(action -> action.replaceAll("[.-]", "_")).toList());
        }
    }

    private static Set<String> actions() throws IOException {
        try (Stream<Path> files = Files.walk(HOST)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(AuditActionsTest::read)
                    .filter(source -> AUDITS.matcher(source).find())
                    .flatMap(source -> ACTION.matcher(source).results().map(result -> result.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
