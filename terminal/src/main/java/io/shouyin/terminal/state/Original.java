package io.shouyin.terminal.state;

/// The transaction that another one is about: what is known of it to name it. What is not known is empty, or 0.
public record Original(int batch, int trace, String rrn, String authCode, String dateMmdd) {

    public static final Original NONE = new Original(0, 0, "", "", "");

    public static Original of(JournalEntry entry) {
        return new Original(entry.batch(), entry.trace(), entry.rrn(), entry.authCode(), entry.hostDateMmdd());
    }

    /// A sale, maybe of another batch.
    public static Original ofSale(String rrn, String dateMmdd) {
        return new Original(0, 0, rrn, "", dateMmdd);
    }

    /// A pre-authorization, maybe of another batch or terminal.
    public static Original ofPreAuth(String authCode, String dateMmdd) {
        return new Original(0, 0, "", authCode, dateMmdd);
    }
}
