package io.shouyin.host.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where health and metrics listen, apart from what users reach.
///
/// @param address loopback unless set
/// @param port 0 is any free one
@ConfigurationProperties("shouyin.management")
public record ManagementSettings(@DefaultValue("127.0.0.1") String address, @DefaultValue("8081") int port) {}
