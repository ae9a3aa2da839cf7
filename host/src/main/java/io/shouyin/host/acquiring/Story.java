package io.shouyin.host.acquiring;

import io.shouyin.kernel.Check;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/// What happened to one transaction, step by step, as the JSON array that its journal row keeps.
///
/// Details are codes and numbers of the field; card data and secrets have no place here.
final class Story {

    /// One step.
    enum Step {
        RECEIVED,
        MAC_CHECKED,
        CHIP_READ,
        ORIGINAL_FOUND,
        STEP_UP,
        JOURNALED,
        SENT,
        MOVED,
        ANSWERED,
        SILENT,
        /// The wallet has not decided, or did not say: it is asked.
        WAITING,
        /// The wallet says that something has happened, so that it is asked at once.
        NOTICED,
        POSTED,
        REFUSED,
        REPEATED,
        REVERSAL_QUEUED,
        REVERSED,
        LATE_ANSWER,
        /// What the chip has made of its issuer's scripts, and the network has taken.
        SCRIPTS_TOLD,
        /// What the chip said at the end, for the receipt.
        LAST_WORD
    }

    private final StringBuilder json = new StringBuilder(256).append('[');

    Story add(Step step, Instant at) {
        return add(step, at, Map.of());
    }

    Story add(Step step, Instant at, String name, String value) {
        return add(step, at, Map.of(name, value));
    }

    /// @param detail lower-camel names; letters, digits and a few signs: nothing that JSON would have to escape
    Story add(Step step, Instant at, Map<String, String> detail) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append("{\"at\":\"").append(at.truncatedTo(ChronoUnit.MICROS)).append("\",\"step\":\"").append(step.name()).append('"');
        if (!detail.isEmpty()) {
            Check.invariant(detail.entrySet().stream().allMatch(one -> isPlain(one.getKey()) && isPlain(one.getValue())), "a story's detail is plain text");
            json.append(detail.entrySet().stream().map(one -> "\"" + one.getKey() + "\":\"" + one.getValue() + "\"")
                    .collect(Collectors.joining(",", ",\"detail\":{", "}")));
        }
        json.append('}');
        return this;
    }

    String json() {
        return json + "]";
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
