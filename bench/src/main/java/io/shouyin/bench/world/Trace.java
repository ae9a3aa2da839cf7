package io.shouyin.bench.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What happened in a run, a line each, without anything that is drawn anew each time, such as keys and numbers of terminals: the same seed gives the same lines.
final class Trace {

    private final List<String> lines = new ArrayList<>();
    private final Stage stage;
    private final Instant begin;

    Trace(Stage stage) {
        this.stage = stage;
        this.begin = stage.instant();
    }

    void add(String what) {
        lines.add("%10.3f %s".formatted(Duration.between(begin, stage.instant()).toNanos() / 1e9, what));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /// 12 hexadecimal digits.
    String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
