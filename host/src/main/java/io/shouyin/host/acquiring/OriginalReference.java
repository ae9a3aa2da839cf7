package io.shouyin.host.acquiring;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;
import java.time.MonthDay;
import java.util.Optional;

/// How a message names the transaction that it follows.
public sealed interface OriginalReference {

    /// A void, of a sale or of a completion: one of the same terminal.
    ///
    /// @param rrn compared if it is given
    /// @param authCode compared if it is given
    /// @param date in China, compared if it is given
    record Numbered(BatchNumber batch, TraceNumber trace, Optional<Rrn> rrn, Optional<String> authCode, Optional<MonthDay> date) implements OriginalReference {}

    /// A refund: one of the same merchant.
    ///
    /// @param date in China
    record Retrieved(Rrn rrn, MonthDay date) implements OriginalReference {}

    /// What follows a pre-authorization of the same merchant.
    ///
    /// @param authCode 6 letters or digits
    /// @param date in China
    record Authorized(String authCode, MonthDay date) implements OriginalReference {}
}
