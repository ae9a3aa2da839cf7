package io.shouyin.host.notify;

/// Sends text messages.
public interface SmsSender {

    /// Queues a message in the caller's transaction: it is sent if and when that commits. Its text and number are encrypted at rest and wiped once
    /// a provider has taken it. After `expiresAt` it is not sent any more.
    ///
    /// The same id again changes nothing. A provider whose answer stays unknown may deliver a message twice; it is the same text then.
    ///
    /// @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
    void send(SmsMessage message);

    /// Whether a provider is set up: without one messages wait until they expire, so nothing should depend on them.
    boolean isSetUp();
}
