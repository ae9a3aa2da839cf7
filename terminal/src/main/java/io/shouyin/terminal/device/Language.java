package io.shouyin.terminal.device;

import java.util.Locale;

/// The languages of screens and slips.
public enum Language {
    ZH(Locale.SIMPLIFIED_CHINESE),
    EN(Locale.ENGLISH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /// `zh` or `en`.
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// `en` in any form gives English, all else Chinese.
    public static Language of(String tag) {
        return tag.toLowerCase(Locale.ROOT).startsWith("en") ? EN : ZH;
    }

    public Language other() {
        return this == ZH ? EN : ZH;
    }
}
