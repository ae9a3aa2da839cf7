package io.shouyin.host.acquiring;

import io.shouyin.host.channels.Authorization;
import io.shouyin.host.channels.CardNetwork;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.References;
import io.shouyin.host.credentials.Factor;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/// A sale 消费, from the decoded message to the answer. `docs/flows/sale.md` tells the same steps, and what happens
/// when one of them is interrupted.
///
/// Two commits bracket the only step that cannot be undone: the journal row is durable before the request leaves for the
/// network, and the outcome is durable before the terminal hears it. Silence is not "no": what may have been approved
/// is reversed until the network says so.
@Service
public class Sale {

    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private final StepUp stepUp;
    private final Journal journal;
    private final CardNetwork network;
    private final References references;
    private final MerchantDirectory merchants;
    private final AcquiringSettings settings;
    private final BusinessCalendar calendar;

    Sale(StepUp stepUp, Journal journal, CardNetwork network, References references, MerchantDirectory merchants,
         AcquiringSettings settings, BusinessCalendar calendar) {
        this.stepUp = stepUp;
        this.journal = journal;
        this.network = network;
        this.references = references;
        this.merchants = merchants;
        this.settings = settings;
        this.calendar = calendar;
    }

    public TransactionAnswer handle(SaleRequest request) {
        Optional<ResponseCode> nonsense = refuse(request);                               // 1 does it make sense at all?
        if (nonsense.isPresent()) {
            return TransactionAnswer.refusal(nonsense.get(), request.receivedAt(), calendar.businessDate(request.receivedAt()));
        }
        Optional<StepUp.Judgement> judgement = request.stepUp().map(shown -> stepUp.judge(judged(request, shown)));   // 2 who sells, and may they?
        NetworkReference reference = references.next();
        return switch (journal.open(request, reference, judgement)) {                     // 3 durable before it leaves
            case Journal.Opening.Known known -> known.answer();                           //   same numbers: same answer, or 94
            case Journal.Opening.Refused refused -> refused.answer();
            case Journal.Opening.Open open -> {
                HostAnswer answer = network.ask(authorization(request, reference));       // 4 an answer, or silence
                yield journal.close(request, open, answer);                               // 5 durable before we answer
            }
        };
    }

    private Optional<ResponseCode> refuse(SaleRequest request) {
        if (request.amount().isZero()) {
            return Optional.of(ResponseCode.AMOUNT_INVALID);
        }
        return request.amount().fen() > settings.saleFenMax()
                ? Optional.of(ResponseCode.AMOUNT_LIMIT_EXCEEDED)
                : Optional.empty();
    }

    private static StepUp.Request judged(SaleRequest request, StepUp.Shown shown) {
        TransactionKey key = request.key();
        return new StepUp.Request(TransactionKind.SALE, key.merchant(), key.terminal(), key.batch(), key.trace(), request.amount(), request.operator(),
                request.pan(), request.entryMode(), request.pin().isPresent(), request.receivedAt(), shown);
    }

    private Authorization authorization(SaleRequest request, NetworkReference reference) {
        Merchant merchant = merchants.require(request.key().merchant());
        return new Authorization(reference, request.processingCode(), request.pan(), request.amount(), request.expiry(),
                request.entryMode(), request.conditionCode(), request.cardSequence(), request.track2(), request.pin(),
                request.key().merchant(), request.key().terminal(), merchant.mcc(), merchantLine(merchant),
                request.receivedAt());
    }

    /// Name and city in ASCII, as field 43 of the network has it.
    private static String merchantLine(Merchant merchant) {
        String line = NOT_ASCII.matcher(merchant.nameEn() + " " + merchant.city()).replaceAll("").strip();
        return line.length() > 40 ? line.substring(0, 40) : line;
    }

    /// The factors of a sale that passed, the cardholder's PIN included.
    static List<Factor> factors(SaleRequest request, StepUp.Outcome outcome) {
        List<Factor> factors = new ArrayList<>(outcome.factors());
        if (request.pin().isPresent()) {
            factors.add(Factor.PIN);
        }
        return factors;
    }
}
