package io.shouyin.strength;

import com.nulabinc.zxcvbn.matchers.Match;
import java.util.Optional;

/// What makes a part of a password easy to guess.
public enum Weakness {
    WORD("含有常见的词、拼音或名字", "It holds a common word, pinyin or name"),
    KEYBOARD("含有键盘上相邻的键", "It holds neighbours on the keyboard"),
    SEQUENCE("含有连续的字符", "It holds a run"),
    REPEAT("含有重复", "It repeats itself"),
    DATE("含有日期或年份", "It holds a date or a year");

    private final String zh;
    private final String en;

    Weakness(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    static Optional<Weakness> of(Match part) {
        return switch (part.pattern) {
            case Dictionary -> Optional.of(WORD);
            case Spatial -> Optional.of(KEYBOARD);
            case Sequence -> Optional.of(SEQUENCE);
            case Repeat -> Optional.of(REPEAT);
            case Date, Regex -> Optional.of(DATE);
            case Bruteforce -> Optional.empty();
        };
    }

    static Optional<Weakness> of(KnownPieces.Piece piece) {
        return switch (piece) {
            case WORD -> Optional.of(WORD);
            case RUN -> Optional.of(KEYBOARD);
            case YEAR -> Optional.of(DATE);
            case CHARACTER -> Optional.empty();
        };
    }
}
