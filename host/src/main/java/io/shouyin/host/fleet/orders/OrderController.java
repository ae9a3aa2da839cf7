package io.shouyin.host.fleet.orders;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.fleet.orders.OrderText.Wanted;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Orders to terminals for the console.
@RestController
@RequestMapping("/api/v1")
class OrderController {

    private static final String TERMINAL_ID = "[0-9A-Za-z]{8}";
    private static final int TEXT_CHARACTERS_MAX = 120;
    private static final int REASON_CHARACTERS_MAX = 200;

    private final OrderDesk desk;
    private final OrderStore store;
    private final OrderSelection selection;
    private final TerminalLocks locks;
    private final Terminals terminals;
    private final Proposals proposals;

    OrderController(OrderDesk desk, OrderStore store, OrderSelection selection, TerminalLocks locks, Terminals terminals, Proposals proposals) {
        this.desk = desk;
        this.store = store;
        this.selection = selection;
        this.locks = locks;
        this.terminals = terminals;
        this.proposals = proposals;
    }

    /// @param sequence of the terminal's orders
    /// @param text that the terminal shows, or null
    /// @param outcome of a failed one the name of its reason, of an upload that is done the number of its lines, or null
    record OrderItem(UUID orderId, String terminalId, long sequence, OrderKind kind, String text, String reason, OrderState state, String outcome, String orderedBy,
                     Instant orderedAt, Instant expiresAt, Instant sentAt, Instant acknowledgedAt, Instant endedAt) {

        static OrderItem of(TerminalOrder order) {
            return new OrderItem(order.id(), order.terminal().value(), order.sequence(), order.kind(), order.text().orElse(null), order.reason(), order.state(),
                    order.outcome().orElse(null), order.orderedBy(), order.orderedAt(), order.expiresAt(), order.sentAt().orElse(null), order.acknowledgedAt().orElse(null),
                    order.endedAt().orElse(null));
        }
    }

    @Operation(summary = "The orders of a terminal, newest first")
    @GetMapping("/terminals/{terminalId}/orders")
    @PreAuthorize(Allowed.STAFF)
    Page<OrderItem> list(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId, @Valid @ParameterObject PageQuery page) {
        return store.of(known(terminalId), page).map(OrderItem::of);
    }

    /// @param since null if it is not locked, as are `reason` and `by`
    /// @param refusals orders that the terminal did not believe
    record LockState(boolean locked, Instant since, String reason, String by, List<OrderStore.Refused> refusals) {}

    @Operation(summary = "Whether the host takes new transactions from the terminal, and the orders that the terminal did not believe")
    @GetMapping("/terminals/{terminalId}/lock")
    @PreAuthorize(Allowed.STAFF)
    LockState lock(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId) {
        TerminalId terminal = known(terminalId);
        List<OrderStore.Refused> refusals = store.refusals(terminal);
        return locks.find(terminal).map(lock -> new LockState(true, lock.since(), lock.reason(), lock.by(), refusals))
                .orElseGet(() -> new LockState(false, null, null, null, refusals));
    }

    /// @param text for SHOW_MESSAGE, and for LOCK if the terminal is to show more than that
    /// @param evenUnsettled of WIPE_KEYS: although money on the terminal is not settled yet
    /// @param hours that it is good for; 24 without it
    /// @param logsFrom of UPLOAD_LOGS: no line before it
    /// @param logsTo of UPLOAD_LOGS: no line after it
    record OrderWanted(@NotNull OrderKind kind, @Size(min = 1, max = TEXT_CHARACTERS_MAX) @Pattern(regexp = PlainName.TEXT) String text, Boolean evenUnsettled,
                       @Min(1) @Max(OrderDesk.HOURS_MAX) Integer hours, @NotBlank @Size(max = REASON_CHARACTERS_MAX) @Pattern(regexp = PlainName.TEXT) String reason,
                       @OrdinaryTime Instant logsFrom, @OrdinaryTime Instant logsTo) {

        Wanted wanted() {
            return new Wanted(kind, Optional.ofNullable(text), Boolean.TRUE.equals(evenUnsettled) && kind == OrderKind.WIPE_KEYS, hours == null ? OrderDesk.HOURS_MAX : hours, reason,
                    Optional.ofNullable(logsFrom), Optional.ofNullable(logsTo));
        }
    }

    /// @param order null if a second person is to approve it first
    /// @param proposal null if it is given
    record Given(OrderItem order, ProposalView proposal) {}

    @Operation(summary = "Gives an order to a terminal: 201. Wiping keys waits for a second person: 202")
    @PostMapping("/terminals/{terminalId}/orders")
    @PreAuthorize(Allowed.ORDERS)
    @FreshLogin
    ResponseEntity<Given> give(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId, @Valid @RequestBody OrderWanted wanted, Principal somebody) {
        TerminalId terminal = known(terminalId);
        if (wanted.kind().takesTwo()) {
            var proposal = proposals.propose(ProposalKind.TERMINAL_ORDER, "terminal:" + terminalId, OrderProposals.content(wanted.wanted()), somebody.getName());
            return ResponseEntity.status(HttpStatus.ACCEPTED).body(new Given(null, ProposalView.of(proposal)));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(new Given(OrderItem.of(desk.give(terminal, wanted.wanted(), somebody.getName(), "")), null));
    }

    /// The terminals that are named, or all of a merchant or model; what is left out is not asked for.
    record ManyWanted(@Size(max = OrderSelection.TERMINALS_MAX) List<@NotNull @Pattern(regexp = TERMINAL_ID) String> terminals,
                      @Pattern(regexp = "[0-9A-Za-z]{15}") String merchantId, @Size(min = 1, max = 32) String model, @NotNull @Valid OrderWanted order) {}

    record Refused(String terminalId, String code) {}

    record GivenToMany(List<OrderItem> given, List<Refused> refused) {}

    @Operation(summary = "Gives the same order to many terminals, 500 at most; those that cannot take it are named")
    @PostMapping("/orders")
    @PreAuthorize(Allowed.ORDERS)
    @FreshLogin
    GivenToMany giveToMany(@Valid @RequestBody ManyWanted wanted, Principal somebody) {
        OrderRefusal.ORDER_FOR_ONE_ALONE.when(wanted.order().kind().takesTwo());
        List<OrderItem> given = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (TerminalId terminal : selection.of(wanted.terminals(), wanted.merchantId(), wanted.model())) {
            try {
                given.add(OrderItem.of(desk.give(terminal, wanted.order().wanted(), somebody.getName(), "")));
            } catch (RefusedRequest no) {
                refused.add(new Refused(terminal.value(), no.refusal().name()));
            }
        }
        return new GivenToMany(given, refused);
    }

    @Operation(summary = "Takes back an order that was not handed out yet. 409 ORDER_UNDER_WAY")
    @PostMapping("/orders/{orderId}/cancellation")
    @PreAuthorize(Allowed.ORDERS)
    @FreshLogin
    OrderItem cancel(@PathVariable UUID orderId) {
        return OrderItem.of(desk.cancel(orderId));
    }

    private TerminalId known(String terminalId) {
        return terminals.session(new TerminalId(terminalId)).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN)).terminal();
    }
}
