package io.shouyin.host.notify;

/// A way to the phones of people.
interface SmsProvider extends AutoCloseable {

    /// As lists show it.
    String name();

    /// Whether the next message is likely to be taken.
    boolean isUp();

    /// Hands a message over and waits for the answer. May be called by many threads at once.
    Handover hand(SmsMessage message);

    @Override
    void close();

    sealed interface Handover {

        /// @param messageId the provider's, by which receipts name it
        record Accepted(String messageId) implements Handover {}

        record Declined(NotTaken why) implements Handover {}
    }
}
