package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.parameters.ParameterStore.Held;
import io.shouyin.host.platform.Together;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.vault.SecurityModule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What holds for one terminal, from all its layers, and the bundle that tells it so.
@Service
class EffectiveParameters {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ParameterStore store;
    private final ParameterDesk desk;
    private final SecurityModule vault;
    private final InstantSource clock;
    private final Together<TerminalId, Long> together;

    EffectiveParameters(ParameterStore store, ParameterDesk desk, SecurityModule vault, InstantSource clock) {
        this.store = store;
        this.desk = desk;
        this.vault = vault;
        this.clock = clock;
        this.together = new Together<>(store::changes, (terminal, _) -> store.changes(List.of(terminal)).getFirst());
    }

    /// Where a terminal is in the layers.
    ///
    /// @param acquirer of its device's binding; `ALL` while it has none
    record Place(String terminal, String merchant, String model, String acquirer) {}

    /// @param layer null: it is the terminal's own default
    /// @param version of the layer; 0 of a default
    record Value(Parameter parameter, String value, Layer layer, String scope, int version) {}

    /// The number of the newest change that concerns the terminal; a read that all who ask at the same time share.
    long change(TerminalId terminal) {
        return together.ask(terminal);
    }

    List<Value> of(TerminalId terminal) {
        Map<String, Held> origins = origins(place(terminal));
        List<Value> values = new ArrayList<>();
        for (Parameter one : Parameter.values()) {
            Held held = origins.get(one.key());
            values.add(held == null ? new Value(one, one.byDefault(), null, null, 0) : new Value(one, held.settings().get(one.key()), held.layer(), held.scope(), held.version()));
        }
        return values;
    }

    record Signed(byte[] content, byte[] mac) {}

    /// All that the layers say, signed for this terminal. What no layer says is not in it: the terminal's own default holds.
    ///
    /// @param had the number of the bundle that the terminal has: another place may have had newer ones, and a terminal goes back to none. A number that was never given is nobody's
    Signed bundle(TerminalSession terminal, long had) {
        ParameterRefusal.PARAMETERS_FOR_KEYLESS.when(terminal.credentialKey().isEmpty());
        Place place = place(terminal.terminal());
        if (store.changes(List.of(terminal.terminal())).getFirst() < had && had <= store.newestChange()) {
            desk.renumber(place.terminal());
        }
        ObjectNode bundle = JSON.createObjectNode().put("terminal", place.terminal()).put("version", store.changes(List.of(terminal.terminal())).getFirst())
                .put("issuedAt", clock.instant().toString());
        ObjectNode values = bundle.putObject("values");
        origins(place).forEach((key, held) -> values.put(key, held.settings().get(key)));
        byte[] content = JSON.writeValueAsBytes(bundle);
        return new Signed(content, vault.hostWord(terminal.credentialKey().get(), HostWord.Kind.PARAMETERS.covered(content)));
    }

    private Map<String, Held> origins(Place place) {
        Map<String, Held> origins = new LinkedHashMap<>();
        store.heldFor(place).forEach(held -> held.settings().keySet().forEach(key -> origins.put(key, held)));
        return origins;
    }

    private Place place(TerminalId terminal) {
        return store.place(terminal).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
    }
}
