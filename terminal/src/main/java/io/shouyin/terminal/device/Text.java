package io.shouyin.terminal.device;

import io.shouyin.kernel.Refusal;
import java.util.List;

/// A text that is not yet in a language.
public sealed interface Text {

    /// A text of the bundle. Arguments may be texts themselves.
    record Keyed(String key, List<Object> arguments) implements Text {}

    /// A text that carries both languages, as refusals do.
    record Both(String zh, String en) implements Text {}

    /// Numbers, names: the same in every language.
    record Plain(String text) implements Text {}

    /// Text `key` of the bundle with `{0}`, `{1}` filled in.
    static Text of(String key, Object... arguments) {
        return new Keyed(key, List.of(arguments));
    }

    static Text of(Refusal refusal) {
        return new Both(refusal.zh(), refusal.en());
    }

    static Text plain(String text) {
        return new Plain(text);
    }

    default String in(Language language) {
        return switch (this) {
            case Keyed keyed -> Texts.get(language, keyed);
            case Both both -> language == Language.ZH ? both.zh : both.en;
            case Plain plain -> plain.text;
        };
    }
}
