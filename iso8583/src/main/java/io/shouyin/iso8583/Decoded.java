package io.shouyin.iso8583;

import java.util.List;

/// A message that was read, and the bytes that its MAC is over.
///
/// @param macBytes from the message type up to the MAC field, as received; everything if there is no MAC field
/// @param spans where each field lies in the body, ascending
public record Decoded(Message message, byte[] macBytes, List<FieldSpan> spans) {

    @Override
    public String toString() {
        return "Decoded[" + message + "]";
    }
}
