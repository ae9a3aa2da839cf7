package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.keys.Ceremony.Plan;
import io.shouyin.host.keys.CeremonyStore.Offered;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SealedPartCommands.Division;
import io.shouyin.vault.SealedPartCommands.EnteredPart;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.IssuedSealed;
import io.shouyin.vault.SealedPartCommands.Officer;
import io.shouyin.vault.SealedPartCommands.SealedPart;
import io.shouyin.vault.SecurityModule;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Key ceremonies under dual control.
///
/// 1. An officer proposes.
/// 2. Another one approves. What needs no parts is done by that.
/// 3. Else each officer sees or enters one part, alone; what waits for the others is sealed under a key of the ceremony.
/// 4. With the last part the key is there, PENDING; putting it in use is a ceremony of its own, for which its check value is said again.
///
/// Each step is one transaction with its line in the audit log; a step that is refused leaves nothing but such a line. Whatever is
/// sealed is wiped when the ceremony ends, which it does by itself after [#OPEN_MAX].
@Service
class Ceremonies {

    static final Duration OPEN_MAX = Duration.ofMinutes(30);

    private static final String ID_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int ID_LENGTH = 8;
    private static final int LISTED_MAX = 100;
    /// Terminals' keys come and go with their terminal; the host's own never leave.
    private static final Set<KeyPurpose> OF_TERMINALS = EnumSet.of(KeyPurpose.TERMINAL_MASTER, KeyPurpose.TERMINAL_CREDENTIAL,
            KeyPurpose.TERMINAL_PIN, KeyPurpose.TERMINAL_MAC, KeyPurpose.TERMINAL_DATA);

