package io.shouyin.network;

import io.shouyin.kernel.Check;

/// How field 90 names a request that went before: message type, fields 11, 7 and 32, eleven zeros. It does not say the terminal, which may
/// be another one than that of the request which follows.
///
/// @param type message type of the original
/// @param institution without leading zeros
record OriginalReference(String type, String transmittedAt, String trace, String institution) {

    private static final String NO_FORWARDER = "0".repeat(11);

    OriginalReference {
        institution = TransactionKey.withoutZeros(institution);
    }

    /// @param field90 42 digits
    /// @throws IllegalArgumentException if it does not end in eleven zeros, or its message type is one that nothing is asked by
    static OriginalReference ofField90(String field90) {
        Check.argument(field90.endsWith(NO_FORWARDER), "field 90 names no forwarding institution");
        OriginalReference original = new OriginalReference(field90.substring(0, 4), field90.substring(10, 20), field90.substring(4, 10), field90.substring(20, 31));
        Check.argument(Movement.isAskedBy(original.type), "field 90 names a request that can be followed");
        return original;
    }

    static OriginalReference of(Movement movement, TransactionKey key) {
        return new OriginalReference(movement.type(), key.transmittedAt(), key.trace(), key.institution());
    }

    TransactionKey at(String terminal) {
        return new TransactionKey(transmittedAt, trace, institution, terminal);
    }
}
