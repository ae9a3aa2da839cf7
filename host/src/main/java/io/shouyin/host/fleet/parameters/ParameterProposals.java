package io.shouyin.host.fleet.parameters;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.host.fleet.parameters.ParameterDesk.Wanted;
import io.shouyin.host.fleet.parameters.ParameterStore.Held;
import io.shouyin.kernel.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Parameters that let more money through, as proposals.
@Component
class ParameterProposals implements ProposedAct {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ParameterDesk desk;
    private final ParameterStore store;

    ParameterProposals(ParameterDesk desk, ParameterStore store) {
        this.desk = desk;
        this.store = store;
    }

    /// @param changes for who approves
    private record Content(Layer layer, String scope, int basedOn, TreeMap<String, String> settings, String reason, java.util.List<ParameterDesk.Difference> changes) {}

    String content(Wanted wanted) {
        Map<String, String> before = store.held(wanted.layer(), wanted.scope()).map(Held::settings).orElse(Map.of());
        return JSON.writeValueAsString(new Content(wanted.layer(), wanted.scope(), wanted.basedOn(), new TreeMap<>(wanted.settings()), wanted.reason(),
                ParameterDesk.difference(before, wanted.settings())));
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.TERMINAL_PARAMETERS);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.judge(wanted(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return approved -> {
            desk.replace(wanted(approved), approved.proposedBy(), ", " + approved.trail());
            return Optional.<Secret>empty();
        };
    }

    private static Wanted wanted(Proposal proposal) {
        Content content = JSON.readValue(proposal.content().orElseThrow(), new TypeReference<Content>() {});
        return new Wanted(content.layer(), content.scope(), content.basedOn(), content.settings(), content.reason());
    }
}
