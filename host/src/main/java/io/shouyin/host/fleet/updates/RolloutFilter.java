package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.TerminalState;
import java.util.List;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/// Which terminals a rollout is for: those that all of these name. An empty list names all.
///
/// @param models exact
/// @param versions that they run: as their last heartbeat says, or as was installed last if they send none
/// @param states of the register
/// @param tags any of them
/// @param terminals by number
record RolloutFilter(@Size(max = 100) List<@NotNull @Size(max = 32) String> models, @Size(max = 1000) List<@NotNull @Size(max = 15) String> merchants,
                     @Size(max = 100) List<@NotNull @Size(max = 64) String> versions, @Size(max = 3) List<@NotNull TerminalState> states,
                     @Size(max = 100) List<@NotNull @Size(max = 40) String> tags, @Size(max = 10_000) List<@NotNull @Size(max = 8) String> terminals) {

    RolloutFilter {
        models = models == null ? List.of() : List.copyOf(models);
        merchants = merchants == null ? List.of() : List.copyOf(merchants);
        versions = versions == null ? List.of() : List.copyOf(versions);
        states = states == null ? List.of() : List.copyOf(states);
        tags = tags == null ? List.of() : List.copyOf(tags);
        terminals = terminals == null ? List.of() : List.copyOf(terminals);
    }
}
