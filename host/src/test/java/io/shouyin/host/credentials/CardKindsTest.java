package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardKindsTest {

    @TempDir
    Path folder;

    private CardKinds with(String table) throws IOException {
        return new CardKinds(new CredentialSettings(8, 20, Optional.of(Files.writeString(folder.resolve("own.csv"), table))));
    }

    @ParameterizedTest
    @CsvSource({"6216261000000000018, DEBIT", "6225881000000027, CREDIT", "6225887000000021, ", "6222020200000000, "})
    void card_ofTheTableThatComesAlong_isWhatItsLineSays_anyOtherIsUnknown(String number, CardKind kind) {
        assertThat(new CardKinds(new CredentialSettings(8, 20, Optional.empty())).of(Pan.of(number))).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void card_ofSeveralLines_isWhatTheLongestSays_andTheOwnTableGoesFirst() throws IOException {
        CardKinds kinds = with("# 2026-07-01 a scheme's table\nprefix,kind\n62,DEBIT\n622588,CREDIT\n62258812,DEBIT\n621626100000,CREDIT\n");
        assertThat(kinds.of(Pan.of("6225880000000000"))).contains(CardKind.CREDIT);
        assertThat(kinds.of(Pan.of("6225881200000000"))).contains(CardKind.DEBIT);
        assertThat(kinds.of(Pan.of("629900000000"))).contains(CardKind.DEBIT);
        assertThat(kinds.of(Pan.of("6216261000000000018"))).contains(CardKind.CREDIT);
        assertThat(kinds.of(Pan.of("5200000000000000"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prefix,kind\n62,DEBIT\n", "# yesterday a scheme\nprefix,kind\n", "# 2026-02-31 a scheme\nprefix,kind\n",
            "# 2026-07-01 a scheme\n62,DEBIT\n", "# 2026-07-01 a scheme\nprefix,kind\n62,GOLD\n", "# 2026-07-01 a scheme\nprefix,kind\n6x,DEBIT\n",
            "# 2026-07-01 a scheme\nprefix,kind\n=62,DEBIT\n"})
    void table_thatIsNone_isRefusedByName(String table) {
        assertThatThrownBy(() -> with(table)).isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("CARD_KINDS_BROKEN"));
    }

    @Test
    void file_thatIsMissing_isRefusedByName() {
        assertThatThrownBy(() -> new CardKinds(new CredentialSettings(8, 20, Optional.of(folder.resolve("none")))))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("CARD_KINDS_UNREADABLE"));
    }
}
