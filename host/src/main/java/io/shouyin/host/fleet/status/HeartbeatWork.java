package io.shouyin.host.fleet.status;

import io.shouyin.host.fleet.TerminalSession;
import java.util.Optional;

/// A piece of work that a heartbeat's reply carries. It is asked for with every beat, so it must be cheap: from memory, or from a read that many share.
public interface HeartbeatWork {

    /// The member's name in the reply, such as `orders`.
    String member();

    /// @return ready for JSON; empty: the member is left out
    Optional<Object> of(TerminalSession terminal, Heartbeat heartbeat);
}
