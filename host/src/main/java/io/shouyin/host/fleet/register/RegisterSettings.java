package io.shouyin.host.fleet.register;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.fleet.register.*`.
///
/// @param inspectionEvery how long after one look at a device for marks of tampering the next one is due (PCI DSS 9.5.1.2)
@Validated
@ConfigurationProperties("shouyin.fleet.register")
record RegisterSettings(@DefaultValue("90d") @NotNull @DurationMin(days = 1) @DurationMax(days = 366) Duration inspectionEvery) {}
