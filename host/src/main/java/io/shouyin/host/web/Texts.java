package io.shouyin.host.web;

import io.shouyin.kernel.Refusal;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;

/// The caller's language: Chinese unless `Accept-Language` prefers English.
public final class Texts {

    private Texts() {}

    public static boolean english() {
        return LocaleContextHolder.getLocale().getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /// The refusal's message in the language of the request in hand.
    public static String of(Refusal refusal) {
        return english() ? refusal.en() : refusal.zh();
    }
}
