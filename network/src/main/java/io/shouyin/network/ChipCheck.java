package io.shouyin.network;

/// The issuer's side of a chip: whether what it says is its own, and what it is told.
interface ChipCheck {

    Verdict check(ChipRequest chip, Account.Terms terms, Movement movement, long amountFen);

    /// Field 55 of an answer.
    ///
    /// @param chip one that was found right
    /// @param code field 39 of the answer
    /// @param unblocksPin with the script that lets the card forget wrong PINs
    byte[] answer(ChipRequest chip, Account.Terms terms, String code, boolean unblocksPin);

    /// @param scriptDone the card says that it has carried out the script of an answer before
    record Verdict(boolean right, boolean scriptDone) {
        static final Verdict WRONG = new Verdict(false, false);
    }
}
