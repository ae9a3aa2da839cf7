package io.shouyin.host.platform;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where console, API and device API listen. `application.yaml` hands address and port on to the server with the same
/// defaults; a test compares.
///
/// @param address loopback unless set
/// @param port 0 is any free one
/// @param trustedProxies addresses of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; from anybody
///                       else they are ignored
@Validated
@ConfigurationProperties("shouyin.http")
public record HttpSettings(@DefaultValue("127.0.0.1") String address,
                           @DefaultValue("8080") @Min(0) @Max(65535) int port,
                           @DefaultValue List<String> trustedProxies) {}
