package io.shouyin.host.fleet.orders;

import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Check;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The device API for orders: what a terminal says of those that it was given, signed by the device.
@RestController
@RequestMapping(DeviceOrderController.PATH)
class DeviceOrderController {

    static final String PATH = "/device/v1/orders";

    /// Why a terminal does not believe an order.
    private static final Set<String> REFUSALS = Set.of("ORDER_UNREADABLE", "ORDER_FORGED", "ORDER_OF_ANOTHER_TERMINAL", "ORDER_REPEATED", "ORDER_EXPIRED");
    private static final Set<OrderState> REPORTED = Set.of(OrderState.ACKNOWLEDGED, OrderState.DONE, OrderState.FAILED);
    private static final String REASON = "[A-Z][A-Z_]{2,59}";

    private final SignedRequests requests;
    private final OrderDesk desk;

    DeviceOrderController(SignedRequests requests, OrderDesk desk) {
        this.requests = requests;
        this.desk = desk;
    }

    record Noted(boolean noted) {}

    /// @param outcome the reason of a failed one, the number of lines of an upload that is done
    private record Report(long sequence, OrderState state, Optional<String> outcome) {

        static Report of(JsonNode json) {
            OrderState state = OrderState.valueOf(json.path("state").asString(""));
            Optional<String> reason = Optional.of(json.path("reason").asString("")).filter(given -> !given.isEmpty());
            Check.argument(REPORTED.contains(state) && reason.isPresent() == (state == OrderState.FAILED) && reason.map(given -> given.matches(REASON)).orElse(true),
                    "a terminal tells that it took an order, did it, or failed, and why");
            JsonNode lines = json.path("lines");
            Check.argument(lines.isMissingNode() || state == OrderState.DONE && lines.isIntegralNumber() && lines.asLong() >= 0, "lines are counted of what is done");
            return new Report(json.path("sequence").asLong(0), state, lines.isMissingNode() ? reason : Optional.of(Long.toString(lines.asLong())));
        }
    }

    @Operation(summary = "The terminal has taken an order, done it, or could not, with `sequence`, `state` (ACKNOWLEDGED, DONE, FAILED), of a failed one `reason`, of an upload of logs `lines`; the same "
            + "again changes nothing. 404 ORDER_UNKNOWN, 409 ORDER_REPORT_WRONG; signed by the device")
    @PostMapping("/{orderId}/state")
    @PreAuthorize(Allowed.ANYBODY)
    Noted report(@PathVariable UUID orderId, HttpEntity<byte[]> request) {
        TerminalSession terminal = requests.genuine(PATH + "/" + orderId + "/state", request);
        Report report = SignedRequests.read(request, Report::of);
        desk.report(terminal.terminal(), orderId, report.sequence(), report.state(), report.outcome());
        return new Noted(true);
    }

    @Operation(summary = "The terminal was given an order that it does not believe, `reason` says why: it is counted; signed by the device")
    @PostMapping("/refused")
    @PreAuthorize(Allowed.ANYBODY)
    Noted refused(HttpEntity<byte[]> request) {
        TerminalSession terminal = requests.genuine(PATH + "/refused", request);
        String reason = SignedRequests.read(request, json -> {
            String given = json.path("reason").asString("");
            Check.argument(REFUSALS.contains(given), "the reason is one of a list");
            return given;
        });
        desk.refused(terminal.terminal(), reason);
        return new Noted(true);
    }
}
