package io.shouyin.host.fleet.orders;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.host.fleet.orders.OrderText.Wanted;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Orders that nobody gives alone, as proposals.
@Component
class OrderProposals implements ProposedAct {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final OrderDesk desk;

    OrderProposals(OrderDesk desk) {
        this.desk = desk;
    }

    static String content(Wanted wanted) {
        return JSON.writeValueAsString(JSON.createObjectNode().put("kind", wanted.kind().name()).put("evenUnsettled", wanted.evenUnsettled())
                .put("hours", wanted.hours()).put("reason", wanted.reason()));
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.TERMINAL_ORDER);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.requirePossible(new TerminalId(proposal.name()), wanted(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return approved -> {
            desk.give(new TerminalId(approved.name()), wanted(approved), approved.proposedBy(), ", " + approved.trail());
            return Optional.<Secret>empty();
        };
    }

    private static Wanted wanted(Proposal proposal) {
        JsonNode content = JSON.readTree(proposal.content().orElseThrow());
        return new Wanted(OrderKind.valueOf(content.path("kind").asString()), Optional.empty(), content.path("evenUnsettled").asBoolean(), content.path("hours").asInt(),
                content.path("reason").asString());
    }
}
