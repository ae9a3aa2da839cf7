package io.shouyin.host.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where console, API and device API listen. `application.yaml` hands these on to the server with the same defaults;
/// a test compares.
///
/// @param address loopback unless set
/// @param port 0 is any free one
@ConfigurationProperties("shouyin.http")
public record HttpSettings(@DefaultValue("127.0.0.1") String address, @DefaultValue("8080") int port) {}
