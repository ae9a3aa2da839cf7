package io.shouyin.host.fleet.updates;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.updates.*`.
///
/// @param folder files of releases, by their SHA-256, and the key of orders; several hosts on one database share it
/// @param releaseKeys file with the public keys of those who sign releases, a line `name keyId base64` each; without it no release is taken
/// @param publicUrl what links begin with, such as `https://updates.example`; empty: as the terminal asked
/// @param targetTokens whether terminals may log in with the token that was issued to them
/// @param gatewayTokenSha256 SHA-256, in hex, of one token that may act for any terminal; empty: there is none
/// @param authorities fingerprints of the issuers of terminals' certificates, as the reverse proxy names them; empty: certificates are no login
/// @param authorityProxies addresses of reverse proxies that have checked a certificate and may say so
/// @param sleep how long a terminal waits between two polls
/// @param sleepMin the shortest wait, shortly before a maintenance window
/// @param writesPerSecondMax feedback and attributes that are taken from one terminal
/// @param downloadBytesPerSecond for one download
/// @param downloadBytesPerSecondAll for all downloads of this host together
/// @param downloadsMax at the same time, of this host
/// @param downloadsPerTerminalMax at the same time, of one terminal
/// @param downloadWithin how long one request of a download may take; what is left is asked for with a range
/// @param fileBytesMax of one file
/// @param filesBytesMax of all files together
@Validated
@ConfigurationProperties("shouyin.updates")
record UpdateSettings(@DefaultValue("var/host/updates") @NotNull Path folder,
                      Optional<Path> releaseKeys,
                      @DefaultValue("") @NotNull @Pattern(regexp = "(https?://[^/?#\\s]+)?") String publicUrl,
                      @DefaultValue("true") boolean targetTokens,
                      @DefaultValue("") @NotNull @Pattern(regexp = "([0-9a-f]{64})?") String gatewayTokenSha256,
                      @DefaultValue @NotNull List<String> authorities,
                      @DefaultValue @NotNull List<String> authorityProxies,
                      @DefaultValue("5m") @NotNull Duration sleep,
                      @DefaultValue("30s") @NotNull Duration sleepMin,
                      @DefaultValue("50") @Min(1) @Max(100_000) int writesPerSecondMax,
                      @DefaultValue("2097152") @Min(1024) long downloadBytesPerSecond,
                      @DefaultValue("20971520") @Min(1024) long downloadBytesPerSecondAll,
                      @DefaultValue("200") @Min(1) int downloadsMax,
                      @DefaultValue("2") @Min(1) int downloadsPerTerminalMax,
                      @DefaultValue("1h") @NotNull Duration downloadWithin,
                      @DefaultValue("1073741824") @Min(1) long fileBytesMax,
                      @DefaultValue("21474836480") @Min(1) long filesBytesMax) {}
