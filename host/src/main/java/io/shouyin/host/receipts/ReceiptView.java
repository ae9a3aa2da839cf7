package io.shouyin.host.receipts;

import io.shouyin.kernel.receipt.Slip;
import io.shouyin.kernel.receipt.Slip.SlipLine;
import java.util.List;

/// A slip for a page.
///
/// @param style `TITLE`, `CENTRED`, `ROW`, `BIG`, `PLAIN`, `RULE`, `GAP` or `FIGURE`
record ReceiptView(List<Line> lines) {

    /// @param figure of a line in the style `FIGURE`, else null
    record Line(String style, String left, String right, Drawn figure) {}

    /// @param path in SVG, within width and height
    record Drawn(int width, int height, String path) {

        /// It may be a signature.
        @Override
        public String toString() {
            return "Drawn[...]";
        }
    }

    static ReceiptView of(Slip slip) {
        return new ReceiptView(slip.lines().stream().map(ReceiptView::line).toList());
    }

    private static Line line(SlipLine line) {
        return new Line(line.style().name(), line.left(), line.right(),
                line.figure().map(figure -> new Drawn(figure.width(), figure.height(), figure.path())).orElse(null));
    }
}
