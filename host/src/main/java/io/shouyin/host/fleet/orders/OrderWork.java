package io.shouyin.host.fleet.orders;

import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.status.Heartbeat;
import io.shouyin.host.fleet.status.HeartbeatWork;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The orders of a terminal, in the reply to its heartbeat.
@Component
class OrderWork implements HeartbeatWork {

    private final OrderDesk desk;

    OrderWork(OrderDesk desk) {
        this.desk = desk;
    }

    /// Both base64.
    record Signed(String content, String mac) {}

    @Override
    public String member() {
        return "orders";
    }

    @Override
    public Optional<Object> of(TerminalSession terminal, Heartbeat heartbeat) {
        List<OrderStore.Signed> orders = desk.handOut(terminal.terminal());
        return orders.isEmpty() ? Optional.empty()
                : Optional.of(orders.stream().map(order -> new Signed(Base64.getEncoder().encodeToString(order.content()), Base64.getEncoder().encodeToString(order.mac()))).toList());
    }
}
