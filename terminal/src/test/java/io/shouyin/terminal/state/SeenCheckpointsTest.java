package io.shouyin.terminal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.FileStorage;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenCheckpointsTest {

    private static final NoteSigner LOG = NoteSigner.newLog("log.example", new SecureRandom());

    @TempDir
    Path folder;

    @Test
    void checkpoints_areKeptOverARestart_theLastSixteen() throws Exception {
        try (FileStorage storage = FileStorage.open(folder)) {
            SeenCheckpoints seen = new SeenCheckpoints(storage);
            assertThat(seen.size()).isZero();
            IntStream.rangeClosed(1, 20).forEach(size -> seen.add(note(size)));
            seen.add(note(20));
            assertThat(seen.size()).isEqualTo(20);
        }
        try (FileStorage storage = FileStorage.open(folder)) {
            assertThat(new SeenCheckpoints(storage).size()).isEqualTo(20);
        }
        assertThat(Files.readString(folder.resolve("checkpoints.json")).split("log.example\\\\n", -1)).hasSize(1 + SeenCheckpoints.KEPT_MAX);
    }

    private static Note note(long size) {
        return Note.parse(LOG.sign(new Checkpoint("log.example", size, Hash.leaf("a"))));
    }
}
