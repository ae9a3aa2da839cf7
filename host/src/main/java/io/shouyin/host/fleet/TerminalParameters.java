package io.shouyin.host.fleet;

import io.shouyin.iso8583.terminal.Field62;
import org.springframework.stereotype.Component;

/// What every terminal that asks is told about its work. Ours has it built in.
@Component
public class TerminalParameters {

    private final Field62.Parameters parameters;

    TerminalParameters(FleetSettings settings) {
        this.parameters = new Field62.Parameters(settings.terminalAnswerSecondsMax(), settings.terminalDialsMax(), settings.terminalCardsTyped(),
                settings.terminalReversalsMax());
    }

    public byte[] field62() {
        return parameters.encode();
    }
}
