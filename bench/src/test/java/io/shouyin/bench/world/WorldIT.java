package io.shouyin.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred runs of the world, all well; and that it is worth something: a seed does the same each time, and a broken promise is found.
class WorldIT {

    private static final int SEEDS = 200;

    @TempDir
    static Path folder;

    private static Worlds worlds;

    @BeforeAll
    static void start() {
        worlds = Worlds.open(folder);
    }

    @AfterAll
    static void stop() {
        worlds.close();
    }

    @Test
    void twoHundredSeeds_withLossesAndCrashes_holdAllInvariants() {
        List<World.Result> results = new ArrayList<>();
        worlds.run(1, SEEDS, results::add);
        World.Result last = results.getLast();
        assertThat(last.broken()).as(() -> "seed " + last.seed() + ", replay: ./shouyin bench world --seeds 1 --seed " + last.seed() + "\n"
                + String.join("\n", last.trace())).isEmpty();
        assertThat(results).hasSize(SEEDS);
        assertThat(results.stream().mapToInt(World.Result::told).sum()).as("approvals that terminals were told of").isGreaterThan(SEEDS * 4);
    }

    @Test
    void sameSeed_behindOthers_isTheSameToTheLastLine() {
        List<String> first = worlds.run(34, false).trace();
        worlds.run(5, false);
        assertThat(worlds.run(34, false).trace()).isEqualTo(first);
    }

    @Test
    void storageThatLosesItsLastWrite_isFoundByASeed() {
        assertThat(LongStream.rangeClosed(1, 20).mapToObj(seed -> worlds.run(seed, true)).filter(result -> !result.holds()).findFirst())
                .hasValueSatisfying(found -> assertThat(found.broken()).anyMatch(what -> what.contains("was told as approved")));
    }
}
