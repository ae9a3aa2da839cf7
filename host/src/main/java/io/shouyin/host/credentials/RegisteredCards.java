package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import java.util.Optional;

/// The register of cardholders, as far as a transaction needs it.
public interface RegisteredCards {

    /// The card user that a card belongs to at this merchant.
    Optional<Subject.Card> find(MerchantId merchant, Pan card);
}
