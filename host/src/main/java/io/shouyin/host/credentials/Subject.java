package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;

/// Whose password: bound into its verifier, and its key in the database.
sealed interface Subject {

    MerchantId merchant();

    TerminalId terminal();

    /// `txn:<merchant>:<terminal>` or `op:<merchant>:<terminal>:<operator>`
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
}
