package io.shouyin.host.channels;

import io.shouyin.iso8583.terminal.Field63;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of one channel: `shouyin.channels.*` are those of the channel `main`, `shouyin.channels.more.<name>.*` those of another ([MoreChannels]).
///
/// @param networkHost where the card network is
/// @param networkPort its port
/// @param connectTimeout for connecting, signing on and each echo
/// @param echoInterval between two echoes on the line
/// @param answerWait how long an issuer may take before the outcome is in doubt
/// @param institution our institution number towards the network, field 32
/// @param receiptText the acquirer's words on receipts, at most 20 bytes in GBK
/// @param zoneMasterKeyComponents files of the simulated network with one component each, read once to load the ZMK; any other network's comes by a ceremony
/// @param breakerFailures after so many transactions in a row without an answer no further one leaves
/// @param breakerPause how long none leaves then, before one is tried
@Validated
@ConfigurationProperties("shouyin.channels")
record ChannelSettings(@DefaultValue("127.0.0.1") @NotNull String networkHost,
                       @DefaultValue("8600") @Min(1) @Max(65535) int networkPort,
                       @DefaultValue("2s") @NotNull Duration connectTimeout,
                       @DefaultValue("25s") @NotNull Duration answerWait,
                       @DefaultValue("30s") @NotNull Duration echoInterval,
                       @DefaultValue("00010000") @Pattern(regexp = "[0-9]{8,11}") String institution,
                       @DefaultValue("") @NotNull String receiptText,
                       @DefaultValue List<Path> zoneMasterKeyComponents,
                       @DefaultValue("5") @Min(1) @Max(1000) int breakerFailures,
                       @DefaultValue("10s") @NotNull Duration breakerPause) {

    /// The channel that there always is.
    static final String MAIN = "main";

    ChannelSettings {
        new Field63.Reply("000", "", "", receiptText);
    }
}
