package io.shouyin.host.channels;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;

/// Told of an answer to a transaction that came after its time. It is called by the thread that reads the link: it only takes
/// note, and nothing is believed of what it is told.
@FunctionalInterface
public interface LateAnswer {

    /// @param channel over which it came
    void arrived(String channel, MerchantId merchant, TerminalId terminal, String rrn, ResponseCode code);
}
