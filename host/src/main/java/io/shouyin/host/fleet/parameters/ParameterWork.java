package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.status.Heartbeat;
import io.shouyin.host.fleet.status.HeartbeatWork;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Tells a terminal, in the reply to its heartbeat, that its parameters are not the newest.
@Component
class ParameterWork implements HeartbeatWork {

    private final EffectiveParameters effective;

    ParameterWork(EffectiveParameters effective) {
        this.effective = effective;
    }

    @Override
    public String member() {
        return "parameters";
    }

    @Override
    public Optional<Object> of(TerminalSession terminal, Heartbeat heartbeat) {
        long change = effective.change(terminal.terminal());
        return change == heartbeat.parametersVersion() || terminal.credentialKey().isEmpty() ? Optional.empty() : Optional.of(Map.of("version", change));
    }
}
