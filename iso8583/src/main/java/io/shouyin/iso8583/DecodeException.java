package io.shouyin.iso8583;

import java.util.Optional;

/// Received bytes were refused: which rule, in which field, at which byte. Never the value.
///
/// Whoever answers a peer uses [#soFar()]: what was read before the refusal is enough to say "30, format error" to
/// the right terminal. It carries no stack trace, since bad input is no news and must stay cheap.
public final class DecodeException extends Exception {

    private final DecodeRefusal refusal;
    private final int field;
    private final int offsetBytes;
    private final transient Message soFar;

    public DecodeException(DecodeRefusal refusal, int field, int offsetBytes) {
        this(refusal, field, offsetBytes, null);
    }

    DecodeException(DecodeRefusal refusal, int field, int offsetBytes, Message soFar) {
        super(refusal.name() + (field == 0 ? "" : ", field " + field) + ", byte " + offsetBytes + ": " + refusal.en(),
                null, false, false);
        this.refusal = refusal;
        this.field = field;
        this.offsetBytes = offsetBytes;
        this.soFar = soFar;
    }

    public DecodeRefusal refusal() {
        return refusal;
    }

    /// The field's number; 0 for the frame, the header, the type and what follows the last field.
    public int field() {
        return field;
    }

    /// Where it is wrong, counted from 0: in the frame after its length for a frame, in the body (message type first)
    /// for a message, in the field's own content for its sub-fields.
    public int offsetBytes() {
        return offsetBytes;
    }

    /// The type and the fields that were read before the refusal; empty if not even the type was.
    public Optional<Message> soFar() {
        return Optional.ofNullable(soFar);
    }
}
