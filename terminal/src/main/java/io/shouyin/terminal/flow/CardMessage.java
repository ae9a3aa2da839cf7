package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field61;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Means;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.WalletCode;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The request of a card transaction, field by field.
final class CardMessage {

    private static final String CURRENCY_CNY = "156";
    private static final String PIN_LENGTH_MAX = "12";
    private static final String RRN_UNKNOWN = "000000000000";
    private static final String SCHEME_UNKNOWN = "000";

    /// 60.4 and 60.5.
    private static final String READS_CHIPS = "5";
    private static final String FALLBACK = "2";
    private static final String NO_FALLBACK = "0";

    private final Machine machine;

    CardMessage(Machine machine) {
        this.machine = machine;
    }

    /// @param chip of a card whose chip answers
    /// @param shown whose next trace number is used up
    Message of(Trade trade, MinorAmount amount, Original original, Means means, Optional<ChipTransaction> chip, TransactionFactors shown) {
        var identity = machine.identity();
        TransactionKind kind = trade.kind();
        TraceNumber trace = shown.useTrace();
        Optional<SecretEntry> pin = shown.pin();
        var batch = machine.batch();
        Message.Builder message = Message.builder(kind.requestType())
                .text(3, kind.processingCode()).text(11, trace.toString())
                .text(22, means.entryMode().field22(pin.isPresent())).text(25, kind.condition())
                .text(41, identity.terminalId()).text(42, identity.merchantId()).text(49, CURRENCY_CNY)
                .text(60, new Field60(kind.transactionType(), batch, kind.networkCodes().getFirst(), READS_CHIPS, means instanceof CardRead card && card.isFallback() ? FALLBACK : NO_FALLBACK,
                        partWelcome(trade), "").encode());
        if (trade.effect() != Effect.ASKS) {
            message.text(4, amount.field4());
        }
        name(message, trade, original);
        if (means instanceof CardRead card && card.entryMode() != EntryMode.SWIPE) {
            message.text(2, card.pan().reveal(CardDataAccess.granted())).text(14, card.expiryYymm());
        }
        chip.ifPresent(begun -> message.text(23, begun.sequence()).bytes(55, begun.begin(trade, amount, trace, pin.isPresent()).encode()));
        FactorTlv factors = FactorTlv.empty();
        if (identity.isStepUpOnline()) {
            factors = shown.sealed(new SealedFor(kind.requestType(), identity.merchantId(), identity.terminalId(), batch.toString(),
                    trace.toString())).with(FactorTlv.OPERATOR, machine.operator().value());
        }
        factors = switch (means) {
            case CardRead card -> withCard(factors, message, card, pin);
            case WalletCode code -> {
                code.shown().ifPresent(shownCode -> message.bytes(62, shownCode.reveal(CardDataAccess.granted()).getBytes(StandardCharsets.US_ASCII)));
                yield factors;
            }
        };
        return (factors.isEmpty() ? message : message.bytes(57, factors.encode())).build();
    }

    private FactorTlv withCard(FactorTlv factors, Message.Builder message, CardRead card, Optional<SecretEntry> pin) {
        return switch (machine.pinPad().profile()) {
            case TDES -> {
                cardInFields(message, card, pin);
                yield factors;
            }
            case AES -> cardInFactors(factors, message, card, pin, '7');
            case SM4 -> cardInFactors(factors, message, card, pin, '8');
        };
    }

    private String partWelcome(Trade trade) {
        return trade == Trade.SALE && machine.hostParameters().partialApproval() ? PartialApproval.WELCOME : "";
    }

    /// Which transaction it is about.
    private static void name(Message.Builder message, Trade trade, Original original) {
        switch (trade) {
            case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> { }
            case VOID, COMPLETION_VOID -> {
                message.text(37, original.rrn().isEmpty() ? RRN_UNKNOWN : original.rrn());
                if (!original.authCode().isEmpty()) {
                    message.text(38, original.authCode());
                }
                String date = trade == Trade.COMPLETION_VOID ? original.dateMmdd() : "";
                message.text(61, new Field61(new BatchNumber(original.batch()).toString(), new TraceNumber(original.trace()).toString(), date, "", "").encode());
            }
            case REFUND -> message.text(37, original.rrn()).text(61, Field61.ofDate(original.dateMmdd()).encode()).text(63, SCHEME_UNKNOWN);
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> message.text(38, original.authCode()).text(61, Field61.ofDate(original.dateMmdd()).encode());
        }
    }

    /// Blocks of 8 bytes: track and PIN stand in fields 35 and 52.
    private void cardInFields(Message.Builder message, CardRead card, Optional<SecretEntry> pin) {
        boolean trackEncrypted = card.hasTrack() && machine.pinPad().hasTrackKey();
        if (card.hasTrack()) {
            String track2 = card.track2(CardDataAccess.granted());
            message.text(35, trackEncrypted ? machine.pinPad().encryptTrack2(track2) : track2);
        }
        pin.ifPresent(typed -> message.text(26, PIN_LENGTH_MAX).bytes(52, machine.pinPad().pinBlock(typed, card.pan())));
        if (pin.isPresent() || trackEncrypted) {
            message.text(53, (pin.isPresent() ? "26" : "06") + (trackEncrypted ? "1" : "0") + "0000000000000");
        }
    }

    /// Blocks of 16 bytes: track and PIN stand in field 57.
    ///
    /// @param cipher the second digit of field 53
    private FactorTlv cardInFactors(FactorTlv factors, Message.Builder message, CardRead card, Optional<SecretEntry> pin, char cipher) {
        if (pin.isPresent() || card.hasTrack()) {
            message.text(53, (pin.isPresent() ? "2" : "0") + cipher + (card.hasTrack() ? "1" : "0") + "0000000000000");
        }
        FactorTlv withTrack = card.hasTrack()
                ? factors.with(FactorTlv.TRACK_2, machine.pinPad().trackBlock(card.track2(CardDataAccess.granted()))) : factors;
        return pin.map(typed -> withTrack.with(FactorTlv.PIN_BLOCK, machine.pinPad().pinBlock(typed, card.pan()))).orElse(withTrack);
    }
}
