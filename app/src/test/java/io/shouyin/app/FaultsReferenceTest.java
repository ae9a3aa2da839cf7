package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `docs/reference/faults.md` promises a test for each of its rows.
class FaultsReferenceTest {

    private static final Path ROOT = Program.folder().getParent();
    private static final Pattern ROW = Pattern.compile("^\\|(?! *---)[^|]+\\|[^|]+\\|([^|]+)\\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @TestFactory
    Stream<DynamicTest> test_thatIsNamed_isThere() throws IOException {
        List<MatchResult> named = NAMED.matcher(page()).results().toList();
        assertThat(named).hasSizeGreaterThan(40);
        return named.stream().map(name -> DynamicTest.dynamicTest(name.group(1) + "." + name.group(2), () -> assertThat(source(name.group(1)))
                .containsPattern("(void|<DynamicTest>) " + name.group(2) + "\\(")));
    }

    @Test
    void row_withoutATest_isNotThere() throws IOException {
        List<String> tests = ROW.matcher(page()).results().map(row -> row.group(1)).filter(cell -> !cell.strip().equals("test")).toList();
        assertThat(tests).hasSizeGreaterThan(25).allMatch(cell -> NAMED.matcher(cell).find());
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/reference/faults.md"));
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    List<Path> found = files.filter(file -> file.endsWith(test + ".java")).toList();
                    if (!found.isEmpty()) {
                        return Files.readString(found.getFirst());
                    }
                }
            }
        }
        throw new AssertionError("no test class " + test);
    }
}
