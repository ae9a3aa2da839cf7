package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.ApprovedTransactions;
import io.shouyin.host.acquiring.ApprovedTransactions.Approved;
import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.fleet.ReceiptTerms;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.iso8583.terminal.ReceiptTexts;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.ReceiptKind;
import io.shouyin.kernel.receipt.Signing;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The receipt of a transaction out of the journal, the register and the signatures.
@Component
class Receipts {

    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MMdd");
    /// Of field 44, for issuer and acquirer each.
    private static final int INSTITUTION_CHARACTERS = 11;

    private final ApprovedTransactions transactions;
    private final Merchants merchants;
    private final SignatureVault signatures;
    private final ReceiptTerms terms;

    Receipts(ApprovedTransactions transactions, Merchants merchants, SignatureVault signatures, ReceiptTerms terms) {
        this.transactions = transactions;
        this.merchants = merchants;
        this.signatures = signatures;
        this.terms = terms;
    }

    boolean has(TransactionKey key) {
        return transactions.has(key);
    }

    /// Of the chip it has what the request said: its last word, after the answer, is on the terminal's own receipts.
    Optional<Receipt> find(TransactionKey key) {
        return transactions.find(key).map(this::receipt);
    }

    private Receipt receipt(Approved approved) {
        TransactionKey key = approved.key();
        return new Receipt(merchants.find(key.merchant()).map(Merchant::name).orElse(""), key.merchant().value(), key.terminal().value(), approved.operator(),
                institution(approved, 0), (terms.acquirerName() + " " + institution(approved, INSTITUTION_CHARACTERS)).strip(), approved.cardMasked(),
                EntryMode.ofField22(approved.entryMode()).map(EntryMode::receiptLetter).orElse('?'), approved.expiryYymm(), ReceiptKind.valueOf(approved.kind().name()), key.batch(),
                key.trace(), approved.authCode(), approved.rrn(), local(approved), approved.amount(), original(approved), approved.chip(),
                approved.texts().isEmpty() ? List.of() : ReceiptTexts.of(approved.texts()), signing(approved), terms.isTest());
    }

    private static String institution(Approved approved, int from) {
        String both = approved.institutions();
        return both.length() <= from ? "" : both.substring(from, Math.min(both.length(), from + INSTITUTION_CHARACTERS)).strip();
    }

    private static LocalDateTime local(Approved approved) {
        return LocalDateTime.ofInstant(approved.at(), CHINA);
    }

    private Receipt.Original original(Approved approved) {
        return approved.original().flatMap(transactions::find).map(original -> new Receipt.Original(original.key().trace().toString(), original.rrn(),
                original.authCode(), MONTH_AND_DAY.format(local(original)))).orElse(Receipt.Original.NONE);
    }

    /// Which model the terminal is does not matter: without a signature here it was to be on the merchant's paper.
    private Signing signing(Approved approved) {
        if (EntryMode.ofField22(approved.entryMode()).equals(Optional.of(EntryMode.QR))) {
            return new Signing.OnPhone();
        }
        MinorAmount limit = terms.signatureFrom(approved.at());
        return signatures.find(approved.key()).<Signing>map(Signing.OnScreen::new)
                .orElseGet(() -> approved.amount().compareTo(limit) < 0 ? new Signing.NotNeeded(limit) : new Signing.OnPaper());
    }
}
