package io.shouyin.host.channels;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import java.util.Optional;

/// What came of asking the card network, or a wallet.
public sealed interface HostAnswer {

    /// @param authCode 6 letters or digits
    /// @param institutions field 44: issuer and acquirer, 11 characters each, if the network names them
    /// @param part what was approved, if it is less than was asked for
    /// @param receiptTexts field 63: card scheme and texts for the receipt
    /// @param chip field 55, for the card: handed on, and nowhere kept
    /// @param balance field 54 of a balance inquiry: told, and nowhere kept
    record Approved(String authCode, Optional<String> institutions, Optional<MinorAmount> part, Optional<String> receiptTexts, Optional<byte[]> chip,
                    Optional<String> balance)
            implements HostAnswer {

        public ResponseCode code() {
            return part.isPresent() ? ResponseCode.PARTLY_APPROVED : ResponseCode.APPROVED;
        }

        /// The balance does not appear.
        @Override
        public String toString() {
            return "Approved[" + code() + "]";
        }
    }

    /// The issuer, the network or the way to it says no; nothing was posted.
    ///
    /// @param chip field 55, for the card, if an issuer said it
    /// @param refusal its name, where the code alone does not tell
    record Declined(ResponseCode code, Optional<byte[]> chip, Optional<String> refusal) implements HostAnswer {

        public Declined(ResponseCode code) {
            this(code, Optional.empty(), Optional.empty());
        }

        Declined(ResponseCode code, Optional<byte[]> chip) {
            this(code, chip, Optional.empty());
        }

        Declined(WalletRefusal refusal) {
            this(refusal.code(), Optional.empty(), Optional.of(refusal.name()));
        }
    }

    /// It was sent, and no answer that can be trusted came: a network is told to reverse it until it answers, a wallet is asked until it is known.
    record InDoubt(Reason reason) implements HostAnswer {}

    /// Why the outcome is unknown.
    enum Reason {
        SILENCE,
        LINE_BROKE,
        ANSWER_MAC_WRONG,
        ANSWER_DIFFERS,
        /// The wallet waits for its customer.
        CUSTOMER_UNDECIDED
    }
}
