package io.shouyin.host.fleet.parameters;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.parameters.EffectiveParameters.Place;
import io.shouyin.host.fleet.parameters.ParameterStore.Held;
import io.shouyin.host.fleet.parameters.ParameterStore.Version;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Where parameters are changed: all of a layer's scope, as its next version. One that lets more money through takes two people ([ParameterProposals]).
@Component
public class ParameterDesk {

    private final ParameterStore store;
    private final Merchants merchants;
    private final AuditLog audit;
    private final InstantSource clock;

    ParameterDesk(ParameterStore store, Merchants merchants, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.merchants = merchants;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param basedOn the version that was looked at; 0 if there was none
    record Wanted(Layer layer, String scope, int basedOn, Map<String, String> settings, String reason) {

        String object() {
            return "parameters:" + layer + "/" + scope;
        }
    }

    /// @param before null if it was not set, as is `after` if it is not any more
    record Difference(String name, String before, String after) {}

    /// Whether the values can be at all.
    @Transactional(readOnly = true)
    void judge(Wanted wanted) {
        wanted.settings().forEach((key, value) -> {
            Parameter parameter = Parameter.keyed(key);
            ParameterRefusal.PARAMETER_UNKNOWN.when(parameter == null);
            ParameterRefusal.PARAMETER_OUT_OF_RANGE.when(value == null || !parameter.takes(value));
        });
        ParameterRefusal.PARAMETER_SCOPE_UNKNOWN.when(!isKnown(wanted.layer(), wanted.scope()));
        Optional<Held> held = store.held(wanted.layer(), wanted.scope());
        ParameterRefusal.PARAMETERS_CHANGED_MEANWHILE.when(held.map(Held::version).orElse(0) != wanted.basedOn());
        ParameterRefusal.PARAMETERS_THE_SAME.when(held.map(Held::settings).orElse(Map.of()).equals(wanted.settings()));
    }

    private boolean isKnown(Layer layer, String scope) {
        return switch (layer) {
            case PLATFORM -> scope.equals(Layer.ALL);
            case ACQUIRER -> scope.equals(Layer.ALL) || store.hasAcquirer(scope);
            case MODEL -> store.hasModel(scope);
            case MERCHANT -> scope.matches("[0-9A-Za-z]{15}") && merchants.find(new MerchantId(scope)).isPresent();
            case TERMINAL -> scope.matches("[0-9A-Za-z]{8}") && store.place(new TerminalId(scope)).isPresent();
        };
    }

    /// Whether any terminal may be let more through by it than before. What a layer takes over from those below it is looked at as strictly as it may be anywhere.
    @Transactional(readOnly = true)
    boolean loosens(Wanted wanted) {
        Map<String, String> before = store.held(wanted.layer(), wanted.scope()).map(Held::settings).orElse(Map.of());
        for (Parameter one : Parameter.values()) {
            String old = before.get(one.key());
            String next = wanted.settings().get(one.key());
            if (!one.isMoneyLimit() || Objects.equals(old, next)) {
                continue;
            }
            List<String> was = old == null ? inherited(one, wanted) : List.of(old);
            List<String> will = next == null ? inherited(one, wanted) : List.of(next);
            if (was.stream().anyMatch(earlier -> will.stream().anyMatch(later -> one.loosens(earlier, later)))) {
                return true;
            }
        }
        return false;
    }

    /// What may stand in the layers below.
    private List<String> inherited(Parameter parameter, Wanted wanted) {
        Optional<Place> place = wanted.layer() == Layer.TERMINAL ? store.place(new TerminalId(wanted.scope())) : Optional.empty();
        List<String> found = new ArrayList<>();
        if (wanted.layer() == Layer.ACQUIRER && !wanted.scope().equals(Layer.ALL)) {
            store.held(Layer.ACQUIRER, Layer.ALL).map(held -> held.settings().get(parameter.key())).ifPresent(found::add);
        }
        boolean certain = false;
        for (Layer below : List.of(Layer.values()).subList(0, wanted.layer().ordinal()).reversed()) {
            List<Held> here = place.map(known -> below.scopesOf(known).stream().flatMap(scope -> store.held(below, scope).stream()).toList()).orElseGet(() -> store.heldIn(below));
            List<String> values = here.stream().map(held -> held.settings().get(parameter.key())).filter(Objects::nonNull).toList();
            found.addAll(values);
            certain = !values.isEmpty() && (place.isPresent() || below == Layer.PLATFORM);
            if (certain) {
                break;
            }
        }
        if (!certain) {
            found.add(parameter.byDefault());
        }
        return found;
    }

    /// @param trail who took part besides, or nothing
    @Transactional
    Version replace(Wanted wanted, String by, String trail) {
        judge(wanted);
        Map<String, String> before = store.held(wanted.layer(), wanted.scope()).map(Held::settings).orElse(Map.of());
        Version next = new Version(wanted.layer(), wanted.scope(), wanted.basedOn() + 1, new TreeMap<>(wanted.settings()), wanted.reason(), by,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        ParameterRefusal.PARAMETERS_CHANGED_MEANWHILE.when(!store.add(next));
        audit.append(AuditEntry.done("terminal.parameters.replace", wanted.object()).because("version " + next.version() + trail + ": " + wanted.reason())
                .before(before).after(next.settings()));
        return next;
    }

    /// The terminal is in other layers than before, as with another acquirer: it is told what holds now. In the transaction of the move.
    @Transactional
    public void moved(TerminalId terminal) {
        renumber(terminal.value());
    }

    /// The same values of a terminal again, under a newer number: it has moved from where the numbers were higher.
    @Transactional
    void renumber(String terminal) {
        Optional<Held> held = store.held(Layer.TERMINAL, terminal);
        Version next = new Version(Layer.TERMINAL, terminal, held.map(Held::version).orElse(0) + 1, held.map(Held::settings).orElse(Map.of()), "moved", "system",
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (store.add(next)) {
            audit.append(AuditEntry.done("terminal.parameters.renumber", "parameters:" + Layer.TERMINAL + "/" + terminal).because("version " + next.version())
                    .by(AuditActor.system("fleet")));
        }
    }

    static List<Difference> difference(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream().filter(name -> !Objects.equals(before.get(name), after.get(name))).map(name -> new Difference(name, before.get(name), after.get(name)))
                .sorted(Comparator.comparing(Difference::name)).toList();
    }
}