    private final CeremonyStore store;
    private final KeyRegister register;
    private final InstitutionKeys keys;
    private final HandLoading terminals;
    private final SecurityModule vault;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    Ceremonies(CeremonyStore store, KeyRegister register, InstitutionKeys keys, HandLoading terminals, SecurityModule vault, AuditLog audit,
               InstantSource clock, TransactionTemplate transaction) {
        this.store = store;
        this.register = register;
        this.keys = keys;
        this.terminals = terminals;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    List<Ceremony> newest() {
        expire();
        return store.newest(LISTED_MAX);
    }

    Ceremony find(String id) {
        expire();
        return store.find(id).orElseThrow(CeremonyRefusal.CEREMONY_UNKNOWN::refused);
    }

    // 1 propose

    Ceremony propose(CeremonyKind kind, Plan plan, String by) {
        String object = plan.keyName().map(name -> "key:" + name).orElseGet(() -> "terminal:" + plan.terminal().map(TerminalId::value).orElseThrow());
        return step("key.ceremony.propose", object, () -> {
            requirePossible(kind, plan);
            Plan fixed = kind == CeremonyKind.IMPORT ? plan.withCheckValue(vault.checkValue(received(plan))) : plan;
            String id = newId();
            Instant now = clock.instant();
            try {
                store.propose(id, kind, fixed, by, now, now.plus(OPEN_MAX));
            } catch (DuplicateKeyException another) {
                throw CeremonyRefusal.CEREMONY_UNDER_WAY.refused();
            }
            audit.append(AuditEntry.done("key.ceremony.propose", object).because(kind + " " + id + (plan.replaceKeys() ? ", replaces the present keys" : "")));
            return store.find(id).orElseThrow();
        });
    }

    private void requirePossible(CeremonyKind kind, Plan plan) {
        switch (kind) {
            case GENERATE, ENTER -> {
                requireFreeFor(plan);
                requireDivision(plan);
            }
            case IMPORT -> requireFreeFor(plan);
            case TERMINAL -> {
                requireLoadable(plan);
                requireDivision(plan);
            }
            case ACTIVATE -> requireState(plan, KeyState.PENDING);
            case REVOKE -> requireState(plan, KeyState.ACTIVE);
            case DESTROY -> requireState(plan, KeyState.PENDING, KeyState.REVOKED);
        }
    }

    /// Asked at each step, since a terminal may be activated between two of them.
    private TerminalProfile requireLoadable(Plan plan) {
        TerminalId terminal = plan.terminal().orElseThrow();
        TerminalProfile profile = terminals.requireLoadable(terminal);
        require(plan.replaceKeys() || !terminals.hasKeys(terminal), CeremonyRefusal.TERMINAL_HAS_KEYS);
        return profile;
    }

    private void requireFreeFor(Plan plan) {
        KeyPurpose purpose = plan.purpose().orElseThrow();
        require(!InstitutionKeys.OWN.contains(purpose) && !OF_TERMINALS.contains(purpose), CeremonyRefusal.KEY_PURPOSE_REFUSED);
        List<KeyRegister.Version> there = register.of(plan.keyName().orElseThrow());
        require(there.stream().noneMatch(KeyRegister.Version::isOwn) && !InstitutionKeys.OWN_NAMES.contains(plan.keyName().get()),
                CeremonyRefusal.KEY_OWN_REFUSED);
        require(there.stream().allMatch(version -> version.purpose() == purpose), CeremonyRefusal.KEY_PURPOSE_OTHER);
    }

    private static void requireDivision(Plan plan) {
        require(switch (plan.form().orElseThrow()) {
            case COMPONENTS -> plan.parts() >= 2 && plan.parts() <= 3 && plan.threshold() == plan.parts();
            case SHARES -> plan.parts() >= 2 && plan.parts() <= 16 && plan.threshold() >= 2 && plan.threshold() <= plan.parts();
        }, CeremonyRefusal.KEY_DIVISION_REFUSED);
    }

    /// The check value is compared with the key itself, not with what the list says of it.
    private void requireState(Plan plan, KeyState... allowed) {
        KeyRegister.Version version = register.find(plan.keyName().orElseThrow(), plan.version().orElseThrow())
                .orElseThrow(CeremonyRefusal.KEY_UNKNOWN::refused);
        require(!version.isOwn(), CeremonyRefusal.KEY_OWN_REFUSED);
        require(List.of(allowed).contains(version.state()), CeremonyRefusal.KEY_STATE_REFUSED);
        require(vault.hasCheckValue(register.block(version), plan.checkValue().orElseThrow()), CeremonyRefusal.KEY_CHECK_VALUE_OTHER);
    }

    /// The key in the peer's block, which is opened when it is proposed: nobody is asked to approve what is none, and whoever is asked reads
    /// its check value.
    private KeyBlock received(Plan plan) {
        String name = plan.exchangeKey().orElseThrow();
        KeyBlock exchangeKey = register.active(name).filter(found -> found.purpose() == KeyPurpose.ZONE_MASTER).flatMap(_ -> keys.find(name))
                .orElseThrow(CeremonyRefusal.EXCHANGE_KEY_MISSING::refused);
        return vault.receive(exchangeKey, plan.foreignBlock().orElseThrow(), plan.purpose().orElseThrow());
    }

    // 2 approve

    Ceremony approve(String id, String by) {
        return step("key.ceremony.approve", "ceremony:" + id, () -> {
            Ceremony ceremony = open(id);
            require(ceremony.state() == CeremonyState.PROPOSED, CeremonyRefusal.CEREMONY_APPROVED_ALREADY);
            require(!ceremony.proposedBy().equals(by), CeremonyRefusal.CEREMONY_SECOND_PERSON_NEEDED);
            requirePossible(ceremony.kind(), ceremony.plan());
            store.approve(id, by, clock.instant());
            audit.append(AuditEntry.done("key.ceremony.approve", ceremony.object()).because(ceremony.kind() + " " + id));
            carryOut(ceremony);
            return store.find(id).orElseThrow();
        });
    }

    private void carryOut(Ceremony ceremony) {
        switch (ceremony.kind()) {
            case GENERATE -> generate(ceremony);
            case ENTER -> {
                KeyBlock ceremonyKey = vault.generate(KeyPurpose.DATA);
                store.seal(ceremony.id(), ceremonyKey);
                store.entryKey(ceremony.id(), vault.issueEntryKey(ceremonyKey, ceremony.id()));
            }
            case TERMINAL -> generateForTerminal(ceremony);
            case IMPORT -> {
                KeyBlock key = received(ceremony.plan());
                require(vault.hasCheckValue(key, ceremony.plan().checkValue().orElseThrow()), CeremonyRefusal.KEY_CHECK_VALUE_OTHER);
                keep(ceremony, key, vault.checkValue(key));
            }
            case ACTIVATE -> {
                register.active(ceremony.plan().keyName().orElseThrow())
                        .ifPresent(before -> change(ceremony, before.version(), KeyState.REVOKED, "key.revoke"));
                change(ceremony, ceremony.plan().version().orElseThrow(), KeyState.ACTIVE, "key.activate");
                end(ceremony);
            }
            case REVOKE -> {
                change(ceremony, ceremony.plan().version().orElseThrow(), KeyState.REVOKED, "key.revoke");
                end(ceremony);
            }
            case DESTROY -> {
                change(ceremony, ceremony.plan().version().orElseThrow(), KeyState.DESTROYED, "key.destroy");
                end(ceremony);
            }
        }
    }

    private void generate(Ceremony ceremony) {
        KeyBlock ceremonyKey = vault.generate(KeyPurpose.DATA);
        IssuedSealed issued = vault.issueSealed(ceremonyKey, ceremony.id(), ceremony.plan().purpose().orElseThrow(), TerminalProfile.TDES,
                division(ceremony.plan()));
        store.seal(ceremony.id(), ceremonyKey);
        store.made(ceremony.id(), issued.key(), issued.checkValue());
        issued.parts().forEach(part -> store.offer(ceremony.id(), part, Optional.empty()));
    }

    private void generateForTerminal(Ceremony ceremony) {
        KeyBlock ceremonyKey = vault.generate(KeyPurpose.DATA);
        TerminalProfile profile = requireLoadable(ceremony.plan());
        IssuedSealed master = vault.issueSealed(ceremonyKey, ceremony.id(), KeyPurpose.TERMINAL_MASTER, profile, division(ceremony.plan()));
        Optional<IssuedSealed> credential = ceremony.plan().withCredentialKey()
                ? Optional.of(vault.issueSealed(ceremonyKey, ceremony.id(), KeyPurpose.TERMINAL_CREDENTIAL, profile, division(ceremony.plan())))
                : Optional.empty();
        store.seal(ceremony.id(), ceremonyKey);
        store.made(ceremony.id(), master.key(), master.checkValue());
        credential.ifPresent(issued -> store.madeCredential(ceremony.id(), issued.key(), issued.checkValue()));
        for (int i = 0; i < master.parts().size(); i++) {
            int part = i;
            store.offer(ceremony.id(), master.parts().get(part), credential.map(issued -> issued.parts().get(part)));
        }
    }

    private static Division division(Plan plan) {
        return new Division(plan.form().orElseThrow(), plan.threshold(), plan.parts());
    }

    // 3 the parts

    /// What one officer sees, once.
    ///
    /// @param components one, or two for a terminal that gets a credential key too
    record Shown(int part, List<Component> components) {

        /// @param envelope opened by the officer's own key
        record Component(KeyPurpose purpose, byte[] envelope, String checkValue) {}
    }

    /// Hands the next part of a generated key to an officer.
    Shown show(String id, Officer officer) {
        return step("key.ceremony.part.show", "ceremony:" + id, () -> {
            Ceremony ceremony = openForParts(id);
            require(ceremony.kind() != CeremonyKind.ENTER, CeremonyRefusal.CEREMONY_PART_NOT_WANTED);
            requireNoPartYet(ceremony, officer.name());
            Offered offered = store.take(id, officer.name(), clock.instant()).orElseThrow(CeremonyRefusal.CEREMONY_PART_TAKEN::refused);
            audit.append(AuditEntry.done("key.ceremony.part.show", ceremony.object())
                    .because(ceremony.id() + " part " + offered.part().number() + " check value " + offered.part().checkValue()));
            Shown shown = shown(ceremony, offered, officer);
            if (ceremony.officers().size() + 1 == ceremony.plan().parts()) {
                complete(ceremony);
            }
            return shown;
        });
    }

    private Shown shown(Ceremony ceremony, Offered offered, Officer officer) {
        KeyBlock ceremonyKey = ceremony.sealing().orElseThrow().key();
        List<Shown.Component> components = new ArrayList<>();
        components.add(shown(ceremonyKey, ceremony.id(), ceremony.plan().purpose().orElseThrow(), offered.part(), officer));
        offered.credential().ifPresent(part -> components.add(shown(ceremonyKey, ceremony.id(), KeyPurpose.TERMINAL_CREDENTIAL, part, officer)));
        return new Shown(offered.part().number(), components);
    }

    private Shown.Component shown(KeyBlock ceremonyKey, String id, KeyPurpose purpose, SealedPart part, Officer officer) {
        return new Shown.Component(purpose, vault.showPart(ceremonyKey, id, purpose, part, officer), part.checkValue());
    }

    /// Takes the part that an officer holds.
    ///
    /// @param checkValue of this part
    Ceremony enter(String id, EnteredPart part, String checkValue) {
        return step("key.ceremony.part.enter", "ceremony:" + id, () -> {
            Ceremony ceremony = openForParts(id);
            require(ceremony.kind() == CeremonyKind.ENTER, CeremonyRefusal.CEREMONY_PART_NOT_WANTED);
            Plan plan = ceremony.plan();
            Form form = plan.form().orElseThrow();
            requireNoPartYet(ceremony, part.officer());
            require(ceremony.officers().stream().noneMatch(taken -> taken.part() == part.number()), CeremonyRefusal.CEREMONY_PART_TAKEN);
            require(form == Form.SHARES || part.number() <= plan.parts(), CeremonyRefusal.CEREMONY_PART_NOT_WANTED);
            Ceremony.Sealing sealing = ceremony.sealing().orElseThrow();
            KeyBlock ceremonyKey = sealing.key();
            SealedPart sealed = vault.sealPart(ceremonyKey, id, plan.purpose().orElseThrow(), form, sealing.entryKey().orElseThrow(), part, checkValue);
            store.enter(id, sealed, part.officer(), clock.instant());
            audit.append(AuditEntry.done("key.ceremony.part.enter", ceremony.object())
                    .because(id + " part " + sealed.number() + " check value " + sealed.checkValue()));
            if (ceremony.officers().size() + 1 == plan.parts()) {
                KeyBlock key = vault.assembleSealed(ceremonyKey, id, plan.purpose().orElseThrow(), form, store.entered(id), plan.checkValue().orElseThrow());
                keep(ceremony, key, vault.checkValue(key));
            }
            return store.find(id).orElseThrow();
        });
    }

    private static void requireNoPartYet(Ceremony ceremony, String officer) {
        require(ceremony.officers().stream().noneMatch(taken -> taken.officer().equals(officer)), CeremonyRefusal.CEREMONY_ONE_PART_EACH);
    }

    // 4 the key

    private void complete(Ceremony ceremony) {
        Ceremony.Sealing made = ceremony.sealing().orElseThrow();
        String checkValue = ceremony.checkValue().orElseThrow();
        KeyBlock key = vault.rewrap(made.block().orElseThrow());      // a change of the LMK may have passed the table that it goes to
        if (ceremony.kind() == CeremonyKind.TERMINAL) {
            requireLoadable(ceremony.plan());
            terminals.load(ceremony.plan().terminal().orElseThrow(), key, checkValue, made.credentialBlock().map(vault::rewrap));
            end(ceremony);
        } else {
            keep(ceremony, key, checkValue);
        }
    }

    private void keep(Ceremony ceremony, KeyBlock key, String checkValue) {
        String name = ceremony.plan().keyName().orElseThrow();
        int version = register.add(name, ceremony.plan().purpose().orElseThrow(), key, checkValue, ceremony.id(), clock.instant());
        audit.append(AuditEntry.done("key.install", "key:" + name + "." + version).because(ceremony.id() + " check value " + checkValue));
        store.found(ceremony.id(), checkValue);
        end(ceremony);
    }

    private void change(Ceremony ceremony, int version, KeyState state, String action) {
        String name = ceremony.plan().keyName().orElseThrow();
        register.change(name, version, state, ceremony.id(), clock.instant());
        audit.append(AuditEntry.done(action, "key:" + name + "." + version).because(ceremony.id()));
    }

    private void end(Ceremony ceremony) {
        store.end(ceremony.id(), CeremonyState.DONE, clock.instant());
    }

    Ceremony cancel(String id) {
        return step("key.ceremony.cancel", "ceremony:" + id, () -> {
            Ceremony ceremony = open(id);
            store.end(id, CeremonyState.CANCELLED, clock.instant());
            audit.append(AuditEntry.done("key.ceremony.cancel", ceremony.object()).because(ceremony.kind() + " " + id));
            return store.find(id).orElseThrow();
        });
    }

    /// Ends what was open for too long.
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void expire() {
        transaction.executeWithoutResult(_ -> store.overdue(clock.instant()).forEach(id -> {
            store.end(id, CeremonyState.EXPIRED, clock.instant());
            audit.append(AuditEntry.done("key.ceremony.expire", "ceremony:" + id).by(AuditActor.system("keys")));
        }));
    }

    private Ceremony open(String id) {
        Ceremony ceremony = store.lock(id).orElseThrow(CeremonyRefusal.CEREMONY_UNKNOWN::refused);
        return switch (ceremony.state()) {
            case PROPOSED, APPROVED -> ceremony;
            case EXPIRED -> throw CeremonyRefusal.CEREMONY_EXPIRED.refused();
            case DONE, CANCELLED -> throw CeremonyRefusal.CEREMONY_ENDED.refused();
        };
    }

    private Ceremony openForParts(String id) {
        Ceremony ceremony = open(id);
        require(ceremony.kind().isInParts(), CeremonyRefusal.CEREMONY_PART_NOT_WANTED);
        require(ceremony.state() == CeremonyState.APPROVED, CeremonyRefusal.CEREMONY_NOT_APPROVED);
        return ceremony;
    }

    /// One step in one transaction. A refusal undoes it and is written down.
    private <T> T step(String action, String object, Supplier<T> work) {
        expire();
        try {
            return transaction.execute(_ -> work.get());
        } catch (RefusedRequest refused) {
            refused(action, object, refused.refusal());
            throw refused;
        } catch (Fault fault) {
            fault.refusal().ifPresent(refusal -> refused(action, object, refusal));
            throw fault;
        }
    }

    private void refused(String action, String object, Refusal refusal) {
        transaction.executeWithoutResult(_ -> audit.append(AuditEntry.refused(action, object, refusal)));
    }

    private String newId() {
        StringBuilder id = new StringBuilder();
        random.ints(ID_LENGTH, 0, ID_CHARACTERS.length()).forEach(i -> id.append(ID_CHARACTERS.charAt(i)));
        return id.toString();
    }

    private static void require(boolean holds, CeremonyRefusal refusal) {
        if (!holds) {
            throw refusal.refused();
        }
    }
}
