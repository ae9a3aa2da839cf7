package io.shouyin.host.channels;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Channels beside `main`.
///
/// @param more further channels by name: `shouyin.channels.more.<name>.` and the same keys, with the same defaults; its ZMK is the key `zone-master-<name>`
@Validated
@ConfigurationProperties("shouyin.channels")
record MoreChannels(@DefaultValue @Size(max = 20) Map<@Pattern(regexp = "(?!main$)[a-z][a-z0-9]{0,15}") String, @Valid ChannelSettings> more) {}
