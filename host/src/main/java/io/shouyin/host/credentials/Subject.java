package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.util.UUID;

/// Whose password: bound into its verifier, and its key in the database.
public sealed interface Subject {

    MerchantId merchant();

    /// `txn:<merchant>:<terminal>`, `op:<merchant>:<terminal>:<operator>` or `card:<merchant>:<card>`
    String key();

    /// The transaction password of a terminal.
    record Transaction(MerchantId merchant, TerminalId terminal) implements Subject {
        @Override
        public String key() {
            return "txn:" + merchant + ":" + terminal;
        }
    }

    /// The login password of an operator of a terminal.
    record Operator(MerchantId merchant, TerminalId terminal, OperatorNumber number) implements Subject {
        @Override
        public String key() {
            return "op:" + merchant + ":" + terminal + ":" + number;
        }
    }

    /// The card password of a cardholder.
    ///
    /// @param cardId of the register of cardholders; no part of the card number
    record Card(MerchantId merchant, UUID cardId) implements Subject {

        /// [#key] in SQL, of the columns `merchant_id` and `card_id`.
        public static final String KEY_SQL = "'card:' || merchant_id || ':' || card_id";

        @Override
        public String key() {
            return "card:" + merchant + ":" + cardId;
        }

        /// @param key as [#key] made it
        public static UUID cardIdOf(String key) {
            return UUID.fromString(key.substring(key.lastIndexOf(':') + 1));
        }
    }
}
