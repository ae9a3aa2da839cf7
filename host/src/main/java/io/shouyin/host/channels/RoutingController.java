package io.shouyin.host.channels;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Channels and routing for the console.
@RestController
@RequestMapping("/api/v1")
class RoutingController {

    private static final int RULES_MAX = 200;

    private final CardNetworks networks;
    private final RoutingDesk desk;
    private final Proposals proposals;

    RoutingController(CardNetworks networks, RoutingDesk desk, Proposals proposals) {
        this.networks = networks;
        this.desk = desk;
        this.proposals = proposals;
    }

    /// @param institution our number there
    /// @param up whether this host is signed on there
    /// @param answered transactions since this host started
    /// @param unknown those whose outcome was unknown
    /// @param lastAnswerAt of a transaction, or null
    record ChannelView(String name, String institution, String address, boolean up, BreakerState breaker, long answered, long unknown, Instant lastAnswerAt) {

        static ChannelView of(CardNetwork network) {
            ChannelSettings settings = network.settings();
            return new ChannelView(network.name(), settings.institution(), settings.networkHost() + ":" + settings.networkPort(), network.isUp(),
                    network.breaker().state(), network.answered(), network.unknown(), network.lastAnswerAt().orElse(null));
        }
    }

    @Operation(summary = "The channels to card networks, as this host sees them")
    @GetMapping("/channels")
    @PreAuthorize(Allowed.STAFF)
    List<ChannelView> channels() {
        return networks.all().stream().map(ChannelView::of).toList();
    }

    record RuleSetView(int version, List<RoutingRule> rules, String setBy, Instant setAt) {}

    @Operation(summary = "The versions of the routing rules, newest first; the first one that is listed is in force")
    @GetMapping("/routing")
    @PreAuthorize(Allowed.STAFF)
    List<RuleSetView> versions() {
        return desk.versions().stream().map(set -> new RuleSetView(set.version(), set.rules(), set.setBy(), set.setAt())).toList();
    }

    /// @param basedOn the version that was looked at; 0 if there was none
    record Replacement(@Min(0) int basedOn, @NotNull @Size(max = RULES_MAX) List<@NotNull RoutingRule> rules) {}

    @Operation(summary = "Proposes a next version of the routing rules; another person approves")
    @PutMapping("/routing")
    @PreAuthorize(Allowed.RISK)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @FreshLogin
    ProposalView propose(@Valid @RequestBody Replacement replacement, Principal somebody) {
        RoutingDesk.Wanted wanted = new RoutingDesk.Wanted(replacement.basedOn(), replacement.rules());
        return ProposalView.of(proposals.propose(ProposalKind.ROUTING, RoutingDesk.OBJECT, RoutingRuleSets.content(wanted, desk.inForce()), somebody.getName()));
    }
}
