package io.shouyin.kernel.receipt;

/// What a receipt says of the chip, in hex. Nothing of it is secret.
///
/// @param application AID
/// @param verificationResults TVR
/// @param statusInformation TSI
/// @param counter ATC
/// @param cryptogram TC; of a card that was held to the reader its ARQC
public record ChipBlock(String application, String verificationResults, String statusInformation, String counter, String cryptogram) {}
