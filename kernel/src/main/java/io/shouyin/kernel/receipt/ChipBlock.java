package io.shouyin.kernel.receipt;

/// What a receipt says of the chip, in hex. Nothing of it is secret; what is not known is empty.
///
/// @param application AID
/// @param verificationResults TVR
/// @param statusInformation TSI
/// @param counter ATC
/// @param cryptogram of the kind that `name` says
/// @param name [#CERTIFICATE], also if none was kept, or [#REQUEST] of a card that was not asked again after the answer
public record ChipBlock(String application, String verificationResults, String statusInformation, String counter, String cryptogram, String name) {

    public static final String CERTIFICATE = "TC";
    public static final String REQUEST = "ARQC";

    public ChipBlock {
        name = name == null ? CERTIFICATE : name;
    }
}
