package io.shouyin.host.gateway;

import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.time.Instant;

/// A request that made sense so far: decoded, of a known kind, from a terminal in the register.
///
/// @param macChecked it carried a MAC, and the MAC is right
/// @param judgedAt when all of that was known
record Incoming(Frame frame, Decoded decoded, TransactionKind kind, Field60 field60, TerminalSession session,
                boolean macChecked, Instant receivedAt, Instant judgedAt) {

    Message message() {
        return decoded.message();
    }
}
