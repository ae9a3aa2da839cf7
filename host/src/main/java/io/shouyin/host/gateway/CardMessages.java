package io.shouyin.host.gateway;

import io.shouyin.host.acquiring.Acquirer;
import io.shouyin.host.acquiring.CardTransaction;
import io.shouyin.host.acquiring.OriginalReference;
import io.shouyin.host.acquiring.Replies;
import io.shouyin.host.acquiring.Reversal;
import io.shouyin.host.acquiring.ScriptResults;
import io.shouyin.host.acquiring.TransactionAnswer;
import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.acquiring.TransactionRequest;
import io.shouyin.host.acquiring.WalletTransaction;
import io.shouyin.host.credentials.Factor;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.kernel.qr.PayCode;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.VaultRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Card transactions and payments by code: from the fields of the message to the use case, and its answer back into fields.
@Component
class CardMessages {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final Pattern TRACK_SEPARATOR = Pattern.compile("[=D]");
    private static final DateTimeFormatter SETTLEMENT_DATE = DateTimeFormatter.ofPattern("MMdd");
    private static final String CURRENCY_YUAN = "156";
    private static final Set<TransactionKind> WALLET_KINDS = EnumSet.of(TransactionKind.SALE, TransactionKind.VOID, TransactionKind.REFUND);
    /// What begins with a card. What follows comes with the card of the original, however that was entered.
    private static final Set<TransactionKind> BEGINS = EnumSet.of(TransactionKind.BALANCE, TransactionKind.SALE, TransactionKind.PRE_AUTH);
    private static final Set<Factor> SEALED_FACTORS =
            EnumSet.of(Factor.TXN_PASSWORD, Factor.SUPERVISOR_PASSWORD, Factor.CARD_PASSWORD, Factor.ONE_TIME_CODE);

    private final CardTransaction transaction;
    private final WalletTransaction wallets;
    private final Reversal reversal;
    private final ScriptResults scriptResults;
    private final Replies replies;
    private final Acquirer acquirer;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final InstantSource clock;

