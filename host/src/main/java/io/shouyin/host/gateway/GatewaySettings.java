package io.shouyin.host.gateway;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.gateway.*`. Port 0 is any free one.
///
/// @param address both listeners, loopback unless set
/// @param tlsPort TLS 1.3
/// @param plainEnabled a second listener without TLS, for terminal engineers; always on loopback
/// @param plainPort of the listener without TLS
/// @param httpEnabled frames as bodies of `POST /device/v1/frames` on the HTTP port as well
/// @param certificateFolder keeps the certificate that terminals pin, made at the first start
/// @param connectionsMax open connections in all
/// @param connectionsPerAddressMax open connections from one address
/// @param handshakeWithin from connect to the first whole frame
/// @param frameWithin from a frame's first byte to its last
/// @param idleMax between frames
/// @param writeWithin for an answer to be taken
/// @param turnWithin for a request to wait for another of the same terminal, over whatever line it came; longer than an issuer may take
@Validated
@ConfigurationProperties("shouyin.gateway")
record GatewaySettings(@DefaultValue("127.0.0.1") @NotNull String address,
                       @DefaultValue("8583") @Min(0) @Max(65535) int tlsPort,
                       @DefaultValue("false") boolean plainEnabled,
                       @DefaultValue("8584") @Min(0) @Max(65535) int plainPort,
                       @DefaultValue("false") boolean httpEnabled,
                       @DefaultValue("var/host/gateway") @NotNull Path certificateFolder,
                       @DefaultValue("20000") @Min(1) int connectionsMax,
                       @DefaultValue("1000") @Min(1) int connectionsPerAddressMax,
                       @DefaultValue("15s") @NotNull Duration handshakeWithin,
                       @DefaultValue("10s") @NotNull Duration frameWithin,
                       @DefaultValue("10m") @NotNull Duration idleMax,
                       @DefaultValue("10s") @NotNull Duration writeWithin,
                       @DefaultValue("30s") @NotNull Duration turnWithin) {}
