package io.shouyin.host.receipts;

import io.shouyin.host.documents.PdfText;
import io.shouyin.kernel.receipt.Code;
import io.shouyin.kernel.receipt.Figure;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.kernel.receipt.Slip.SlipLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// A slip on one page as wide as its paper and as long as it needs. First it is laid out from the top, then drawn, as only then the length is
/// known.
final class SlipPdf {

    private static final float PT_PER_MM = 72 / 25.4f;
    private static final float MARGIN_PT = 9;
    private static final float LEADING = 1.5f;
    private static final float TITLE = 1.5f;
    private static final float BIG = 1.35f;
    private static final float FIGURE_SHARE = 0.7f;

    private final PdfText text;
    private final float widthPt;
    private final float sizePt;
    private final List<Mark> marks = new ArrayList<>();
    private float y = MARGIN_PT;

    /// What is drawn, `y` points from the top.
    private sealed interface Mark {}

    private record Written(String line, float x, float y, float sizePt) implements Mark {}

    private record Rule(float y) implements Mark {}

    private record Drawn(Signature signature, float x, float y, float scale) implements Mark {}

    SlipPdf(PdfText text, Paper paper) {
        this.text = text;
        this.widthPt = paper.widthMm() * PT_PER_MM;
        this.sizePt = switch (paper) {
            case MM58 -> 7.5f;
            case MM80 -> 9.5f;
        };
    }

    void draw(PDDocument document, Slip slip) throws IOException {
        slip.lines().forEach(this::place);
        float heightPt = y + MARGIN_PT;
        var page = new PDPage(new PDRectangle(widthPt, heightPt));
        document.addPage(page);
        try (var out = new PDPageContentStream(document, page)) {
            for (Mark mark : marks) {
                switch (mark) {
                    case Written written -> write(out, written, heightPt);
                    case Rule rule -> {
                        out.setLineWidth(0.5f);
                        line(out, MARGIN_PT, heightPt - rule.y, widthPt - MARGIN_PT, heightPt - rule.y);
                    }
                    case Drawn drawn -> sign(out, drawn, heightPt);
                }
            }
        }
    }

    // from the top

    private void place(SlipLine line) {
        switch (line.style()) {
            case TITLE -> centred(line.left(), sizePt * TITLE);
            case CENTRED -> centred(line.left(), sizePt);
            case ROW -> row(line, sizePt);
            case BIG -> row(line, sizePt * BIG);
            case PLAIN -> text.lines(text.printable(line.left()), sizePt, innerPt()).forEach(one -> next(one, MARGIN_PT, sizePt));
            case RULE -> {
                marks.add(new Rule(y + sizePt * LEADING / 2));
                y += sizePt * LEADING;
            }
            case GAP -> y += sizePt * LEADING;
            case FIGURE -> figure(line.left(), line.figure().orElseThrow());
        }
    }

    private void centred(String words, float size) {
        for (String line : text.lines(text.printable(words), size, innerPt())) {
            next(line, (widthPt - text.widthPt(line, size)) / 2, size);
        }
    }

    /// Side by side if both fit, else the right part on lines of its own.
    private void row(SlipLine line, float size) {
        String left = text.printable(line.left());
        String right = text.printable(line.right());
        if (text.widthPt(left + " " + right, size) <= innerPt()) {
            marks.add(new Written(left, MARGIN_PT, y + size, size));
            next(right, widthPt - MARGIN_PT - text.widthPt(right, size), size);
            return;
        }
        text.lines(left, size, innerPt()).forEach(one -> next(one, MARGIN_PT, size));
        text.lines(right, size, innerPt()).forEach(one -> next(one, widthPt - MARGIN_PT - text.widthPt(one, size), size));
    }

    private void figure(String words, Figure figure) {
        switch (figure) {
            case Signature signature -> {
                float scale = innerPt() * FIGURE_SHARE / Signature.WIDTH;
                marks.add(new Drawn(signature, (widthPt - Signature.WIDTH * scale) / 2, y, scale));
                y += Signature.HEIGHT * scale;
            }
            case Code _ -> centred(words, sizePt);
        }
    }

    private void next(String line, float x, float size) {
        marks.add(new Written(line, x, y + size, size));
        y += size * LEADING;
    }

    private float innerPt() {
        return widthPt - 2 * MARGIN_PT;
    }

    // on the page, which is measured from its foot

    private void write(PDPageContentStream out, Written written, float heightPt) throws IOException {
        out.beginText();
        out.setFont(text.font(), written.sizePt);
        out.newLineAtOffset(written.x, heightPt - written.y);
        out.showText(written.line);
        out.endText();
    }

    private static void sign(PDPageContentStream out, Drawn drawn, float heightPt) throws IOException {
        out.setLineWidth(0.9f);
        out.setLineCapStyle(1);
        out.setLineJoinStyle(1);
        for (Signature.Stroke stroke : drawn.signature.strokes()) {
            Signature.Point before = stroke.points().getFirst();
            for (Signature.Point point : stroke.points()) {
                line(out, drawn.x + before.x() * drawn.scale, heightPt - drawn.y - before.y() * drawn.scale,
                        drawn.x + point.x() * drawn.scale, heightPt - drawn.y - point.y() * drawn.scale);
                before = point;
            }
        }
    }

    private static void line(PDPageContentStream out, float fromX, float fromY, float toX, float toY) throws IOException {
        out.moveTo(fromX, fromY);
        out.lineTo(toX, toY);
        out.stroke();
    }
}
