package io.shouyin.terminal.state;

/// What the host is still to be told of a sale that the chip has approved: with the journal's entry it makes the message, the same each time.
/// It carries no card number.
///
/// @param entryMode field 22
/// @param cardSequence field 23
/// @param field55 what the chip has said, hex
public record OfflineProof(String entryMode, String cardSequence, String field55) {}
