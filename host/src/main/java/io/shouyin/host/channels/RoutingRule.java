package io.shouyin.host.channels;

import io.shouyin.kernel.Check;
import java.util.List;

/// A rule: what it is about, and the channels for it.
///
/// @param name lower-case words with dashes, once in its list
/// @param channels in order: the first one that is there gets it
public record RoutingRule(String name, RoutingConditions when, List<String> channels) {

    static final int CHANNELS_MAX = 20;

    public RoutingRule {
        Check.argument(name != null && name.matches("[a-z][a-z0-9-]{0,39}"), "a rule's name is 1 to 40 lower-case letters, digits and dashes");
        when = when == null ? RoutingConditions.ANY : when;
        channels = channels == null ? List.of() : List.copyOf(channels);
        Check.argument(!channels.isEmpty() && channels.size() <= CHANNELS_MAX && channels.stream().distinct().count() == channels.size(),
                "a rule names 1 to 20 channels, each once");
    }
}
