package io.shouyin.host.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Text in the one font of all documents: how wide it is, and where its lines break. Only the glyphs that are used go into the document.
public final class PdfText {

    private static final String FONT = "NotoSansSC-Regular.ttf";
    /// What a printer sets in place of a character that he does not have.
    private static final int GETA = '〓';

    private final PDFont font;
    private final CmapLookup glyphs;

    private PdfText(PDFont font, CmapLookup glyphs) {
        this.font = font;
        this.glyphs = glyphs;
    }

    /// Reads the font, which stays open as long as the document.
    public static PdfText in(PDDocument document) throws IOException {
        var font = parsed();
        document.registerTrueTypeFontForClosing(font);
        return new PdfText(PDType0Font.load(document, font, true), font.getUnicodeCmapLookup());
    }

    private static TrueTypeFont parsed() throws IOException {
        try (var file = PdfText.class.getResourceAsStream(FONT)) {
            var font = new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(file));
            font.setEnableGsub(false);
            return font;
        }
    }

    public PDFont font() {
        return font;
    }

    /// The text as the font can show it: a character that it lacks is 〓, marks that it lacks and what has no shape are left out.
    ///
    /// ```
    /// printable("𠮷野家")        // 〓野家
    /// printable("茶\u202E馆")    // 茶馆
    /// ```
    public String printable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().map(PdfText::spaced).filter(this::hasShape)
                .map(one -> has(one) ? one : GETA).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static int spaced(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) ? ' ' : character;
    }

    private boolean hasShape(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT -> false;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> has(character);
            default -> true;
        };
    }

    private boolean has(int character) {
        return glyphs.getGlyphId(character) != 0;
    }

    /// @param text printable
    public float widthPt(String text, float sizePt) {
        try {
            return font.getStringWidth(text) / 1000 * sizePt;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Lines no wider than this, broken where Chinese and English may be, anywhere in a word that is wider by itself.
    ///
    /// @param text printable
    public List<String> lines(String text, float sizePt, float widthPt) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var piece : pieces(text).flatMap(piece -> widthPt(piece, sizePt) <= widthPt ? Stream.of(piece) : characters(piece)).toList()) {
            if (!line.isEmpty() && widthPt((line + piece).stripTrailing(), sizePt) > widthPt) {
                lines.add(line.stripTrailing());
                line = "";
            }
            line += piece;
        }
        lines.add(line.stripTrailing());
        return List.copyOf(lines);
    }

    private static Stream<String> pieces(String text) {
        var breaks = BreakIterator.getLineInstance(Locale.CHINA);
        breaks.setText(text);
        var pieces = new ArrayList<String>();
        for (int from = breaks.first(), to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            pieces.add(text.substring(from, to));
        }
        return pieces.stream();
    }

    private static Stream<String> characters(String piece) {
        return piece.codePoints().mapToObj(Character::toString);
    }
}
