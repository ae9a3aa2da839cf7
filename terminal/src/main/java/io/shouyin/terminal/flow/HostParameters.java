package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.ParameterStore;
import io.shouyin.terminal.state.ParameterStore.Bundle;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Parameters that the host has said in layers, over those of a download (field 62) and the terminal's own settings: what the host says holds, what it does not say is
/// as it was.
///
/// A heartbeat's reply tells that there is a newer bundle. It is fetched on the heartbeats' thread, believed if the host has signed it for this terminal and it is newer
/// than the one before, kept, and put in force between two transactions. The next heartbeat tells its version.
final class HostParameters implements HeartbeatAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(HostParameters.class);
    private static final String PATH = "/device/v1/parameters";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int VALUES_MAX = 64;
    private static final int TEXT_CHARACTERS_MAX = 64;

    private final Machine machine;
    private final ParameterStore store;

    HostParameters(Machine machine, ParameterStore store) {
        this.machine = machine;
        this.store = store;
    }

    // fetching

    @Override
    public String member() {
        return "parameters";
    }

    @Override
    public void tell(ObjectNode beat) {
        beat.put("parametersVersion", store.inForce().version());
    }

    /// @param value with the `version` that there is
    @Override
    public void take(JsonNode value) {
        if (value.path("version").asLong(-1) != store.newest().version()) {
            fetch().ifPresent(why -> LOG.warn("the host's parameters were not taken: {}", why));
        }
        machine.dialogue().accept(new Input.DeviceChanged());
    }

    /// @return why it failed
    Optional<TerminalRefusal> fetch() {
        try {
            return judge(new DeviceApi(machine).postSigned(PATH, JSON.createObjectNode().put("version", store.newest().version())));
        } catch (DeviceApi.Refused refused) {
            return Optional.of(refused.isUnreached() ? TerminalRefusal.NO_ANSWER : TerminalRefusal.PARAMETERS_NOT_GIVEN);
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.of(TerminalRefusal.ANSWER_UNREADABLE);
        }
    }

    private Optional<TerminalRefusal> judge(JsonNode signed) {
        byte[] content = Base64.getDecoder().decode(signed.path("content").asString(""));
        if (!machine.pinPad().isHostWord(HostWord.Kind.PARAMETERS, content, Base64.getDecoder().decode(signed.path("mac").asString("")))) {
            return Optional.of(TerminalRefusal.PARAMETERS_FORGED);
        }
        JsonNode bundle = JSON.readTree(content);
        long version = bundle.path("version").asLong(-1);
        if (!bundle.path("terminal").asString("").equals(machine.identity().terminalId()) || version < store.newest().version()) {
            return Optional.of(TerminalRefusal.PARAMETERS_OLD);
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : bundle.path("values").propertyNames()) {
            String value = bundle.path("values").path(name).asString("");
            if (values.size() >= VALUES_MAX || value.length() > TEXT_CHARACTERS_MAX) {
                return Optional.of(TerminalRefusal.ANSWER_UNREADABLE);
            }
            values.put(name, value);
        }
        if (version > store.newest().version()) {
            store.keep(new Bundle(version, values));
        }
        return Optional.empty();
    }

    /// Between two transactions.
    void putInForce() {
        store.putInForce();
    }

    void clear() {
        store.clear();
    }

    // what holds

    Field62.Parameters over(Field62.Parameters own) {
        return new Field62.Parameters((int) number("answerSecondsMax", own.answerSecondsMax(), 5, 99), own.dialsMax(), flag("cardsTyped", own.cardsTyped()),
                (int) number("reversalTriesMax", own.reversalsMax(), 1, 9));
    }

    boolean saysAnswerSeconds() {
        return store.inForce().values().containsKey("answerSecondsMax");
    }

    Duration idleLock() {
        TerminalSettings settings = machine.settings();
        return store.inForce().values().containsKey("idleLockSeconds") ? Duration.ofSeconds(number("idleLockSeconds", settings.idleLock().toSeconds(), 15, 900)) : settings.idleLock();
    }

    boolean partialApproval() {
        return flag("partialApproval", machine.settings().partialApproval());
    }

    MinorAmount offlineFloor() {
        return amount("offlineFloorFen", machine.settings().offlineFloor(), 100_000);
    }

    MinorAmount refundMax() {
        return amount("refundMaxFen", machine.settings().refundMax(), CardTransaction.AMOUNT_MAX.fen());
    }

    MinorAmount saleMax() {
        return amount("saleMaxFen", CardTransaction.AMOUNT_MAX, CardTransaction.AMOUNT_MAX.fen());
    }

    Optional<String> standbyText() {
        return text("standbyText");
    }

    Optional<String> receiptFooter() {
        return text("receiptFooter");
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(store.inForce().values().get(name)).filter(said -> !said.isEmpty());
    }

    private MinorAmount amount(String name, MinorAmount own, long max) {
        return new MinorAmount(number(name, own.fen(), 0, max));
    }

    private boolean flag(String name, boolean own) {
        return Optional.ofNullable(store.inForce().values().get(name)).map("true"::equals).orElse(own);
    }

    /// What is not a number in the range is not said.
    private long number(String name, long own, long min, long max) {
        return Optional.ofNullable(store.inForce().values().get(name)).filter(said -> said.matches("[0-9]{1,12}")).map(Long::parseLong)
                .filter(said -> said >= min && said <= max).orElse(own);
    }
}
