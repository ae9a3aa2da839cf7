package io.shouyin.host.fleet;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.fleet.*`.
///
/// @param activationTtl how long an activation code is good for
/// @param wrongProofsMax wrong proofs until a code is dead
/// @param acquirerName printed on receipts
/// @param signatureFromFen amount from which a cardholder signs
/// @param testMode nothing here is worth anything, and receipts say so
/// @param gatewayHost what terminals are told to connect to; empty: the address that the gateway listens on
/// @param terminalAnswerSecondsMax how long a terminal that downloads its parameters waits for an answer
/// @param terminalDialsMax how often it dials
/// @param terminalCardsTyped whether its operators may type a card's number
/// @param terminalReversalsMax how often it sends a reversal before it tells its operator
@Validated
@ConfigurationProperties("shouyin.fleet")
record FleetSettings(@DefaultValue("24h") @NotNull Duration activationTtl,
                     @DefaultValue("5") @Min(1) @Max(10) int wrongProofsMax,
                     @DefaultValue("守银收单") @NotNull String acquirerName,
                     @DefaultValue("100000") @Min(0) @Max(999_999_999_999L) long signatureFromFen,
                     @DefaultValue("false") boolean testMode,
                     @DefaultValue("") @NotNull String gatewayHost,
                     @DefaultValue("60") @Min(1) @Max(99) int terminalAnswerSecondsMax,
                     @DefaultValue("3") @Min(1) @Max(9) int terminalDialsMax,
                     @DefaultValue("true") boolean terminalCardsTyped,
                     @DefaultValue("3") @Min(1) @Max(9) int terminalReversalsMax) {}
