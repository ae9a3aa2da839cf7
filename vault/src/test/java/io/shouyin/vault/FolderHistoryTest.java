package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.vault.Custody.Alone;
import io.shouyin.vault.Custody.Shared;
import io.shouyin.vault.Custody.Unattended;
import io.shouyin.vault.FolderHistory.Deed;
import io.shouyin.vault.FolderHistory.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderHistoryTest {

    @TempDir
    Path folder;

    @Test
    void add_eachCustody_isReadAsItWasWritten() throws IOException {
        List<Custody> custodies = List.of(new Unattended(), Custody.alone(Optional.empty()), Custody.alone(Optional.of("林伟")),
                Custody.shared(List.of(" 林伟 ", "Zhou  Li-O’Hara")));
        for (Custody custody : custodies) {
            history().add(Deed.INIT, "A1B2C3", custody);
        }
        assertThat(history().lines(0).stream().map(Line::of).map(Optional::orElseThrow)).extracting(Line::custody).containsExactly(
                new Unattended(), new Alone(Optional.empty()), new Alone(Optional.of("林伟")), new Shared(List.of("林伟", "Zhou Li-O’Hara")));
        assertThat(history().lines(0)).doesNotHaveDuplicates();
    }

    @Test
    void custodians_withTheSameNameOrNone_areRefused() {
        assertFault(VaultRefusal.LMK_CUSTODIANS_EQUAL, () -> Custody.shared(List.of("Lin", "lin ")));
        assertFault(VaultRefusal.LMK_CUSTODIANS_EQUAL, () -> Custody.shared(List.of("Lin", "Ｌｉｎ")));
        for (String name : List.of("", " ", "-", "Lin\"", "Lin\u0000", "L".repeat(33))) {
            assertFault(VaultRefusal.LMK_CUSTODIAN_NAME_REFUSED, () -> Custody.shared(List.of("Zhou", name)));
            assertFault(VaultRefusal.LMK_CUSTODIAN_NAME_REFUSED, () -> Custody.alone(Optional.of(name)));
        }
        assertFault(VaultRefusal.LMK_CUSTODIAN_NAME_REFUSED, () -> Custody.shared(List.of("Lin")));
    }

    @Test
    void lines_moreThanAPage_areToldPageByPage() throws IOException {
        for (int i = 0; i < FolderHistory.PAGE_LINES + 2; i++) {
            history().add(Deed.INIT, "%06X".formatted(i), new Unattended());
        }
        assertThat(history().lines(0)).hasSize(FolderHistory.PAGE_LINES);
        assertThat(history().lines(FolderHistory.PAGE_LINES)).hasSize(2).first().asString().contains(" init 000032 ");
    }

    @Test
    void lines_cutShortTooLongOrNoText_areWhatTheyAreAndNoMore() throws IOException {
        Path file = folder.resolve("history");
        Files.write(file, new byte[] {(byte) 0xFF, '\n'});
        Files.writeString(file, "守".repeat(100_000) + "\n\n2026-11-22T21:41:54.1", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        assertThat(history().lines(0)).containsExactly("\uFFFD", "守".repeat(300)).allMatch(line -> Line.of(line).isEmpty());
        history().add(Deed.DESTROY_LMK, "A1B2C3", new Unattended());
        assertThat(history().lines(2)).hasSize(2).first().isEqualTo("2026-11-22T21:41:54.1");
        assertThat(Line.of(history().lines(3).getFirst())).isPresent();
    }

    @Test
    void line_fromBeforeCustodiansHadNames_isOfNobody() {
        assertThat(Line.of("2026-11-22T21:41:54.123456Z init A1B2C3 root 9f02c1d87be4a653"))
                .contains(new Line("2026-11-22T21:41:54.123456Z", Deed.INIT, "A1B2C3", "root", new Unattended()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "2026-11-22T21:41:54.123456Z steal A1B2C3 root 9f02c1d87be4a653",
            "2026-11-22T21:41:54.123456Z init A1B2C3 root \"Lin\" 9f02c1d87be4a653",
            "2026-11-22T21:41:54.123456Z init A1B2C3 root alone \"Lin\" \"Zhou\" 9f02c1d87be4a653",
            "2026-11-22T21:41:54.123456Z init A1B2C3 root \"\" \"Zhou\" 9f02c1d87be4a653",
            "init A1B2C3"
    })
    void line_brokenOrOfNoVerb_isNone(String text) {
        assertThat(Line.of(text)).isEmpty();
    }

    private FolderHistory history() {
        return new FolderHistory(folder);
    }
}
