package io.shouyin.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private static final NoteSigner LOG = NoteSigner.newLog("log.example", new SecureRandom());
    private static final NoteSigner SIGNER = NoteSigner.newWitness("witness.example", new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final MemoryTree TREE = MemoryTree.of(20);

    private final Map<String, String> kept = new HashMap<>();
    private final Witness witness = new Witness(SIGNER, List.of(LOG.verifier()), new Witness.Store() {
        @Override
        public Optional<String> last(String origin) {
            return Optional.ofNullable(kept.get(origin));
        }

        @Override
        public void keep(String origin, String note) {
            kept.put(origin, note);
        }
    }, () -> NOW);

    @Test
    void logThatGrows_isCosigned() {
        for (int[] step : new int[][] {{0, 5}, {5, 13}, {13, 13}, {13, 20}}) {
            Witness.Answer answer = witness.addCheckpoint(asked(step[0], step[1], TREE));
            assertThat(answer.status()).isEqualTo(200);
            Note note = note(step[1], TREE);
            assertThat(note.with(Note.signatures(answer.body())).cosignedAt(SIGNER.verifier())).contains(NOW);
        }
        assertThat(Checkpoint.open(Note.parse(kept.get("log.example")), LOG.verifier()).size()).isEqualTo(20);
    }

    @Test
    void logThatShrinks_isToldWhatWasSeen() {
        witness.addCheckpoint(asked(0, 13, TREE));
        Witness.Answer answer = witness.addCheckpoint(asked(0, 5, TREE));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.type()).isEqualTo("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("13\n");
        assertThat(witness.addCheckpoint(new AddCheckpoint(13, List.of(), note(5, TREE)).body()).status()).isEqualTo(400);
    }

    @Test
    void fork_isRefused() {
        witness.addCheckpoint(asked(0, 13, TREE));
        MemoryTree other = new MemoryTree(java.util.stream.IntStream.range(0, 20).mapToObj(i -> MemoryTree.entry(i == 3 ? 99 : i)).toList());
        assertThat(witness.addCheckpoint(asked(13, 13, other)).status()).as("the same size").isEqualTo(409);
        assertThat(witness.addCheckpoint(asked(13, 20, other)).status()).as("a larger one").isEqualTo(422);
        assertThat(Checkpoint.parse(Note.parse(kept.get("log.example")).text()).size()).isEqualTo(13);
    }

    @Test
    void others_areRefused() {
        NoteSigner forger = NoteSigner.newLog("log.example", new SecureRandom());
        NoteSigner stranger = NoteSigner.newLog("stranger.example", new SecureRandom());
        assertThat(witness.addCheckpoint(asked(0, 5, TREE, forger)).status()).isEqualTo(403);
        assertThat(witness.addCheckpoint(asked(0, 5, TREE, stranger)).status()).isEqualTo(404);
        assertThat(witness.addCheckpoint("old 5\n").status()).isEqualTo(400);
        assertThat(witness.addCheckpoint("old 0\n" + (TREE.leaf(0).base64() + "\n").repeat(64) + "\n" + note(5, TREE)).status()).isEqualTo(400);
        assertThat(kept).isEmpty();
    }

    private static String asked(int older, int size, MemoryTree tree) {
        return asked(older, size, tree, LOG);
    }

    private static String asked(int older, int size, MemoryTree tree, NoteSigner log) {
        return new AddCheckpoint(older, Merkle.consistency(Math.min(older, size), size, tree), signed(size, tree, log)).body();
    }

    private static Note note(int size, MemoryTree tree) {
        return signed(size, tree, LOG);
    }

    private static Note signed(int size, MemoryTree tree, NoteSigner log) {
        return Note.parse(log.sign(new Checkpoint(log.verifier().name(), size, tree.root(size))));
    }
}
