package io.shouyin.bench.till;

import java.util.Map;

/// What a terminal's box brings along.
public record Handout(String terminalId, String serialNumber, String activationCode, Map<String, String> initialPasswords) {
    @Override
    public String toString() {
        return "Handout[" + terminalId + "]";
    }
}
