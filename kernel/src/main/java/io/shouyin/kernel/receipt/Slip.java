package io.shouyin.kernel.receipt;

import io.shouyin.kernel.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is printed, line by line, for paper of any width; a Chinese character takes two columns.
///
/// @param kind `merchant`, `cardholder`, `list`, `settlement`, `totals`, `link`
public record Slip(String kind, List<SlipLine> lines) {

    public Slip {
        lines = List.copyOf(lines);
    }

    /// So much of it as was printed when the paper ended.
    public Slip torn(int linesMax) {
        return new Slip(kind, lines.subList(0, Math.min(linesMax, lines.size())));
    }

    /// The slip as text, each line padded by columns. In place of a figure stand its words.
    public List<String> text(Paper paper) {
        var text = new ArrayList<String>();
        for (SlipLine line : lines) {
            text.addAll(line.text(paper.columns()));
        }
        return text;
    }

    /// One line: a left and a right part, and how it is set.
    ///
    /// @param figure of a line in the style FIGURE, whose left part says in words what it is
    public record SlipLine(Style style, String left, String right, Optional<Figure> figure) {

        public enum Style {
            TITLE, CENTRED, ROW, BIG, PLAIN, RULE, GAP, FIGURE
        }

        public SlipLine {
            Check.argument((style == Style.FIGURE) == figure.isPresent(), "a line of a figure has one");
        }

        /// Laid out in columns; a row that does not fit goes over two lines, a long plain line is wrapped.
        List<String> text(int columnsMax) {
            return switch (style) {
                case TITLE, CENTRED -> wrapped(left, columnsMax).stream().map(line -> " ".repeat((columnsMax - columns(line)) / 2) + line).toList();
                case ROW, BIG -> row(columnsMax);
                case PLAIN, FIGURE -> wrapped(left, columnsMax);
                case RULE -> List.of("-".repeat(columnsMax));
                case GAP -> List.of("");
            };
        }

        private List<String> row(int columnsMax) {
            int free = columnsMax - columns(left) - columns(right);
            if (free >= 1) {
                return List.of(left + " ".repeat(free) + right);
            }
            var lines = new ArrayList<>(wrapped(left, columnsMax));
            for (String line : wrapped(right, columnsMax)) {
                lines.add(" ".repeat(columnsMax - columns(line)) + line);
            }
            return lines;
        }

        /// Broken at a space where there is one, else wherever the line is full.
        private static List<String> wrapped(String text, int columnsMax) {
            var lines = new ArrayList<String>();
            var line = new StringBuilder();
            int used = 0;
            for (int codePoint : text.codePoints().toArray()) {
                int width = columns(codePoint);
                if (used + width > columnsMax) {
                    int space = codePoint == ' ' ? -1 : line.lastIndexOf(" ");
                    String rest = space > 0 ? line.substring(space + 1) : "";
                    lines.add((space > 0 ? line.substring(0, space) : line.toString()).stripTrailing());
                    line.setLength(0);
                    line.append(rest);
                    used = columns(rest);
                }
                if (codePoint != ' ' || used > 0 || lines.isEmpty()) {
                    line.appendCodePoint(codePoint);
                    used += width;
                }
            }
            lines.add(line.toString());
            return lines;
        }
    }

    /// The columns that a text takes on paper.
    public static int columns(String text) {
        return text.codePoints().map(Slip::columns).sum();
    }

    /// Two for Chinese characters and full-width forms, else one.
    static int columns(int codePoint) {
        boolean wide = codePoint >= 0x1100 && codePoint <= 0x115F
                || codePoint >= 0x2E80 && codePoint <= 0xA4CF
                || codePoint >= 0xAC00 && codePoint <= 0xD7A3
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint >= 0xFE30 && codePoint <= 0xFE4F
                || codePoint >= 0xFF00 && codePoint <= 0xFF60
                || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
                || codePoint >= 0x20000 && codePoint <= 0x3FFFD;
        return wide ? 2 : 1;
    }

    public static Builder of(String kind) {
        return new Builder(kind);
    }

    /// Builds a slip line by line.
    public static final class Builder {
        private final String kind;
        private final List<SlipLine> lines = new ArrayList<>();

        private Builder(String kind) {
            Check.argument(!kind.isEmpty(), "a slip has a kind");
            this.kind = kind;
        }

        private Builder add(SlipLine.Style style, String left, String right) {
            lines.add(new SlipLine(style, left, right, Optional.empty()));
            return this;
        }

        public Builder title(String text) {
            return add(SlipLine.Style.TITLE, text, "");
        }

        public Builder centred(String text) {
            return add(SlipLine.Style.CENTRED, text, "");
        }

        public Builder row(String left, String right) {
            return add(SlipLine.Style.ROW, left, right);
        }

        public Builder big(String left, String right) {
            return add(SlipLine.Style.BIG, left, right);
        }

        public Builder plain(String text) {
            return add(SlipLine.Style.PLAIN, text, "");
        }

        public Builder rule() {
            return add(SlipLine.Style.RULE, "", "");
        }

        public Builder gap() {
            return add(SlipLine.Style.GAP, "", "");
        }

        /// @param words what stands for it where only text can
        public Builder figure(String words, Figure figure) {
            lines.add(new SlipLine(SlipLine.Style.FIGURE, words, "", Optional.of(figure)));
            return this;
        }

        public Slip build() {
            return new Slip(kind, lines);
        }
    }
}
