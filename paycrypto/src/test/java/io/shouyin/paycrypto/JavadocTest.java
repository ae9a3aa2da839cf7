package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What this library promises of its Javadoc, read from the sources: each public type names where its rules come from and carries a
/// worked example; each public function that computes something has one, or points, over any number of steps, to a function
/// that has; each value of an example stands in a test or in a vector file.
class JavadocTest {

    private static final Path SOURCES = Path.of("src/main/java/io/shouyin/paycrypto");
    private static final Pattern PUBLIC_TYPE = Pattern.compile("(?m)^public .*(class|record|enum|interface) ");
    private static final Pattern SOURCE = Pattern.compile("FIPS [0-9]|NIST SP|SP 800-|ANSI X9|X9\\.[0-9]|ISO[ /]|RFC [0-9]|GB/T [0-9]"
            + "|EMV [0-9]|PCI PIN|TR 34|IBM CCA|protocol section [0-9]|\\(ours\\)");
    private static final Pattern EXAMPLE = Pattern.compile("`[^`]*\\b(?:0x)?[0-9A-F]{3,}\\b[^`]*`");
    private static final Pattern VALUE = Pattern.compile("\\b(?=[0-9A-F]*[0-9])[0-9A-F]{8,}\\b");
    private static final Pattern POINTER = Pattern.compile("\\[([A-Za-z0-9]*)[A-Za-z0-9.]*#([a-z]\\w*)");
    private static final Pattern FUNCTION = Pattern.compile(
            "(?m)((?:^ *///.*\\R)*)^ {4,8}public (?:static )?(?:byte\\[]|char\\[]|String|boolean|long|List<[^ ]*) (\\w+)\\([^)]");
    private static final Pattern METHOD = Pattern.compile("(?m)((?:^ *///.*\\R)+)(?:^ *@\\w+.*\\R)*^ {4,8}[\\w<>\\[\\], ?.]+ (\\w+)\\(");
    private static final List<String> COMPUTE_NOTHING = List.of("CryptoRefusal", "CryptoRefusedException");

    static Stream<String> publicTypes() {
        return under(SOURCES, 1, ".java").filter(file -> PUBLIC_TYPE.matcher(text(file)).find())
                .map(file -> file.getFileName().toString().replace(".java", "")).filter(type -> !COMPUTE_NOTHING.contains(type)).sorted();
    }

    @Test
    void publicTypes_asRead_areMoreThanForty() {
        assertThat(publicTypes()).hasSizeGreaterThan(40).contains("Tdes", "BlockKey", "CardProfile", "BerTlv");
    }

    @ParameterizedTest
    @MethodSource("publicTypes")
    void publicType_ofThisLibrary_namesItsSourceAndAWorkedExample(String type) {
        assertThat(javadoc(type)).containsPattern(SOURCE).containsPattern(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tdes", "TdesKey", "Cmac", "CmacKey", "RetailMac", "RetailMacKey"})
    void cipherOrMac_ofAStandard_namesTheSection(String type) {
        assertThat(javadoc(type)).containsPattern("(SP 800-67 rev\\. 2|SP 800-38B|ISO/IEC 9797-1:2011), [0-9]");
    }

    @ParameterizedTest
    @MethodSource("publicTypes")
    void publicFunction_thatComputes_hasAWorkedExampleOrPointsToOne(String type) {
        assertThat(FUNCTION.matcher(source(type)).results().filter(function -> !leadsToAnExample(type, function.group(1), new HashSet<>()))
                .map(function -> function.group(2))).isEmpty();
    }

    private static boolean leadsToAnExample(String type, String javadoc, Set<String> seen) {
        return EXAMPLE.matcher(javadoc).find() || POINTER.matcher(javadoc).results().filter(pointer -> seen.add(pointer.group()))
                .anyMatch(pointer -> {
                    String target = pointer.group(1).isEmpty() ? type : pointer.group(1);
                    return METHOD.matcher(source(target)).results().filter(method -> method.group(2).equals(pointer.group(2)))
                            .anyMatch(method -> leadsToAnExample(target, method.group(1), seen));
                });
    }

    @ParameterizedTest
    @MethodSource("publicTypes")
    void workedExample_eachValue_standsInATest(String type) {
        assertThat(VALUE.matcher(javadoc(type)).results().map(MatchResult::group).filter(value -> !Tests.TEXT.contains(value))).isEmpty();
    }

    /// What tests compare with, literals that are broken over lines put together again.
    private static final class Tests {
        private static final String TEXT = Stream.of(under(Path.of("src/test/java"), 9, ".java"),
                        under(Path.of("src/test/resources/vectors"), 1, ".json")).flatMap(files -> files).map(JavadocTest::text)
                .collect(Collectors.joining()).replaceAll("\"\\s*\\+ \"", "");
    }

    private static String javadoc(String type) {
        return source(type).lines().map(String::strip).filter(line -> line.startsWith("///"))
                .collect(Collectors.joining("\n"));
    }

    private static String source(String type) {
        return text(SOURCES.resolve(type + ".java"));
    }

    private static Stream<Path> under(Path folder, int depth, String ending) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
