package io.shouyin.network;

import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.Check;

/// What came from a chip: field 55 with all that its cryptogram is made of, and the card sequence number of field 23.
///
/// @param sequence 2 digits
record ChipRequest(Field55 data, String sequence) {

    ChipRequest {
        Check.argument(sequence.matches("[0-9]{2}"), "a card sequence number has 2 digits");
    }

    /// The card's transaction counter, 0 to 65535.
    int counter() {
        byte[] counter = data.value(Field55.COUNTER);
        return (counter[0] & 0xFF) << 8 | counter[1] & 0xFF;
    }
}
