package io.shouyin.host.fleet;

import io.shouyin.kernel.MinorAmount;
import org.springframework.stereotype.Component;

/// What is the same on all receipts, as terminals are told it.
@Component
public class ReceiptTerms {

    private final FleetSettings settings;

    ReceiptTerms(FleetSettings settings) {
        this.settings = settings;
    }

    public String acquirerName() {
        return settings.acquirerName();
    }

    /// The amount from which a cardholder signs.
    public MinorAmount signatureFrom() {
        return new MinorAmount(settings.signatureFromFen());
    }

    public boolean isTest() {
        return settings.testMode();
    }
}
