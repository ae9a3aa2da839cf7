package io.shouyin.host.channels;

import io.shouyin.kernel.Check;
import java.util.List;

/// The channels that a transaction may take, in order. The next one is tried only while nothing has left over one before it.
///
/// @param rule that says so; empty if none does
public record Route(String rule, List<String> channels) {

    public Route {
        channels = List.copyOf(channels);
        Check.argument(!channels.isEmpty(), "a route has a channel");
    }

    /// For what follows or undoes another transaction: where that one went, and nowhere else.
    public static Route only(String channel) {
        return new Route("", List.of(channel));
    }

    /// The one that is named in the journal before anything leaves.
    public String first() {
        return channels.getFirst();
    }
}
