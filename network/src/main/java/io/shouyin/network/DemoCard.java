package io.shouyin.network;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;

/// A card of the drawer that the demo and the virtual terminal play with: number, track and PIN, as on `cards.json`.
///
/// It never prints them.
public final class DemoCard {

    private final Text name;
    private final Text hint;
    private final CardKind kind;
    private final Pan pan;
    private final Secret track2;
    private final String expiry;
    private final Secret pin;
    private final String scheme;

    DemoCard(Text name, Text hint, CardKind kind, Pan pan, Secret track2, String expiry, Secret pin, String scheme) {
        this.name = name;
        this.hint = hint;
        this.kind = kind;
        this.pan = pan;
        this.track2 = track2;
        this.expiry = expiry;
        this.pin = pin;
        this.scheme = scheme;
    }

    public Text name() {
        return name;
    }

    /// What the card is good for: `余额充足`.
    public Text hint() {
        return hint;
    }

    public CardKind kind() {
        return kind;
    }

    public Pan pan() {
        return pan;
    }

    /// Digits and `=`, 37 characters.
    public String track2(CardDataAccess access) {
        Check.argument(access != null, "reading a track needs CardDataAccess");
        return new String(track2.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII);
    }

    /// YYMM.
    public String expiry() {
        return expiry;
    }

    /// Six digits.
    public String pin(SecretAccess access) {
        return new String(pin.reveal(access), StandardCharsets.US_ASCII);
    }

    /// The card scheme's three letters: `CUP`.
    public String scheme() {
        return scheme;
    }

    @Override
    public String toString() {
        return "DemoCard[" + name.en() + ", " + pan + "]";
    }

    /// A text in both languages.
    public record Text(String zh, String en) {}
}
