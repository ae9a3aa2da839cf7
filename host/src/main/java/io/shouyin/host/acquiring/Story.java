package io.shouyin.host.acquiring;

import io.shouyin.kernel.Check;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What happened to one transaction, step by step, as the JSON array that its journal row keeps.
///
/// Details are codes and numbers of the field; card data and secrets have no place here.
final class Story {

    /// One step.
    enum Step {
        RECEIVED,
        MAC_CHECKED,
        STEP_UP,
        JOURNALED,
        SENT,
        ANSWERED,
        SILENT,
        POSTED,
        REFUSED,
        REPEATED,
        REVERSAL_QUEUED,
        REVERSED,
        LATE_ANSWER
    }

    private final StringBuilder json = new StringBuilder(256).append('[');

    Story add(Step step, Instant at) {
        return add(step, at, null, null);
    }

    /// @param name a lower-camel name
    /// @param value letters, digits and a few signs: nothing that JSON would have to escape
    Story add(Step step, Instant at, String name, String value) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append("{\"at\":\"").append(at.truncatedTo(ChronoUnit.MICROS)).append("\",\"step\":\"").append(step.name()).append('"');
        if (name != null) {
            Check.invariant(isPlain(name) && isPlain(value), "a story's detail is plain text");
            json.append(",\"detail\":{\"").append(name).append("\":\"").append(value).append("\"}");
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
