package io.shouyin.host.acquiring;

import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.PayCodes;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.Route;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletRefusal;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.qr.MerchantCode;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/// A payment by code 扫码支付, its void and its refunds: with the code that a customer shows, or with one that the terminal shows. `docs/flows/wallet.md` tells
/// the same steps.
///
/// The two commits stand around the call to the wallet as they do around a network's ([CardTransaction]). What differs is silence: a wallet can be asked what
/// became of a payment, so it is asked until it says ([WalletAsker]), and the terminal hears "in progress" and asks in its turn. Only what its customer has
/// not paid in time, or what the terminal takes back, is cancelled.
@Service
public class WalletTransaction {

    private final StepUp stepUp;
    private final Journal journal;
    private final WaitingPayments waiting;
    private final PayCodes payCodes;
    private final WalletChannel wallets;
    private final References references;
    private final MerchantDirectory merchants;
    private final AcquiringSettings settings;
    private final BusinessCalendar calendar;

    WalletTransaction(StepUp stepUp, Journal journal, WaitingPayments waiting, PayCodes payCodes, WalletChannel wallets, References references, MerchantDirectory merchants,
                      AcquiringSettings settings, BusinessCalendar calendar) {
        this.stepUp = stepUp;
        this.journal = journal;
        this.waiting = waiting;
        this.payCodes = payCodes;
        this.wallets = wallets;
        this.references = references;
        this.merchants = merchants;
        this.settings = settings;
        this.calendar = calendar;
    }

    boolean isOn() {
        return wallets.isOn();
    }

    public TransactionAnswer handle(TransactionRequest request) {
        Optional<TransactionAnswer> nonsense = refuse(request);                           // 1 does it make sense at all?
        if (nonsense.isPresent()) {
            return nonsense.get();
        }
        Optional<StepUp.Judgement> judgement = request.stepUp().map(shown -> stepUp.judge(CardTransaction.judged(request, shown)));   // 2 who wants it, and may they?
        return switch (journal.open(request, references.next(), Route.only(WalletChannel.NAME), judgement)) {   // 3 durable before it leaves
            case Journal.Opening.Known known -> known.answer();
            case Journal.Opening.Refused refused -> refused.answer();
            case Journal.Opening.Open open -> journal.close(request, open, ask(request, open));   // 4 a yes, a no, or to be asked; durable before we answer
        };
    }

    private Optional<TransactionAnswer> refuse(TransactionRequest request) {
        if (!wallets.isOn()) {
            return Optional.of(refusal(request, WalletRefusal.WALLET_OFF));
        }
        if (request.payCode().isPresent() && payCodes.walletOf(request.payCode().get()).isEmpty()) {
            return Optional.of(refusal(request, WalletRefusal.PAY_CODE_OF_NO_WALLET));
        }
        return request.amount().isZero() ? Optional.of(refusal(request, ResponseCode.AMOUNT_INVALID, Optional.empty()))
                : request.original().isEmpty() && request.amount().fen() > settings.saleFenMax()
                ? Optional.of(refusal(request, ResponseCode.AMOUNT_LIMIT_EXCEEDED, Optional.empty())) : Optional.empty();
    }

    private TransactionAnswer refusal(TransactionRequest request, WalletRefusal refusal) {
        return refusal(request, refusal.code(), Optional.of(refusal.name()));
    }

    private TransactionAnswer refusal(TransactionRequest request, ResponseCode code, Optional<String> name) {
        return new TransactionAnswer(code, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), name, Optional.empty(), request.receivedAt(),
                calendar.businessDate(request.receivedAt()), false);
    }

    /// What goes to the wallet, the first time and, of what goes back, again.
    ///
    /// @return empty if nothing has left
    Optional<HostAnswer> ask(TransactionRequest request, Journal.Opening.Open open) {
        Rrn reference = open.reference().rrn();
        if (request.kind() != TransactionKind.SALE) {
            return wallets.refund(reference, open.original().orElseThrow().reference().rrn(), request.amount());
        }
        Merchant merchant = merchants.require(request.key().merchant());
        WalletChannel.Payment payment = new WalletChannel.Payment(reference, request.amount(), merchant.merchantId(), merchant.name(),
                request.receivedAt().plus(settings.walletWait()));
        return request.payCode().isPresent() ? wallets.pay(payment, request.payCode().get()) : wallets.order(payment, presented(request.key(), request.amount(), reference));
    }

    /// The code that the terminal shows for a payment.
    public String presented(TransactionKey key, MinorAmount amount, Rrn reference) {
        Merchant merchant = merchants.require(key.merchant());
        return code(merchant, Optional.of(new MerchantCode.Order(amount, reference.value(), key.terminal().value()))).encode();
    }

    /// The code that hangs on a merchant's counter: customers type the amount.
    ///
    /// @return empty if there is no such merchant
    public Optional<String> staticCode(MerchantId merchant) {
        return merchants.find(merchant).map(found -> code(found, Optional.empty()).encode());
    }

    private static MerchantCode code(Merchant merchant, Optional<MerchantCode.Order> order) {
        return new MerchantCode(merchant.merchantId(), merchant.mcc(), merchant.nameEn(), merchant.city(), merchant.name(), order);
    }

    /// What has become of a payment.
    ///
    /// @return empty if the terminal has made no such payment
    public Optional<TransactionAnswer> query(TransactionKey key) {
        return waiting.answer(key);
    }
}
