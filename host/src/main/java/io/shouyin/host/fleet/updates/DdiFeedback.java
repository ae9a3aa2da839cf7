package io.shouyin.host.fleet.updates;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.ScrubbedLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/// What a terminal tells of an update, as the protocol has it; members that are not known are left alone.
///
/// ```json
/// {"timestamp": 1627997501890, "status": {"execution": "proceeding", "result": {"finished": "none"}, "code": 200, "details": ["text"]}}
/// ```
///
/// @param messages the details, each of at most 512 characters, without control characters and card numbers
record DdiFeedback(Execution execution, Finished finished, Optional<Integer> code, List<String> messages, Optional<Instant> reportedAt) {

    static final int MESSAGES_MAX = 50;
    private static final int MESSAGE_LENGTH_MAX = 512;

    enum Execution {
        CLOSED,
        PROCEEDING,
        CANCELED,
        SCHEDULED,
        REJECTED,
        RESUMED,
        DOWNLOADED,
        DOWNLOAD
    }

    enum Finished {
        SUCCESS,
        FAILURE,
        NONE
    }

    /// @throws RefusedRequest `REQUEST_INVALID` without execution or result, `UPDATE_MESSAGES_TOO_MANY`
    static DdiFeedback of(JsonNode json) {
        JsonNode status = json.path("status");
        return new DdiFeedback(word(Execution.class, status.path("execution")), word(Finished.class, status.path("result").path("finished")), code(status),
                messages(status), reportedAt(json));
    }

    static Optional<Integer> code(JsonNode status) {
        return status.path("code").isInt() ? Optional.of(status.path("code").intValue()) : Optional.empty();
    }

    /// As they are kept: the code is a line of its own.
    static List<String> messages(JsonNode status) {
        JsonNode details = status.path("details");
        List<String> lines = new ArrayList<>();
        code(status).ifPresent(code -> lines.add("Device reported status code: " + code));
        UpdateRefusal.UPDATE_MESSAGES_TOO_MANY.when(details.isArray() && details.size() > MESSAGES_MAX);
        if (details.isArray()) {
            details.forEach(detail -> lines.add(line(detail)));
        } else if (details.isString()) {
            lines.add(line(details));
        }
        lines.removeIf(String::isEmpty);
        return List.copyOf(lines);
    }

    static String line(JsonNode text) {
        return ScrubbedLine.of(text.isValueNode() && !text.isNull() ? text.asString() : "", MESSAGE_LENGTH_MAX).text();
    }

    private static <E extends Enum<E>> E word(Class<E> words, JsonNode told) {
        for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(told.asString(""))) {
                return word;
            }
        }
        throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
    }

    /// A time that no calendar has is none.
    private static Optional<Instant> reportedAt(JsonNode json) {
        try {
            return json.path("timestamp").isIntegralNumber() && json.path("timestamp").canConvertToLong()
                    ? Optional.of(Instant.ofEpochMilli(json.path("timestamp").longValue())).filter(DdiFeedback::isStorable) : Optional.empty();
        } catch (DateTimeException | ArithmeticException beyond) {
            return Optional.empty();
        }
    }

    private static boolean isStorable(Instant at) {
        return at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    }
}
