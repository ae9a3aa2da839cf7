package io.shouyin.terminal.device;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import java.util.Optional;

/// A card as the reader saw it, or as its number was typed: number, track 2 and expiry, for one transaction. It prints as a mask and is never kept.
public final class CardRead implements Means {

    private final EntryMode entryMode;
    private final Pan pan;
    private final String track2;
    private final String expiryYymm;
    private final Optional<ChipCard> chip;
    private final boolean fallback;

    public static CardRead typed(Pan pan, String expiryYymm) {
        return new CardRead(EntryMode.MANUAL, pan, "", expiryYymm);
    }

    /// @param track2 number, `=`, expiry YYMM, service code and discretionary data; 37 characters at most
    /// @param expiryYymm four digits
    public CardRead(EntryMode entryMode, Pan pan, String track2, String expiryYymm) {
        this(entryMode, pan, track2, expiryYymm, Optional.empty(), false);
    }

    private CardRead(EntryMode entryMode, Pan pan, String track2, String expiryYymm, Optional<ChipCard> chip, boolean fallback) {
        Check.argument(track2.length() <= 37, "track 2 has 37 characters at most");
        Check.argument(entryMode != EntryMode.QR, "a code is no card");
        Check.argument(track2.isEmpty() == (entryMode == EntryMode.MANUAL), "a card that was read has a track, a typed number has none");
        Check.argument(expiryYymm.matches("[0-9]{4}"), "an expiry has 4 digits, YYMM");
        this.entryMode = entryMode;
        this.pan = pan;
        this.track2 = track2;
        this.expiryYymm = expiryYymm;
        this.chip = chip;
        this.fallback = fallback;
    }

    /// The same, whose chip answers.
    public CardRead with(ChipCard answering) {
        return new CardRead(entryMode, pan, track2, expiryYymm, Optional.of(answering), false);
    }

    /// The same, swiped because its chip could not be read.
    public CardRead asFallback() {
        return new CardRead(entryMode, pan, track2, expiryYymm, Optional.empty(), true);
    }

    @Override
    public EntryMode entryMode() {
        return entryMode;
    }

    @Override
    public String masked() {
        return pan.masked();
    }

    public Pan pan() {
        return pan;
    }

    public String expiryYymm() {
        return expiryYymm;
    }

    public Optional<ChipCard> chip() {
        return chip;
    }

    public boolean isFallback() {
        return fallback;
    }

    public boolean hasTrack() {
        return !track2.isEmpty();
    }

    /// Track 2 in clear.
    public String track2(CardDataAccess access) {
        Check.argument(access != null, "reading a track needs CardDataAccess");
        return track2;
    }

    @Override
    public String toString() {
        return "CardRead[" + entryMode + ", ..." + pan.lastFour() + "]";
    }
}
