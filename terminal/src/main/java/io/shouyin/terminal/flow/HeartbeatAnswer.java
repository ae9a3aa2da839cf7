package io.shouyin.terminal.flow;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Does what one member of a heartbeat's reply says, on the heartbeats' thread: it may take its time, and must not touch the dialogue of a cashier.
interface HeartbeatAnswer {

    /// The member's name, such as `orders`.
    String member();

    /// Called only if the reply has the member.
    void take(JsonNode value);

    /// Puts into a beat what the host is to know of it.
    default void tell(ObjectNode beat) {}
}
