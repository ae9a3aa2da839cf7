package io.shouyin.host.fleet.updates;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One part of a file, as `Range` asks for it (RFC 9110, section 14).
///
/// @param first its first byte, from 0
/// @param length at least 1, but of an empty file
record ByteRange(long first, long length) {

    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    long last() {
        return first + length - 1;
    }

    /// Empty: the header is none that is understood, several parts among them, and the whole file is the answer.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_RANGE_WRONG` if no byte of the file is in it
    static Optional<ByteRange> of(String header, long size) {
        Matcher asked = ONE.matcher(header.strip());
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return Optional.empty();
        }
        long first;
        long last = size - 1;
        if (asked.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(asked.group(2)));
        } else {
            first = Long.parseLong(asked.group(1));
            if (!asked.group(2).isEmpty()) {
                if (Long.parseLong(asked.group(2)) < first) {
                    return Optional.empty();
                }
                last = Math.min(last, Long.parseLong(asked.group(2)));
            }
        }
        if (first >= size) {
            throw UpdateRefusal.UPDATE_RANGE_WRONG.refused("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }
}
