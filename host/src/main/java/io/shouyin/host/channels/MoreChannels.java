package io.shouyin.host.channels;

import io.shouyin.kernel.Check;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Channels beside `main`.
///
/// @param more further channels by name: `shouyin.channels.more.<name>.` and the same keys, with the same defaults; its ZMK is the key `zone-master-<name>`
@Validated
@ConfigurationProperties("shouyin.channels")
record MoreChannels(@DefaultValue Map<String, @Valid ChannelSettings> more) {

    MoreChannels {
        Check.argument(more.keySet().stream().allMatch(name -> name.matches("[a-z][a-z0-9]{0,15}") && !name.equals(ChannelSettings.MAIN) && !name.equals(WalletChannel.NAME)),
                "the name of a further channel is 1 to 16 lower-case letters and digits, a letter first, and neither main nor wallet");
        Check.argument(more.size() < RoutingRule.CHANNELS_MAX, "there are 20 channels at most");
    }
}
