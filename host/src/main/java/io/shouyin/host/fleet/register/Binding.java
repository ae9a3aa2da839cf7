package io.shouyin.host.fleet.register;

import io.shouyin.host.fleet.register.BindingNumbers.Sealed;
import io.shouyin.host.fleet.register.BindingNumbers.SealedOwner;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Whose a device is, since when, and until when it was.
///
/// @param terminal absent until the device is registered for a merchant that it was transferred to
/// @param owner absent while nobody has said it, as `account` and `address`
/// @param place absent where nobody has measured it
/// @param approvedBy absent for the first binding, which a registration makes
record Binding(UUID id, String serialNumber, Optional<TerminalId> terminal, String acquirer, MerchantId merchant, Optional<SealedOwner> owner, Optional<Sealed> account,
               Optional<String> address, Optional<Place> place, Instant since, String madeBy, Optional<String> approvedBy, Optional<Instant> endedAt, Optional<String> endedBecause) {

    /// In millionths of a degree: about a hand's breadth.
    record Place(int latitudeMicro, int longitudeMicro) {}
}
