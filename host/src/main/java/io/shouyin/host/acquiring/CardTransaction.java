package io.shouyin.host.acquiring;

import io.shouyin.host.channels.Authorization;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.OriginalRequest;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.Route;
import io.shouyin.host.channels.Routing;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.platform.Traces;
import io.shouyin.host.platform.Traces.Name;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.ResponseCode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/// A card transaction, from the decoded message to the answer: balance inquiry 查询, sale 消费, one that was made offline 脱机消费, void 消费撤销, refund 退货, pre-authorization 预授权,
/// its top-up, its void, its completion, and the completion's void. `docs/flows/sale.md` tells the same steps, and what happens when one of them is interrupted.
///
/// Two commits bracket the only step that cannot be undone: the journal row is durable before the request leaves for the
/// network, and the outcome is durable before the terminal hears it. Silence is not "no": what may have been approved
/// is reversed until the network says so.
@Service
public class CardTransaction {

    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private final StepUp stepUp;
    private final Journal journal;
    private final Routing routing;
    private final CardNetworks networks;
    private final References references;
    private final MerchantDirectory merchants;
    private final AcquiringSettings settings;
    private final BusinessCalendar calendar;
    private final Traces traces;

    CardTransaction(StepUp stepUp, Journal journal, Routing routing, CardNetworks networks, References references, MerchantDirectory merchants,
                    AcquiringSettings settings, BusinessCalendar calendar, Traces traces) {
        this.stepUp = stepUp;
        this.journal = journal;
        this.routing = routing;
        this.networks = networks;
        this.references = references;
        this.merchants = merchants;
        this.settings = settings;
        this.calendar = calendar;
        this.traces = traces;
    }

    public TransactionAnswer handle(TransactionRequest request) {
        if (!traces.areSent()) {
            return answer(request);
        }
        return traces.span("transaction", () -> {
            TransactionKey key = request.key();
            traces.note(Map.of(Name.KIND, request.kind().name(), Name.MERCHANT, key.merchant().value(), Name.TERMINAL, key.terminal().value(), Name.TRACE_NUMBER, key.trace().toString()));
            TransactionAnswer answer = answer(request);
            traces.note(Name.RESPONSE_CODE, answer.code().code());
            return answer;
        });
    }

    private TransactionAnswer answer(TransactionRequest request) {
        Optional<ResponseCode> nonsense = refuse(request);                               // 1 does it make sense at all?
        if (nonsense.isPresent()) {
            return TransactionAnswer.refusal(nonsense.get(), request.receivedAt(), calendar.businessDate(request.receivedAt()));
        }
        Optional<StepUp.Judgement> judgement = request.stepUp().map(shown -> traces.span("step-up", () -> stepUp.judge(judged(request, shown))));   // 2 who wants it, and may they?
        Route route = routing.of(request.key().merchant(), request.pan().orElseThrow(), request.amount(), request.receivedAt());   // 3 which way?
        NetworkReference reference = references.next();
        return switch (traces.span("journal-open", () -> journal.open(request, reference, route, judgement))) {   // 4 durable before it leaves, and what it follows allows it
            case Journal.Opening.Known known -> known.answer();                           //   same numbers: same answer, or 94
            case Journal.Opening.Refused refused -> refused.answer();
            case Journal.Opening.Open open -> {
                Optional<HostAnswer> answer = traces.span("channel", () -> ask(request, open));   // 5 an answer, or silence
                yield traces.span("journal-close", () -> journal.close(request, open, answer));   // 6 durable before we answer
            }
        };
    }

    private Optional<HostAnswer> ask(TransactionRequest request, Journal.Opening.Open open) {
        Optional<HostAnswer> answer = networks.ask(open.route(), authorization(request, open), channel -> journal.move(open, channel));
        traces.note(Name.CHANNEL, open.channel().get());
        return answer;
    }

    private Optional<ResponseCode> refuse(TransactionRequest request) {
        if (request.amount().isZero() && request.kind() != TransactionKind.BALANCE) {
            return Optional.of(ResponseCode.AMOUNT_INVALID);
        }
        if (request.kind() == TransactionKind.OFFLINE_SALE && EntryMode.ofField22(request.entryMode()).filter(EntryMode::isChip).isEmpty()) {
            return Optional.of(ResponseCode.CHIP_REQUIRED);                              // only a chip approves without a line
        }
        return request.original().isEmpty() && request.amount().fen() > settings.saleFenMax()
                ? Optional.of(ResponseCode.AMOUNT_LIMIT_EXCEEDED)
                : Optional.empty();
    }

    static StepUp.Request judged(TransactionRequest request, StepUp.Shown shown) {
        TransactionKey key = request.key();
        return new StepUp.Request(request.kind(), key.merchant(), key.terminal(), key.batch(), key.trace(), request.amount(), request.operator(),
                request.pan(), request.entryMode(), request.pin().isPresent(), request.receivedAt(), shown);
    }

    private Authorization authorization(TransactionRequest request, Journal.Opening.Open open) {
        Merchant merchant = merchants.require(request.key().merchant());
        return new Authorization(open.reference(), request.kind(), open.original().map(original -> new OriginalRequest(original.kind(), original.reference())),
                request.pan().orElseThrow(), request.amount(), request.expiry(), request.entryMode(), request.cardSequence(), request.track2(), request.pin(), request.chip(),
                request.key().merchant(), request.key().terminal(), request.partly(), merchant.mcc(), merchantLine(merchant), open.receivedAt());
    }

    /// Name and city in ASCII, as field 43 of the network has it.
    private static String merchantLine(Merchant merchant) {
        String line = NOT_ASCII.matcher(merchant.nameEn() + " " + merchant.city()).replaceAll("").strip();
        return line.length() > 40 ? line.substring(0, 40) : line;
    }
}
