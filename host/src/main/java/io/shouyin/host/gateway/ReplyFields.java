package io.shouyin.host.gateway;

import io.shouyin.iso8583.Message;
import io.shouyin.kernel.ResponseCode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The fields that answers have in common.
final class ReplyFields {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMdd");

    private ReplyFields() {}

    /// A "no" to a message of which little may be known.
    static Message refusal(Message request, ResponseCode code, Instant at) {
        return begin(request, code, at).copy(request, 3, 4, 25, 49).build();
    }

    /// The type of the answer, 11, 12, 13, 39, 41, 42 and 60.
    static Message.Builder begin(Message request, ResponseCode code, Instant at) {
        return begin(request, at).text(39, code.code());
    }

    /// The same without 39.
    static Message.Builder begin(Message request, Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, CHINA);
        return request.reply()
                .copy(request, 11, 41, 42, 60)
                .text(12, TIME.format(local))
                .text(13, DATE.format(local));
    }
}
