package io.shouyin.kernel;

/// The capability to read clear card data (number, track). Whoever asks for it shows up in a search for its name.
public final class CardDataAccess {

    private static final CardDataAccess GRANTED = new CardDataAccess();

    private CardDataAccess() {}

    /// Grants access. Call it as close to the use as possible and never keep what it revealed.
    public static CardDataAccess granted() {
        return GRANTED;
    }
}