    CardMessages(CardTransaction transaction, WalletTransaction wallets, Reversal reversal, ScriptResults scriptResults, Replies replies, Acquirer acquirer, SecurityModule vault,
                 InstitutionKeys keys, InstantSource clock) {
        this.transaction = transaction;
        this.wallets = wallets;
        this.reversal = reversal;
        this.scriptResults = scriptResults;
        this.replies = replies;
        this.acquirer = acquirer;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    Reply transaction(Incoming incoming) throws DecodeException, GatewayRefusal.Refused {
        Message message = incoming.message();
        if (!hasAll(message, 3, 11, 22, 25, 49) || !message.has(4) && incoming.kind() != TransactionKind.BALANCE || !hasAll(message, OriginalFields.required(incoming.kind())) || !message.text(49).equals(CURRENCY_YUAN) || !isTrace(message)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        GatewayRefusal.ENTRY_MODE_UNKNOWN.when(EntryMode.ofField22(message.text(22)).isEmpty());
        Optional<OriginalReference> original = OriginalFields.read(incoming.kind(), message);
        FactorTlv factors = message.has(57) ? FactorTlv.decode(message.bytes(57)) : FactorTlv.empty();
        if (isOfWallet(message)) {
            return walletTransaction(incoming, original, factors);
        }
        EncipheredCard card;
        try {
            card = EncipheredCard.read(incoming, factors, vault);
        } catch (Fault unreadable) {
            if (!unreadable.code().equals(VaultRefusal.TRACK_UNREADABLE.name())) {
                throw unreadable;
            }
            return refuse(incoming, ResponseCode.SECURITY_PROCESSING_FAILED);
        }
        Optional<Pan> pan = pan(message, card.track2());
        if (pan.isEmpty()) {
            return refuse(incoming, ResponseCode.CARD_NUMBER_INVALID);
        }
        GatewayRefusal.CARD_OF_ANOTHER_ENTRY_MODE.when(BEGINS.contains(incoming.kind()) && !isAsEntered(message, card.track2()));
        TransactionKey key = key(incoming);
        Optional<Field55> chip = ChipFields.read(incoming.kind(), message);
        TransactionRequest request = new TransactionRequest(key, incoming.kind(), original, amount(incoming), pan, Optional.empty(),
                message.find(14).or(() -> card.track2().flatMap(CardMessages::expiry)), message.text(22), message.find(23), card.track2(), card.pin(), chip,
                factors.text(FactorTlv.OPERATOR).flatMap(CardMessages::operator), stepUp(incoming, factors), isPartWelcome(incoming), digest(incoming),
                incoming.receivedAt(), incoming.judgedAt());
        TransactionAnswer answer = transaction.handle(request);
        return reply(incoming, key, answer, begun(message, answer).text(2, pan.get().reveal(CARD_DATA)));
    }

    /// The code that a customer has shown is in field 62; without it the terminal shows the one of the answer's field 62.
    private Reply walletTransaction(Incoming incoming, Optional<OriginalReference> original, FactorTlv factors) {
        Message message = incoming.message();
        if (!WALLET_KINDS.contains(incoming.kind()) || message.has(2) || message.has(35) || message.has(52)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        Optional<PayCode> payCode;
        try {
            payCode = incoming.kind() == TransactionKind.SALE && message.has(62)
                    ? Optional.of(PayCode.of(new String(message.bytes(62), StandardCharsets.US_ASCII))) : Optional.empty();
        } catch (CodeException refused) {
            Message.Builder reply = begun(message, ResponseCode.CARD_NUMBER_INVALID, incoming.receivedAt());
            return Reply.of((incoming.session().stepUpOnline() ? reply.bytes(57, FactorTlv.empty().with(FactorTlv.REFUSAL, refused.refusal().name()).encode()) : reply).build());
        }
        TransactionKey key = key(incoming);
        MinorAmount amount = amount(incoming);
        TransactionAnswer answer = wallets.handle(new TransactionRequest(key, incoming.kind(), original, amount, Optional.empty(), payCode, Optional.empty(), message.text(22),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), factors.text(FactorTlv.OPERATOR).flatMap(CardMessages::operator),
                stepUp(incoming, factors), false, digest(incoming), incoming.receivedAt(), incoming.judgedAt()));
        Message.Builder reply = begun(message, answer);
        if (answer.code() == ResponseCode.IN_PROGRESS && answer.rrn().isPresent() && incoming.kind() == TransactionKind.SALE && payCode.isEmpty()) {
            reply.bytes(62, wallets.presented(key, amount, new Rrn(answer.rrn().get())).getBytes(StandardCharsets.UTF_8));
        }
        return reply(incoming, key, answer, reply);
    }

    /// An answer without field 37 is about the question, and says nothing of the payment.
    Reply walletQuery(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!hasAll(message, 11, 61) || !isTrace(message)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        TransactionKey key = OriginalFields.own(incoming.session().merchant(), incoming.session().terminal(), message);
        return wallets.query(key).map(answer -> reply(incoming, key, answer, ReplyFields.begin(message, answer.code(), answer.at())
                        .text(15, SETTLEMENT_DATE.format(answer.businessDate()))))
                .orElseGet(() -> refuse(incoming, ResponseCode.ORIGINAL_NOT_FOUND));
    }

    Reply scriptResults(Incoming incoming) throws DecodeException, GatewayRefusal.Refused {
        Message message = incoming.message();
        if (!hasAll(message, 4, 11, 49, 55, 61) || !message.text(49).equals(CURRENCY_YUAN) || !isTrace(message)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        Field55 said = Field55.decodeLastWord(message.bytes(55));
        TransactionKey original = OriginalFields.own(incoming.session().merchant(), incoming.session().terminal(), message);
        ResponseCode code = scriptResults.tell(original, amount(incoming), said);
        GatewayRefusal.SCRIPT_RESULTS_OF_ANOTHER_CHIP.when(code == ResponseCode.FORMAT_ERROR);
        return Reply.of(ReplyFields.begin(message, code, incoming.receivedAt()).copy(message, 4, 49).build());
    }

    private static boolean isOfWallet(Message message) {
        return EntryMode.ofField22(message.text(22)).equals(Optional.of(EntryMode.QR));
    }

    private static boolean isAsEntered(Message message, Optional<String> track2) {
        return switch (EntryMode.ofField22(message.text(22)).orElseThrow()) {
            case MANUAL -> hasAll(message, 2, 14) && track2.isEmpty();
            case SWIPE -> track2.isPresent();
            case CHIP, CONTACTLESS, QR -> true;                             // chips are judged by their own data
        };
    }

    private Message.Builder begun(Message message, TransactionAnswer answer) {
        return begun(message, answer.code(), answer.at()).text(15, SETTLEMENT_DATE.format(answer.businessDate())).text(32, acquirer.number());
    }

    private static Message.Builder begun(Message message, ResponseCode code, Instant at) {
        return ReplyFields.begin(message, code, at).copy(message, 3, 4, 14, 23, 25, 49);
    }

    private Reply reply(Incoming incoming, TransactionKey key, TransactionAnswer answer, Message.Builder reply) {
        answer.rrn().ifPresent(rrn -> reply.text(37, rrn));
        answer.approved().ifPresent(approved -> {
            reply.text(38, approved.authCode());
            approved.part().ifPresent(part -> reply.text(4, part.field4()));
            approved.institutions().ifPresent(institutions -> reply.text(44, institutions));
            approved.balance().ifPresent(balance -> reply.text(54, balance));
            approved.receiptTexts().ifPresent(texts -> reply.text(63, texts));
        });
        answer.chip().ifPresent(field55 -> reply.bytes(55, field55));
        if (incoming.session().stepUpOnline()) {                                    // who keeps its own passwords knows no field 57
            factorsOf(answer).ifPresent(field57 -> reply.bytes(57, field57));
        }
        return new Reply(reply.build(), () -> {
            if (answer.journaled() && incoming.kind() != TransactionKind.WALLET_QUERY) {
                replies.left(key, clock.instant());
            }
        });
    }

    /// A question has none.
    private static MinorAmount amount(Incoming incoming) {
        return incoming.kind() == TransactionKind.BALANCE ? MinorAmount.ZERO : MinorAmount.ofField4(incoming.message().text(4));
    }

    /// 60.6: the terminal can show its cashier that a part was approved.
    private static boolean isPartWelcome(Incoming incoming) {
        return incoming.kind() == TransactionKind.SALE && incoming.field60().partialApproval().equals("1");
    }

    Reply reversal(Incoming incoming) {
        Message message = incoming.message();
        if (!hasAll(message, 3, 4, 11, 39) || !isTrace(message)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        TransactionAnswer answer = reversal.handle(new Reversal.Request(key(incoming), MinorAmount.ofField4(message.text(4)),
                message.text(39), digest(incoming), incoming.receivedAt()));
        return Reply.of(ReplyFields.begin(message, answer.code(), answer.at()).copy(message, 3, 4, 25, 49).build());
    }

    private static Reply refuse(Incoming incoming, ResponseCode code) {
        return Reply.of(ReplyFields.refusal(incoming.message(), code, incoming.receivedAt()));
    }

    private static boolean hasAll(Message message, int... fields) {
        for (int field : fields) {
            if (!message.has(field)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTrace(Message message) {
        return !message.text(11).equals("000000");
    }

    private static TransactionKey key(Incoming incoming) {
        return new TransactionKey(incoming.session().merchant(), incoming.session().terminal(), incoming.field60().batch(),
                TraceNumber.of(incoming.message().text(11)));
    }

    /// The card number of field 2 or of the track, if they agree.
    static Optional<Pan> pan(Message message, Optional<String> track2) {
        Optional<String> ofTrack = track2.map(track -> TRACK_SEPARATOR.split(track, 2)[0]);
        Optional<String> digits = message.has(2) ? Optional.of(message.text(2, CARD_DATA)) : ofTrack;
        boolean agree = ofTrack.isEmpty() || ofTrack.equals(digits);
        return digits.filter(number -> agree && number.length() >= Pan.DIGITS_MIN && number.length() <= Pan.DIGITS_MAX
                        && isDecimal(number))
                .map(Pan::of);
    }

    /// The four digits behind the separator; a card without an expiry date has another separator there.
    private static Optional<String> expiry(String track2) {
        String[] parts = TRACK_SEPARATOR.split(track2, 2);
        return parts.length == 2 && parts[1].length() >= 4
                ? Optional.of(parts[1].substring(0, 4)).filter(CardMessages::isDecimal)
                : Optional.empty();
    }

    private static boolean isDecimal(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<OperatorNumber> operator(String number) {
        return number.length() == 2 && isDecimal(number) ? Optional.of(new OperatorNumber(number)) : Optional.empty();
    }

    private static Optional<StepUp.Shown> stepUp(Incoming incoming, FactorTlv factors) {
        if (!incoming.session().stepUpOnline()) {
            return Optional.empty();
        }
        Map<Factor, SealedFactor> sealed = new EnumMap<>(Factor.class);
        for (Factor factor : SEALED_FACTORS) {
            factors.find(factor.tag()).ifPresent(value -> sealed.put(factor, new SealedFactor(value,
                    new SealedFactor.Binding(incoming.message().type(), incoming.session().merchant(), incoming.session().terminal(),
                            incoming.field60().batch(), TraceNumber.of(incoming.message().text(11)), factor.tag()))));
        }
        return Optional.of(new StepUp.Shown(incoming.session().credentialKey().orElseThrow(), sealed,
                factors.text(FactorTlv.SUPERVISOR).flatMap(CardMessages::operator), factors.find(FactorTlv.FINGERPRINT)));
    }

    private byte[] digest(Incoming incoming) {
        return vault.index(keys.index(), incoming.decoded().macBytes());
    }

    /// Field 57 of an answer: the factors that it is about, the tries left, the refusal's name.
    private static Optional<byte[]> factorsOf(TransactionAnswer answer) {
        FactorTlv factors = FactorTlv.empty();
        if (!answer.wanted().isEmpty()) {
            factors = factors.with(FactorTlv.FACTORS_WANTED, wanted(answer.wanted()));
        }
        if (answer.triesLeft().isPresent()) {
            factors = factors.with(FactorTlv.TRIES_LEFT, new byte[] {answer.triesLeft().get().byteValue()});
        }
        if (answer.refusal().isPresent()) {
            factors = factors.with(FactorTlv.REFUSAL, answer.refusal().get());
        }
        return factors.isEmpty() ? Optional.empty() : Optional.of(factors.encode());
    }

    /// The low byte of each.
    static byte[] wanted(List<Integer> codes) {
        ByteBuffer bytes = ByteBuffer.allocate(codes.size());
        codes.forEach(code -> bytes.put(code.byteValue()));
        return bytes.array();
    }
}
