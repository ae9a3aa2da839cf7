package io.shouyin.host.credentials;

import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Takes a code to the phone of a merchant.
public interface CodeCarrier {

    /// The phone that a code would go to, masked: `138****5678`.
    Optional<String> phoneOf(MerchantId merchant);

    /// Whether [#phoneOf] has one, as part of a read.
    BooleanSupplier reaches(OneRead read, MerchantId merchant);

    /// Whether there are words for a code of this kind of transaction.
    boolean canTell(TransactionKind kind);

    /// Queues the code in the caller's transaction; closes it.
    void carry(Challenge challenge, Secret code);
}
