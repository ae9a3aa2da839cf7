package io.shouyin.host.platform;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where health and metrics listen, apart from what users reach.
///
/// @param address loopback unless set
/// @param port 0 is any free one
@Validated
@ConfigurationProperties("shouyin.management")
public record ManagementSettings(@DefaultValue("127.0.0.1") String address,
                                 @DefaultValue("8081") @Min(0) @Max(65535) int port) {}
