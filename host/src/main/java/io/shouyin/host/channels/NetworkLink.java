package io.shouyin.host.channels;

import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Message;
import java.io.IOException;
import java.time.Duration;

/// One open connection to a card network. Once it is broken it stays broken.
public interface NetworkLink extends AutoCloseable {

    boolean isOpen();

    /// Sends a message and waits for its answer.
    ///
    /// @param frame the encoded message, without length
    Exchange exchange(Message request, byte[] frame, Duration wait);

    @Override
    void close();

    /// How a channel gets one.
    interface Maker {

        /// @throws IOException if there is nobody
        NetworkLink connect(String host, int port, Duration timeout, LateAnswers late) throws IOException;
    }

    /// Told of answers that nobody waits for any more.
    interface LateAnswers {
        void arrived(Message answer);
    }

    /// What came of asking.
    sealed interface Exchange {
        record Answered(Decoded answer) implements Exchange {}

        record Silent() implements Exchange {}

        /// @param sent false if not one byte left
        record Broken(boolean sent) implements Exchange {}
    }
}
