package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.vault.PinLimits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// `docs/reference/vault-serve.md` is made from the options of the verb. `-Dgolden.update=true` writes it.
class VaultServeReferenceTest {

    private static final Path PAGE = Program.folder().resolveSibling("docs/reference/vault-serve.md");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z0-9_]+)(?::-(.*))?}");

    /// What picocli has where nothing is written.
    private static final String NO_DEFAULT = "__no_default_value__";

    @Test
    void page_listsEveryOptionWithVariableAndDefault() throws IOException {
        String made = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void pinLimits_ofNoOption_areTheStandard() {
        assertThat(limits()).isEqualTo(PinLimits.STANDARD);
        assertThat(limits("--pin-window", "30s", "--pin-blocks-per-card-max", "3", "--pin-blocks-per-terminal-max", "4",
                "--pin-blocks-per-network-key-max", "5", "--wrong-pin-window", "2d", "--wrong-pins-per-card-max", "6",
                "--wrong-card-values-per-card-max", "7")).isEqualTo(new PinLimits(Duration.ofSeconds(30), 3, 4, 5, Duration.ofDays(2), 6, 7));
    }

    private static PinLimits limits(String... arguments) {
        PinLimitOptions options = new PinLimitOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.limits();
    }

    private static String page() {
        return """
                # vault serve

                `./shouyin vault serve` 的选项;由 `VaultServeReferenceTest` 生成并比对。有变量的也可以用变量给出,选项优先。
                The options of `./shouyin vault serve`, made and compared by `VaultServeReferenceTest`. Where there is a variable it gives the same; an option goes before it.
                Times: `500ms`, `25s`, `10m`, `24h`, `7d`.

                | 选项 option | 变量 variable | 默认 default | 说明 what |
                |---|---|---|---|
                """ + new CommandLine(new VaultServeCommand()).getCommandSpec().options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .map(VaultServeReferenceTest::written).map(VaultServeReferenceTest::line).collect(Collectors.joining());
    }

    /// As it is written in the code, nothing filled in.
    private static Option written(OptionSpec option) {
        return ((Field) option.userObject()).getAnnotation(Option.class);
    }

    private static String line(Option option) {
        String given = option.defaultValue().replace(NO_DEFAULT, "");
        Matcher variable = VARIABLE.matcher(given);
        boolean byVariable = variable.matches();
        return "| `" + option.names()[0] + "` | " + code(byVariable ? variable.group(1) : "") + " | "
                + code(byVariable ? Objects.requireNonNullElse(variable.group(2), "") : given) + " | "
                + String.join(" / ", option.description()).replace(" (${DEFAULT-VALUE})", "") + " |\n";
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
