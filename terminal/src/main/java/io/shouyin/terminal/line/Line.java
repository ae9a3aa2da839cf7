package io.shouyin.terminal.line;

/// One connection to the gateway, for frames.
public interface Line extends AutoCloseable {

    /// Sends a whole frame.
    ///
    /// @throws LineException `LINE_CUT`: some or all of it may have arrived
    void send(byte[] frame) throws LineException;

    /// Waits for a frame; gives what follows its length.
    ///
    /// @throws LineException `NO_ANSWER`, `LINE_CUT` or `ANSWER_UNREADABLE`
    byte[] receive() throws LineException;

    @Override
    void close();

    /// How a terminal gets one.
    interface Dialler {

        /// @throws LineException `NETWORK_DOWN` or `GATEWAY_UNTRUSTED`: nothing has been sent
        Line dial(GatewayAddress address) throws LineException;
    }
}
