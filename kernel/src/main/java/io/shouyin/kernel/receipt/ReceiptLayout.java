package io.shouyin.kernel.receipt;

import io.shouyin.kernel.MinorAmount;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The receipt from top to bottom.
final class ReceiptLayout {

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private final Receipt receipt;
    private final Copy copy;
    private final boolean english;
    private final Slip.Builder slip;

    ReceiptLayout(Receipt receipt, Copy copy, boolean english) {
        this.receipt = receipt;
        this.copy = copy;
        this.english = english;
        this.slip = Slip.of(copy.name().toLowerCase(Locale.ROOT));
    }

    Slip slip(boolean reprint) {
        slip.title(ReceiptWord.TITLE.in(english)).centred(switch (copy) {
            case MERCHANT -> ReceiptWord.COPY_MERCHANT.in(english);
            case CARDHOLDER -> ReceiptWord.COPY_CARDHOLDER.in(english);
        });
        if (reprint) {
            slip.centred(ReceiptWord.REPRINT.in(english));
        }
        if (receipt.test()) {
            slip.centred(ReceiptWord.TEST.in(english));
        }
        slip.rule();
        parties();
        slip.rule();
        transaction();
        slip.rule().big(ReceiptWord.AMOUNT.in(english), receipt.amount().grouped()).rule();
        row(ReceiptWord.REMARK, "");
        receipt.texts().forEach(slip::plain);
        signature();
        ReceiptWord consent = receipt.isByCode() ? ReceiptWord.CONSENT_BY_CODE : ReceiptWord.CONSENT;
        slip.plain(consent.in(english));
        if (english) {
            slip.plain(consent.in(false));
        }
        return slip.gap().build();
    }

    private void parties() {
        row(ReceiptWord.MERCHANT, receipt.merchantName());
        row(ReceiptWord.MERCHANT_ID, receipt.merchantId());
        row(ReceiptWord.TERMINAL_ID, receipt.terminalId());
        row(ReceiptWord.OPERATOR, receipt.operator());
        row(ReceiptWord.ACQUIRER, receipt.acquirer());
        known(ReceiptWord.ISSUER, receipt.issuer());
    }

    private void transaction() {
        row(receipt.isByCode() ? ReceiptWord.PAY_CODE : ReceiptWord.CARD, receipt.cardMasked() + " /" + receipt.entryLetter());
        if (copy == Copy.MERCHANT && !receipt.expiryYymm().isEmpty()) {
            row(ReceiptWord.EXPIRY, "20" + receipt.expiryYymm().substring(0, 2) + "/" + receipt.expiryYymm().substring(2));
        }
        row(ReceiptWord.KIND, english ? receipt.kind().both() : receipt.kind().zh());
        row(ReceiptWord.BATCH, receipt.batch().toString());
        row(ReceiptWord.TRACE, receipt.trace().toString());
        row(ReceiptWord.AUTH_CODE, receipt.authCode());
        row(ReceiptWord.RRN, receipt.rrn());
        row(ReceiptWord.DATE_TIME, DATE_TIME.format(receipt.at()));
        original();
        receipt.chip().ifPresent(this::chip);
    }

    /// By the field's own short names, in either language.
    private void chip(ChipBlock chip) {
        known("AID", chip.application());
        known("TVR", chip.verificationResults());
        known("TSI", chip.statusInformation());
        known("ATC", chip.counter());
        known(chip.name(), chip.cryptogram());
    }

    private void original() {
        Receipt.Original original = receipt.original();
        switch (receipt.kind()) {
            case SALE, OFFLINE_SALE, PRE_AUTH -> { }
            case VOID -> row(ReceiptWord.ORIGINAL_TRACE, original.trace());
            case COMPLETION_VOID -> {
                row(ReceiptWord.ORIGINAL_TRACE, original.trace());
                row(ReceiptWord.ORIGINAL_DATE, monthAndDay(original.mmdd()));
            }
            case REFUND -> {
                row(ReceiptWord.ORIGINAL_RRN, original.rrn());
                row(ReceiptWord.ORIGINAL_DATE, monthAndDay(original.mmdd()));
            }
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> {
                row(ReceiptWord.ORIGINAL_AUTH_CODE, original.authCode());
                row(ReceiptWord.ORIGINAL_DATE, monthAndDay(original.mmdd()));
            }
        }
    }

    /// The customer keeps no line to sign on, but a copy of what was signed.
    private void signature() {
        switch (receipt.signing()) {
            case Signing.OnPaper _ when copy == Copy.CARDHOLDER -> { }
            case Signing.OnPaper _ -> slip.plain(ReceiptWord.SIGNATURE.in(english)).gap().gap().rule();
            case Signing.OnScreen(Signature signature) -> slip.plain(ReceiptWord.SIGNATURE.in(english))
                    .figure(ReceiptWord.SIGNED.in(english), signature).rule();
            case Signing.NotNeeded(MinorAmount limit) -> slip.plain(ReceiptWord.NO_SIGNATURE_BELOW.with(limit.grouped(), english));
            case Signing.OnPhone _ -> slip.plain(ReceiptWord.PAID_BY_CODE.in(english));
            case Signing.Missing _ -> row(ReceiptWord.SIGNATURE, ReceiptWord.NOT_SIGNED.in(english));
        }
    }

    private void row(ReceiptWord label, String value) {
        slip.row(label.in(english), value);
    }

    private void known(ReceiptWord label, String value) {
        known(label.in(english), value);
    }

    private void known(String label, String value) {
        if (!value.isEmpty()) {
            slip.row(label, value);
        }
    }

    private static String monthAndDay(String mmdd) {
        return mmdd.length() == 4 ? mmdd.substring(0, 2) + "/" + mmdd.substring(2) : mmdd;
    }
}
