package io.shouyin.host.gateway;

import io.shouyin.host.acquiring.Acquirer;
import io.shouyin.host.acquiring.BatchKey;
import io.shouyin.host.acquiring.BatchSettlement;
import io.shouyin.host.channels.References;
import io.shouyin.host.credentials.PasswordsDue;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.TerminalRules;
import io.shouyin.host.fleet.ReceiptTerms;
import io.shouyin.host.fleet.SignIn;
import io.shouyin.host.fleet.TerminalParameters;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import io.shouyin.vault.VaultRefusal;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Sign-in, the rules that a sign-in has no room for, sign-out, parameters, and what is only heard: the echo test, a status, the end of a download.
@Component
class ManagementMessages {

    private final SignIn signIn;
    private final TerminalParameters parameters;
    private final References references;
    private final Acquirer acquirer;
    private final TerminalRules rules;
    private final PasswordsDue due;
    private final ReceiptTerms receipts;
    private final BatchSettlement settlement;

    ManagementMessages(SignIn signIn, TerminalParameters parameters, References references, Acquirer acquirer, TerminalRules rules, PasswordsDue due,
                       ReceiptTerms receipts, BatchSettlement settlement) {
        this.signIn = signIn;
        this.parameters = parameters;
        this.references = references;
        this.acquirer = acquirer;
        this.rules = rules;
        this.due = due;
        this.receipts = receipts;
        this.settlement = settlement;
    }

    Reply signIn(Incoming incoming) throws DecodeException, GatewayRefusal.Refused {
        Message message = incoming.message();
        if (!message.has(11)) {
            return Reply.of(ReplyFields.refusal(message, ResponseCode.FORMAT_ERROR, incoming.receivedAt()));
        }
        String operator = message.has(63) ? Field63.operator(message.text(63)).value() : "";
        WorkingKeySet wanted = keySet(incoming.field60());
        GatewayRefusal.KEY_SET_OF_ANOTHER_PROFILE.when(wanted.profile() != incoming.session().profile());
        byte[] keys = keys(incoming, wanted, operator);
        settlement.begun(new BatchKey(incoming.session().merchant(), incoming.session().terminal(), incoming.session().batch()));
        Field60 adopted = new Field60(incoming.field60().transactionType(), incoming.session().batch(), incoming.field60().networkCode());
        Message.Builder reply = ReplyFields.begin(message, ResponseCode.APPROVED, incoming.receivedAt())
                .text(32, acquirer.number())
                .text(37, references.next().rrn().value())
                .text(60, adopted.encode())
                .bytes(62, keys);
        FactorTlv terms = incoming.session().stepUpOnline() ? terms(incoming.session()) : FactorTlv.empty();
        return Reply.of((terms.isEmpty() ? reply : reply.bytes(57, terms.encode())).build());
    }

    /// The vault knows whether it is set up for keys of single length.
    private byte[] keys(Incoming incoming, WorkingKeySet wanted, String operator) throws GatewayRefusal.Refused {
        try {
            return signIn.signIn(incoming.session(), wanted, operator);
        } catch (Fault refused) {
            GatewayRefusal.KEY_SET_OF_SINGLE_LENGTH.when(refused.code().equals(VaultRefusal.PIN_KEY_SINGLE_LENGTH.name()));
            throw refused;
        }
    }

    /// What the terminal is to ask for, from which amount cardholders sign, and whether the transaction password is about to expire.
    private FactorTlv terms(TerminalSession session) {
        FactorTlv terms = withSigning(rules.of(session.merchant(), session.terminal()).part(1));
        Optional<Integer> days = due.daysLeft(new Subject.Transaction(session.merchant(), session.terminal()));
        return days.isEmpty() ? terms : terms.with(FactorTlv.TRANSACTION_PASSWORD_DAYS_LEFT, new byte[] {days.get().byteValue()});
    }

    private FactorTlv withSigning(FactorTlv terms) {
        return terms.with(FactorTlv.SIGNATURE_FROM, HexFormat.of().parseHex(receipts.signatureFrom().field4()));
    }

    /// The part that the terminal asks for; of other rules than it began with, the first.
    Reply rules(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!incoming.session().stepUpOnline()) {
            return Reply.of(ReplyFields.refusal(message, ResponseCode.FUNCTION_UNSUPPORTED, incoming.receivedAt()));
        }
        Optional<byte[]> asked = message.has(57) ? FactorTlv.decode(message.bytes(57)).find(FactorTlv.STEP_UP_RULES_PART) : Optional.empty();
        if (!message.has(11) || asked.isEmpty()) {
            return Reply.of(ReplyFields.refusal(message, ResponseCode.FORMAT_ERROR, incoming.receivedAt()));
        }
        RulesPart wanted = RulesPart.decode(asked.get());
        TerminalRules.Told told = rules.of(incoming.session().merchant(), incoming.session().terminal());
        boolean goesOn = wanted.version().equals(told.version()) && wanted.number() <= told.parts().size();
        return Reply.of(ReplyFields.begin(message, ResponseCode.APPROVED, incoming.receivedAt())
                .bytes(57, told.part(goesOn ? wanted.number() : 1).encode()).build());
    }

    Reply signOut(Incoming incoming) {
        signIn.signOut(incoming.session());
        return Reply.of(ReplyFields.begin(incoming.message(), ResponseCode.APPROVED, incoming.receivedAt()).build());
    }

    /// All of them, so that the end of the download can follow at once.
    Reply parameters(Incoming incoming) {
        Message.Builder reply = ReplyFields.begin(incoming.message(), ResponseCode.APPROVED, incoming.receivedAt()).bytes(62, parameters.field62());
        return Reply.of((incoming.session().stepUpOnline() ? reply.bytes(57, withSigning(FactorTlv.empty()).encode()) : reply).build());
    }

    Reply heard(Incoming incoming) {
        return Reply.of(ReplyFields.begin(incoming.message(), ResponseCode.APPROVED, incoming.receivedAt()).build());
    }

    private static WorkingKeySet keySet(Field60 field60) {
        return switch (field60.networkCode()) {
            case "001" -> WorkingKeySet.SINGLE;
            case "003" -> WorkingKeySet.DOUBLE;
            case "005" -> WorkingKeySet.AES;
            case "006" -> WorkingKeySet.SM4;
            default -> WorkingKeySet.DOUBLE_WITH_TRACK;
        };
    }
}
