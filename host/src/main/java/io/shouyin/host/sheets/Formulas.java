package io.shouyin.host.sheets;

import io.shouyin.host.sheets.SheetRow.Kind;

/// Text that a spreadsheet would run, and the apostrophe that keeps it from that.
final class Formulas {

    private static final String BEGINNINGS = "=+-@\t\r\n＝＋－＠";

    private Formulas() {}

    static boolean begins(String text) {
        return !text.isEmpty() && BEGINNINGS.indexOf(text.charAt(0)) >= 0;
    }

    /// `=1+1` becomes `'=1+1`, which spreadsheets show as text.
    static String neutral(String text) {
        return begins(text) ? "'" + text : text;
    }

    /// A cell of a file: what [#neutral] wrote is text again.
    static SheetRow.Cell cell(String raw) {
        boolean neutral = raw.length() > 1 && raw.charAt(0) == '\'' && begins(raw.substring(1));
        String text = (neutral ? raw.substring(1) : raw).strip();
        return new SheetRow.Cell(text, begins(raw) || !neutral && begins(text) ? Kind.FORMULA : Kind.TEXT);
    }
}
