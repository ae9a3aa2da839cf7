package io.shouyin.host.support;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;
import java.util.UUID;

/// Whose credential or phone a case is about.
sealed interface CaseSubject {

    /// As the audit log and the database name it: kind of thing, colon, name.
    String key();

    /// As a text message names it: no more of it than its reader knows.
    String shown();

    /// Whose sales are capped afterwards.
    default Optional<TerminalId> cappedTerminal() {
        return Optional.empty();
    }

    /// Somebody who logs in to the console.
    record Account(String username) implements CaseSubject {
        @Override
        public String key() {
            return "staff:" + username;
        }

        @Override
        public String shown() {
            return username;
        }
    }

    /// An operator of a terminal: 99, 00 or a cashier.
    record Operator(TerminalId terminal, OperatorNumber number) implements CaseSubject {
        @Override
        public String key() {
            return "operator:" + terminal + "/" + number;
        }

        @Override
        public String shown() {
            return terminal + "/" + number;
        }

        @Override
        public Optional<TerminalId> cappedTerminal() {
            return Optional.of(terminal);
        }
    }

    record TransactionPassword(TerminalId terminal) implements CaseSubject {
        @Override
        public String key() {
            return "transaction-password:" + terminal;
        }

        @Override
        public String shown() {
            return terminal.value();
        }

        @Override
        public Optional<TerminalId> cappedTerminal() {
            return Optional.of(terminal);
        }
    }

    /// A card user's password.
    record Card(UUID cardId) implements CaseSubject {
        @Override
        public String key() {
            return "card-user:" + cardId;
        }

        @Override
        public String shown() {
            return "";
        }
    }

    /// A merchant, whose phone is the channel of its terminals.
    record Merchant(MerchantId merchant) implements CaseSubject {
        @Override
        public String key() {
            return "merchant:" + merchant;
        }

        @Override
        public String shown() {
            return merchant.value();
        }
    }

    /// @param key as [#key] made it
    static CaseSubject of(String key) {
        var name = key.substring(key.indexOf(':') + 1);
        return switch (key.substring(0, key.indexOf(':'))) {
            case "staff" -> new Account(name);
            case "operator" -> new Operator(new TerminalId(name.substring(0, name.indexOf('/'))), new OperatorNumber(name.substring(name.indexOf('/') + 1)));
            case "transaction-password" -> new TransactionPassword(new TerminalId(name));
            case "card-user" -> new Card(UUID.fromString(name));
            case "merchant" -> new Merchant(new MerchantId(name));
            default -> throw new IllegalArgumentException("no subject of a case");
        };
    }
}
