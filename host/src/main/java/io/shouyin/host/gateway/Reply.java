package io.shouyin.host.gateway;

import io.shouyin.iso8583.Message;

/// What a use case answers.
///
/// @param message without MAC
/// @param afterSending once the answer has left
record Reply(Message message, Runnable afterSending) {

    static Reply of(Message message) {
        return new Reply(message, () -> {});
    }
}
