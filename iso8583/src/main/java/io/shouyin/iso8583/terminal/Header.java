package io.shouyin.iso8583.terminal;

import io.shouyin.kernel.Check;

/// The header between TPDU and message: 12 digits in 6 bytes.
///
/// @param applicationType 2 digits, `60` is card payment
/// @param softwareMajor 2 digits
/// @param status normal or test
/// @param request what the host asks for; a terminal sends [ProcessingRequest#NONE]
/// @param softwareMinor 6 digits
public record Header(String applicationType, String softwareMajor, Status status, ProcessingRequest request,
                     String softwareMinor) {

    static final int BYTES = 6;

    /// `603100310100`: card payment, software 31, normal, nothing asked, minor version 310100.
    public static final Header CARD_PAYMENT = of("603100310100");

    /// Whether a terminal works or is tried out; the digit is the ordinal.
    public enum Status {
        NORMAL,
        TEST
    }

    public Header {
        Check.argument(isDigits(applicationType, 2), "an application type has 2 digits");
        Check.argument(isDigits(softwareMajor, 2), "a software major version has 2 digits");
        Check.argument(isDigits(softwareMinor, 6), "a software minor version has 6 digits");
    }

    /// Reads 12 digits.
    ///
    /// @throws IllegalArgumentException unless they are of the known form
    public static Header of(String digits) {
        Check.argument(isDigits(digits, 12), "a header has 12 digits");
        int status = digits.charAt(4) - '0';
        int request = digits.charAt(5) - '0';
        Check.argument(status < Status.values().length, "a terminal's status is 0 or 1");
        Check.argument(request < ProcessingRequest.values().length, "a processing request is 0 to 7");
        return new Header(digits.substring(0, 2), digits.substring(2, 4), Status.values()[status],
                ProcessingRequest.values()[request], digits.substring(6));
    }

    /// The 12 digits.
    public String digits() {
        return applicationType + softwareMajor + status.ordinal() + request.digit() + softwareMinor;
    }

    /// The same header with another request of the host.
    public Header asking(ProcessingRequest wanted) {
        return new Header(applicationType, softwareMajor, status, wanted, softwareMinor);
    }

    private static boolean isDigits(String text, int length) {
        return text.length() == length && Digits.only(text);
    }

    @Override
    public String toString() {
        return digits();
    }
}
