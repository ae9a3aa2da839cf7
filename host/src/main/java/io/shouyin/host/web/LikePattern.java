package io.shouyin.host.web;

/// What somebody typed into a search box, as operand of `ILIKE`: found anywhere, with `%` and `_` meaning themselves.
public final class LikePattern {

    private static final int LENGTH_MAX = 100;

    private LikePattern() {}

    /// `50%` becomes `%50\%%`; nothing typed finds everything.
    public static String containing(String typed) {
        return "%" + beginning(typed);
    }

    /// `50%` becomes `50\%%`: found at the beginning.
    public static String beginning(String typed) {
        var text = typed == null ? "" : typed.strip();
        text = text.substring(0, Math.min(text.length(), LENGTH_MAX)).replace("\0", "");
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
