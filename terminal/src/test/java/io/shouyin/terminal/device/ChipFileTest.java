package io.shouyin.terminal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChipFileTest {

    @TempDir
    Path folder;

    private ChipMemory chip(int card) {
        return new ChipFile(folder.resolve("cards.json")).of(card);
    }

    @Test
    void counter_isKeptByCard_whicheverTerminalReadsIt() {
        assertThat(chip(3).update(ChipMemory.Kept::counted).counter()).isEqualTo(1);
        assertThat(chip(3).update(ChipMemory.Kept::counted).counter()).isEqualTo(2);
        assertThat(chip(0).update(ChipMemory.Kept::counted).counter()).isEqualTo(1);
        assertThat(chip(3).update(kept -> kept.script(true)).scriptsDone()).isEqualTo(1);
        assertThat(chip(3).update(kept -> kept)).isEqualTo(new ChipMemory.Kept(2, 1, false));
    }

    @Test
    void counter_ofManyAtOnce_isGivenToOneEach() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counted = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                counted.add(threads.submit(() -> chip(1).update(ChipMemory.Kept::counted).counter()));
            }
            List<Integer> counters = new ArrayList<>();
            for (Future<Integer> one : counted) {
                counters.add(one.get());
            }
            assertThat(counters).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
        }
    }

    @Test
    void counter_atItsEnd_staysThere() {
        chip(0).update(_ -> new ChipMemory.Kept(ChipMemory.Kept.COUNTER_MAX - 1, 0, false));
        assertThat(chip(0).update(ChipMemory.Kept::counted).counter()).isEqualTo(0xFFFF);
        assertThat(chip(0).update(ChipMemory.Kept::counted).counter()).isEqualTo(0xFFFF);
    }

    @Test
    void file_isItsOwnersAlone_andOneThatCannotBeWrittenIsRefusedByName() throws Exception {
        chip(0).update(ChipMemory.Kept::counted);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("chips.bin")))).isEqualTo("rw-------");
        Files.delete(folder.resolve("chips.bin"));
        Files.createDirectory(folder.resolve("chips.bin"));
        assertThatThrownBy(() -> chip(0).update(ChipMemory.Kept::counted)).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("CHIP_UNREADABLE"));
    }
}
