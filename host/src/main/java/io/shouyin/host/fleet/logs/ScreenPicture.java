package io.shouyin.host.fleet.logs;

import java.util.Locale;
import java.util.stream.Collectors;

/// Draws a terminal's screen as SVG: shapes and escaped text, nothing else. The browser of whoever looks has the fonts, which a host need not have.
final class ScreenPicture {

    private static final int WIDTH = 360;
    private static final int MARGIN = 18;
    private static final int LINE_HEIGHT = 22;
    private static final int FOOT = 16;

    private ScreenPicture() {}

    static String svg(TerminalScreen screen) {
        var drawn = new StringBuilder();
        int y = MARGIN;
        for (TerminalScreen.Row row : screen.rows()) {
            y = draw(drawn, row, y);
        }
        int height = Math.max(480, y + FOOT);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif">
                <rect width="%d" height="%d" rx="14" fill="#f7f9f8" stroke="#c9d2ce"/>
                %s</svg>
                """.formatted(WIDTH, height, WIDTH, height, WIDTH, height, drawn);
    }

    private static int draw(StringBuilder drawn, TerminalScreen.Row row, int y) {
        return switch (row.kind()) {
            case TITLE -> text(drawn, row.text(), MARGIN, y + 8, 19, "#1f2a27", true) + 10;
            case HEADLINE -> text(drawn, row.text(), MARGIN, y + 4, 17, colour(row.tone()), true);
            case DETAIL -> text(drawn, row.text(), MARGIN, y, 14, "#4a5652", false);
            case FACT, FIELD -> {
                right(drawn, row.value(), y);
                yield text(drawn, row.text(), MARGIN, y, 14, "#4a5652", false);
            }
            case ITEM, KEY -> {
                drawn.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#fff\" stroke=\"#dfe6e3\"/>\n".formatted(MARGIN, y, WIDTH - 2 * MARGIN, LINE_HEIGHT + 4));
                right(drawn, row.value(), y + 3);
                yield text(drawn, row.text(), MARGIN + 10, y + 3, 14, "#1f2a27", row.kind() == TerminalScreen.Kind.KEY) + 6;
            }
        };
    }

    /// @return where the next line begins
    private static int text(StringBuilder drawn, String text, int x, int y, int size, String colour, boolean bold) {
        int fits = Math.max(8, (int) ((WIDTH - 2 * MARGIN) * 1.9 / size));
        int line = y;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            int width = 0;
            while (to < text.length() && width < fits) {
                int character = text.codePointAt(to);
                width += character < 0x2E80 ? 1 : 2;
                to += Character.charCount(character);
            }
            line += LINE_HEIGHT;
            drawn.append("<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"%s>%s</text>\n".formatted(x, line - 6, size, colour, bold ? " font-weight=\"600\"" : "", escaped(text.substring(from, to))));
            from = to;
        }
        return Math.max(line, y + LINE_HEIGHT);
    }

    private static void right(StringBuilder drawn, String text, int y) {
        if (!text.isEmpty()) {
            drawn.append("<text x=\"%d\" y=\"%d\" font-size=\"14\" fill=\"#1f2a27\" text-anchor=\"end\">%s</text>\n".formatted(WIDTH - MARGIN - 10, y + LINE_HEIGHT - 6, escaped(text)));
        }
    }

    private static String colour(TerminalScreen.Tone tone) {
        return switch (tone) {
            case NEUTRAL -> "#1f2a27";
            case WAITING -> "#a76a12";
            case DONE -> "#1c7a5c";
            case REFUSED -> "#b3392f";
            case IN_DOUBT -> "#3b4b9a";
        };
    }

    /// Everything that is not a letter, a digit or a blank as a number: nothing of it can be markup.
    private static String escaped(String text) {
        return text.codePoints().mapToObj(character -> Character.isLetterOrDigit(character) || character == ' ' ? Character.toString(character) : "&#x" + Integer.toHexString(character).toUpperCase(Locale.ROOT) + ";")
                .collect(Collectors.joining());
    }
}
