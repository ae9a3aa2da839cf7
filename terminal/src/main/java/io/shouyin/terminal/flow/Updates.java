package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.update.UpdateAgent;
import io.shouyin.terminal.update.UpdateAgent.Granted;
import io.shouyin.terminal.update.UpdateAgent.Self;
import io.shouyin.terminal.update.UpdateAgent.Surroundings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The machine as the agent of updates sees it, and what heartbeats have to do with it: a beat tells what runs, and its reply that something waits.
public final class Updates implements Surroundings, HeartbeatAnswer {

    private static final String PATH = "/device/v1/update-token";

    private final Machine machine;

    private Updates(Machine machine) {
        this.machine = machine;
    }

    /// Starts the software that the storage says; whoever closes the terminal closes the agent.
    public static UpdateAgent of(Machine machine, Storage storage) {
        return UpdateAgent.open(storage, new Updates(machine));
    }

    /// For the heartbeats of the same machine.
    static HeartbeatAnswer answer(Machine machine) {
        return new Updates(machine);
    }

    @Override
    public Instant now() {
        return machine.device().clock().instant();
    }

    @Override
    public URI host() {
        return machine.settings().hostUrl();
    }

    @Override
    public Duration connectTimeout() {
        return machine.settings().connectTimeout();
    }

    @Override
    public Duration answerTimeout() {
        return machine.settings().answerTimeout();
    }

    /// Hardware is the model, its spaces written as hyphens.
    @Override
    public Optional<Self> self() {
        return machine.store().state().isActivated() ? machine.pinPad().devicePublicKey().map(key -> new Self(machine.identity().terminalId(),
                machine.store().state().serialNumber(), machine.settings().model().replace(' ', '-'), UpdateAgent.fingerprint(key))) : Optional.empty();
    }

    @Override
    public Optional<Granted> grant() {
        try {
            JsonNode answer = new DeviceApi(machine).postSigned(PATH, JsonMapper.shared().createObjectNode());
            return Optional.of(new Granted(answer.path("token").asString(""), answer.path("controller").asString(""),
                    answer.path("orderKey").asString(""), answer.path("releaseKeys").asString("")));
        } catch (DeviceApi.Refused | Unwind.SwitchedOff none) {
            return Optional.empty();
        }
    }

    // heartbeats

    @Override
    public String member() {
        return "poll";
    }

    @Override
    public void take(JsonNode value) {
        if (value.asBoolean(false)) {
            machine.updates().ifPresent(UpdateAgent::wake);
        }
    }

    @Override
    public void tell(ObjectNode beat) {
        machine.updates().map(UpdateAgent::view).ifPresent(view -> beat.putObject("software").put("version", view.software().version()).put("slot", view.slot().name()));
    }
}
