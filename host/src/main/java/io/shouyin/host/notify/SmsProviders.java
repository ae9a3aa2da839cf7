package io.shouyin.host.notify;

import java.util.List;

/// The providers that are set up, the first choice first.
record SmsProviders(List<SmsProvider> inOrder) implements AutoCloseable {

    SmsProviders {
        inOrder = List.copyOf(inOrder);
    }

    @Override
    public void close() {
        inOrder.forEach(SmsProvider::close);
    }
}
