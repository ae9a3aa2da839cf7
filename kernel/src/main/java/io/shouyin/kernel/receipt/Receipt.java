package io.shouyin.kernel.receipt;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/// What the receipt of an approved transaction says, in no language and for no paper yet. [#slip] lays it out.
///
/// @param issuer as the answer named it; empty if it did not
/// @param cardMasked never the whole number
/// @param entryLetter of the [io.shouyin.kernel.EntryMode]
/// @param expiryYymm empty where it is not kept
/// @param original what it is about; what is not known of it is empty
/// @param chip of a card that was inserted or held to the reader, where it is kept
/// @param texts of issuer, scheme and acquirer
/// @param test made in test mode: worth nothing
public record Receipt(String merchantName, String merchantId, String terminalId, String operator, String issuer, String acquirer, String cardMasked,
                      char entryLetter, String expiryYymm, ReceiptKind kind, BatchNumber batch, TraceNumber trace, String authCode, String rrn,
                      LocalDateTime at, MinorAmount amount, Original original, Optional<ChipBlock> chip, List<String> texts, Signing signing, boolean test) {

    /// Of the transaction that it is about.
    ///
    /// @param trace six digits
    /// @param mmdd month and day
    public record Original(String trace, String rrn, String authCode, String mmdd) {
        public static final Original NONE = new Original("", "", "", "");
    }

    public Receipt {
        texts = List.copyOf(texts);
        Check.argument(!cardMasked.matches("[0-9]{12,19}"), "a receipt shows a masked card number");
        Check.argument(expiryYymm.isEmpty() || expiryYymm.matches("[0-9]{4}"), "an expiry date is YYMM");
    }

    /// Whether it was paid by a code: there is no card.
    boolean isByCode() {
        return entryLetter == EntryMode.QR.receiptLetter();
    }

    /// Laid out for paper of any width. In Chinese it carries the Chinese labels alone, in English both, as both parties must read it.
    public Slip slip(Copy copy, boolean english, boolean reprint) {
        return new ReceiptLayout(this, copy, english).slip(reprint);
    }
}
