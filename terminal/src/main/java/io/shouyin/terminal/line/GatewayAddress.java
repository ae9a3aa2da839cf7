package io.shouyin.terminal.line;

import java.time.Duration;
import java.util.Optional;

/// Where the gateway listens, and how to know it.
///
/// @param certificateSha256 hex of its certificate's SHA-256, for TLS 1.3; empty for a plain connection
public record GatewayAddress(String host, int port, Optional<String> certificateSha256, Duration connectTimeout,
                             Duration answerTimeout) {}
