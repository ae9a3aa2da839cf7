package io.shouyin.network;

import java.util.Optional;

/// Money that the simulated wallet has moved.
///
/// @param reference the acquirer's number; of a payment into a static code the wallet's own
/// @param original of what went back: the payment
public record WalletMovement(String reference, Optional<String> original, String customer, long amountFen) {}
