package io.shouyin.host.fleet.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/reference/parameters.md` is made of the table of parameters: `-Dgolden.update=true` writes it anew.
class ParametersReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/parameters.md");

    private static final String HEAD = """
            # 终端参数 Parameters of terminals

            What can be said to terminals, in layers: 平台 PLATFORM (scope `ALL`), 收单机构 ACQUIRER (by the acquirer of the device's binding; `ALL` for what is said to every one, below that), 机型 MODEL, 商户 MERCHANT, 终端 TERMINAL. What stands in a later layer holds; what no layer says is
            as the terminal was started with, or as a download (field 62) said. The page 参数 Parameters, `/api/v1/parameters`; what holds for a terminal and which layer says so: at the terminal, `/api/v1/terminals/{id}/parameters`.

            A change is the next version of all of a layer's scope, with who and why; an earlier version can be put in force again. One that may let more money through anywhere takes a
            [second person](../flows/proposals.md); what a layer takes over from those below it is looked at as strictly as it may be there.

            A heartbeat's reply tells a terminal that there is something newer (`parameters`: `version`). It fetches the bundle (`POST /device/v1/parameters`, signed by the device), believes it if the host has signed it for
            this terminal ([how](../flows/orders.md#the-signature), with `shouyin-parameters-v1`) and it is newer than the one before, keeps it, takes it up between two transactions, and tells its version with the next beat.

            | name | type | range | unit | default | two people to loosen | 说明 | what |
            |---|---|---|---|---|---|---|---|
            """;

    @Test
    void page_saysWhatTheTableHas() throws IOException {
        String page = HEAD + Arrays.stream(Parameter.values()).map(ParametersReferenceTest::line).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String line(Parameter one) {
        String range = switch (one.type()) {
            case INTEGER, FEN -> one.min() + " to " + one.max();
            case BOOLEAN -> "true, false";
            case TEXT -> "up to " + one.max() + " characters";
        };
        return "| `" + one.key() + "` | " + one.type() + " | " + range + " | " + one.unit() + " | " + (one.byDefault().isEmpty() ? "–" : "`" + one.byDefault() + "`") + " | "
                + (one.isMoneyLimit() ? "yes" : "–") + " | " + one.zh() + " | " + one.en() + " |\n";
    }

    @Test
    void parameters_haveADefaultInTheirRange() {
        for (Parameter one : Parameter.values()) {
            assertThat(one.takes(one.byDefault())).as(one.key()).isTrue();
            assertThat(Parameter.keyed(one.key())).isSameAs(one);
        }
    }
}
