package io.shouyin.host.fleet.register;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.fleet.register.Binding.Place;
import io.shouyin.host.fleet.register.BindingNumbers.Sealed;
import io.shouyin.host.fleet.register.BindingNumbers.SealedOwner;
import io.shouyin.host.fleet.register.BindingProposals.Content;
import io.shouyin.host.fleet.register.Bindings.Draft;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OwnerNumber;
import io.shouyin.kernel.SettlementAccount;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Where another binding of a device is proposed: another merchant (a transfer), another owner's number, account, address.
///
/// The proposal shows masked numbers to whoever approves; the numbers themselves wait sealed in a draft, which becomes the binding.
@Component
class BindingDesk {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DeviceLife life;
    private final Bindings bindings;
    private final BindingNumbers numbers;
    private final Proposals proposals;
    private final TransactionTemplate transactions;

    BindingDesk(DeviceLife life, Bindings bindings, BindingNumbers numbers, Proposals proposals, TransactionTemplate transactions) {
        this.life = life;
        this.bindings = bindings;
        this.numbers = numbers;
        this.proposals = proposals;
        this.transactions = transactions;
    }

    /// What is left out stays as it is; of another merchant, all of it is to be said anew, and what is left out is not known.
    record Wanted(MerchantId merchant, Optional<String> acquirer, Optional<OwnerNumber> owner, Optional<SettlementAccount> account, Optional<String> address,
                  Optional<Place> place) {}

    /// @throws RefusedRequest [RegisterRefusal]
    Proposal propose(String serialNumber, Wanted wanted, String by) {
        Content content = transactions.execute(_ -> draft(serialNumber, wanted));
        try {
            return proposals.propose(ProposalKind.TERMINAL_BINDING, DeviceLife.object(serialNumber), JSON.writeValueAsString(content), by);
        } catch (RefusedRequest refused) {
            bindings.take(content.draft());
            throw refused;
        }
    }

    private Content draft(String serialNumber, Wanted wanted) {
        Binding before = life.requireRebindable(serialNumber, wanted.merchant());
        boolean stays = before.merchant().equals(wanted.merchant());
        UUID id = UUID.randomUUID();
        Optional<SealedOwner> owner = wanted.owner().map(number -> numbers.seal(id, number))
                .or(() -> before.owner().filter(_ -> stays).map(number -> numbers.again(before.id(), id, number)));
        Optional<Sealed> account = wanted.account().map(number -> numbers.seal(id, number))
                .or(() -> before.account().filter(_ -> stays).map(number -> numbers.again(before.id(), id, number)));
        Optional<String> address = wanted.address().or(() -> before.address().filter(_ -> stays));
        Optional<Place> place = wanted.place().or(() -> before.place().filter(_ -> stays && wanted.address().isEmpty()));
        String acquirer = wanted.acquirer().orElse(before.acquirer());
        RegisterRefusal.BINDING_UNCHANGED.when(stays && acquirer.equals(before.acquirer()) && address.equals(before.address()) && place.equals(before.place())
                && same(owner.map(SealedOwner::number), before.owner().map(SealedOwner::number)) && same(account, before.account()));
        bindings.keep(new Draft(id, owner, account));
        return new Content(id, before.id(), serialNumber, before.merchant().value(), wanted.merchant().value(), acquirer, owner.map(known -> known.kind().name()).orElse(null),
                owner.map(known -> known.number().masked()).orElse(null), account.map(Sealed::masked).orElse(null), address.orElse(null),
                place.map(Place::latitudeMicro).orElse(null), place.map(Place::longitudeMicro).orElse(null));
    }

    private static boolean same(Optional<Sealed> one, Optional<Sealed> other) {
        return one.isPresent() == other.isPresent() && one.map(number -> Arrays.equals(number.index(), other.orElseThrow().index())).orElse(true);
    }
}
