package io.shouyin.host.fleet.register;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.host.fleet.register.Binding.Place;
import io.shouyin.host.fleet.register.Bindings.Draft;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Another binding of a device, once a second person has approved it.
@Component
class BindingProposals implements ProposedAct {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DeviceLife life;
    private final Bindings bindings;
    private final InstantSource clock;

    BindingProposals(DeviceLife life, Bindings bindings, InstantSource clock) {
        this.life = life;
        this.bindings = bindings;
        this.clock = clock;
    }

    /// As the proposal has it, for people to read.
    ///
    /// @param draft the number of the binding to come
    /// @param before the one that it takes the place of
    /// @param merchantBefore another one if the device is transferred
    /// @param latitudeMicro in millionths of a degree, as `longitudeMicro`
    record Content(UUID draft, UUID before, String serialNumber, String merchantBefore, String merchantId, String acquirer, String ownerKind, String ownerMasked,
                   String accountMasked, String address, Integer latitudeMicro, Integer longitudeMicro) {}

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.TERMINAL_BINDING);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        Content content = content(proposal);
        RegisterRefusal.BINDING_DRAFT_GONE.when(!bindings.hasDraft(content.draft()));
        requireUnchanged(content);
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        Content content = content(proposal);
        requireUnchanged(content);
        Draft draft = bindings.take(content.draft()).orElseThrow(RegisterRefusal.BINDING_DRAFT_GONE::refused);
        life.rebind(new Binding(draft.id(), content.serialNumber(), Optional.empty(), content.acquirer(), new MerchantId(content.merchantId()), draft.owner(), draft.account(),
                Optional.ofNullable(content.address()), Optional.ofNullable(content.latitudeMicro()).map(latitude -> new Place(latitude, content.longitudeMicro())), clock.instant(),
                proposal.proposedBy(), Optional.empty(), Optional.empty(), Optional.empty()), proposal.trail());
        return Optional.empty();
    }

    private void requireUnchanged(Content content) {
        Binding open = life.requireRebindable(content.serialNumber(), new MerchantId(content.merchantId()));
        RegisterRefusal.BINDING_CHANGED_MEANWHILE.when(!open.id().equals(content.before()));
    }

    private static Content content(Proposal proposal) {
        return JSON.readValue(proposal.content().orElseThrow(), Content.class);
    }
}
