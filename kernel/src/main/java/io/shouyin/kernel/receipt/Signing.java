package io.shouyin.kernel.receipt;

import io.shouyin.kernel.MinorAmount;

/// How the cardholder signs.
public sealed interface Signing {

    /// On the merchant's paper copy, with a pen.
    record OnPaper() implements Signing {}

    /// On the screen.
    record OnScreen(Signature signature) implements Signing {}

    /// The amount is below the limit from which a signature is wanted.
    record NotNeeded(MinorAmount limit) implements Signing {}

    /// Paid by a code: the customer has agreed on the phone.
    record OnPhone() implements Signing {}

    /// It was to be on the screen, and is not there.
    record Missing() implements Signing {}
}
