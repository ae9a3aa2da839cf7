package io.shouyin.host.support;

import io.shouyin.host.documents.PdfText;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/// Draws on one A4 page. Points are measured from its upper left corner, in 1/72 inch; a text stands on its y.
final class LeafletPen implements AutoCloseable {

    enum Ink {
        BLACK(0, 0, 0), GREEN(0x0e, 0x7c, 0x66), WHITE(0xff, 0xff, 0xff);

        private final float red;
        private final float green;
        private final float blue;

        Ink(int red, int green, int blue) {
            this.red = red / 255f;
            this.green = green / 255f;
            this.blue = blue / 255f;
        }
    }

    private static final float BOLD = 0.03f;

    private final PDPageContentStream out;
    private final PdfText text;

    private LeafletPen(PDPageContentStream out, PdfText text) {
        this.out = out;
        this.text = text;
    }

    static LeafletPen onNewPage(PDDocument document, PdfText text) throws IOException {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        return new LeafletPen(new PDPageContentStream(document, page), text);
    }

    void write(String line, float x, float y, float sizePt, Ink ink) throws IOException {
        write(line, x, y, sizePt, ink, RenderingMode.FILL);
    }

    /// Bold by a thin line around the letters, so that one font does.
    void bold(String line, float x, float y, float sizePt, Ink ink) throws IOException {
        write(line, x, y, sizePt, ink, RenderingMode.FILL_STROKE);
    }

    private void write(String line, float x, float y, float sizePt, Ink ink, RenderingMode mode) throws IOException {
        use(ink, sizePt * BOLD);
        out.beginText();
        out.setFont(text.font(), sizePt);
        out.setRenderingMode(mode);
        out.newLineAtOffset(x, up(y));
        out.showText(line);
        out.endText();
    }

    void rule(float fromX, float toX, float y, float widthPt, Ink ink) throws IOException {
        use(ink, widthPt);
        out.moveTo(fromX, up(y));
        out.lineTo(toX, up(y));
        out.stroke();
    }

    /// Black squares where a module is dark; the white around it is the page's.
    void qr(boolean[][] dark, float left, float top, float sidePt) throws IOException {
        float module = sidePt / dark.length;
        use(Ink.BLACK, 0);
        for (int y = 0; y < dark.length; y++) {
            for (int x = 0; x < dark.length; x++) {
                if (dark[y][x]) {
                    out.addRect(left + x * module, up(top + (y + 1) * module), module, module);
                }
            }
        }
        out.fill();
    }

    /// The product's shield with its tick, as the console draws it: in a box of 22 by 26.5 from (5, 3).
    void mark(float left, float top, float heightPt) throws IOException {
        float unit = heightPt / 26.5f;
        out.saveGraphicsState();
        out.transform(new Matrix(unit, 0, 0, -unit, left - 5 * unit, up(top - 3 * unit)));
        use(Ink.GREEN, 0);
        out.moveTo(16, 3);
        out.lineTo(27, 7.2f);
        out.lineTo(27, 15.2f);
        out.curveTo(27, 22, 22.5f, 27, 16, 29.5f);
        out.curveTo(9.5f, 27, 5, 22, 5, 15.2f);
        out.lineTo(5, 7.2f);
        out.fill();
        use(Ink.WHITE, 2.6f);
        out.setLineCapStyle(1);
        out.setLineJoinStyle(1);
        out.moveTo(10.8f, 15.8f);
        out.lineTo(14.6f, 19.7f);
        out.lineTo(21.4f, 12);
        out.stroke();
        out.restoreGraphicsState();
    }

    private void use(Ink ink, float lineWidthPt) throws IOException {
        out.setNonStrokingColor(ink.red, ink.green, ink.blue);
        out.setStrokingColor(ink.red, ink.green, ink.blue);
        out.setLineWidth(lineWidthPt);
    }

    private static float up(float y) {
        return LeafletLayout.PAGE_HEIGHT_PT - y;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
