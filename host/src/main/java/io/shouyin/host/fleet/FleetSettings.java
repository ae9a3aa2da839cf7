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
/// @param gatewayHost what terminals are told to connect to; empty: the address that the gateway listens on
@Validated
@ConfigurationProperties("shouyin.fleet")
record FleetSettings(@DefaultValue("24h") @NotNull Duration activationTtl,
                     @DefaultValue("5") @Min(1) @Max(10) int wrongProofsMax,
                     @DefaultValue("守银收单") @NotNull String acquirerName,
                     @DefaultValue("") @NotNull String gatewayHost) {}
