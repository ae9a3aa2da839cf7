package io.shouyin.host.support;

import static io.shouyin.host.support.LeafletLayout.MARGIN_PT;
import static io.shouyin.host.support.LeafletLayout.PAGE_HEIGHT_PT;
import static io.shouyin.host.support.LeafletLayout.RIGHT_PT;

import io.shouyin.host.documents.PdfRecord;
import io.shouyin.host.documents.PdfText;
import io.shouyin.host.support.LeafletLayout.Placed;
import io.shouyin.host.support.LeafletPen.Ink;
import io.shouyin.host.web.QrCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;

/// A password guide on paper: A4, black on white with one dark green, real text, and a QR code to the page that is always up to date. One page,
/// unless policies say uncommonly much.
final class Leaflet {

    private static final float TITLE_PT = 22;
    private static final float TITLE_LEADING_PT = 30;
    private static final float PRODUCT_PT = 11;
    private static final float NOTE_PT = 9;
    private static final float SMALL_PT = 8;
    private static final float MARK_PT = 22;
    private static final float QR_PT = 92;
    private static final float QR_LEFT_PT = RIGHT_PT - QR_PT;
    private static final float QR_FOOT_PT = MARGIN_PT + QR_PT + 14;
    private static final float FOOT_PT = PAGE_HEIGHT_PT - 32;

    private final Guidance guide;
    private final GuidanceWords words;
    private final LocalDate day;
    private final PdfText text;

    private Leaflet(Guidance guide, GuidanceWords words, LocalDate day, PdfText text) {
        this.guide = guide;
        this.words = words;
        this.day = day;
        this.text = text;
    }

    /// @param day as of which the guide holds
    static byte[] pdf(Guidance guide, GuidanceWords words, LocalDate day) throws IOException {
        try (var document = new PDDocument(); var bytes = new ByteArrayOutputStream()) {
            var text = PdfText.in(document);
            PdfRecord.into(document, text.printable(guide.title()), words.language());
            new Leaflet(guide, words, day, text).draw(document);
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private void draw(PDDocument document) throws IOException {
        var title = text.lines(text.printable(guide.title()), TITLE_PT, QR_LEFT_PT - MARGIN_PT - 2 * TITLE_PT);
        float titleTop = MARGIN_PT + MARK_PT + 10;
        float noteAt = titleTop + title.size() * TITLE_LEADING_PT + 14;
        float ruleAt = Math.max(noteAt, QR_FOOT_PT) + 12;
        var layout = LeafletLayout.of(guide, text, ruleAt + 10);
        for (int page = 0; page < layout.pages(); page++) {
            try (var pen = LeafletPen.onNewPage(document, text)) {
                if (page == 0) {
                    head(pen, title, titleTop, noteAt);
                    pen.rule(MARGIN_PT, RIGHT_PT, ruleAt, 1.5f, Ink.GREEN);
                }
                for (var placed : layout.on(page)) {
                    run(pen, placed, layout.sizePt());
                }
                foot(pen, page + 1 + " / " + layout.pages());
            }
        }
    }

    private void head(LeafletPen pen, List<String> title, float titleTop, float noteAt) throws IOException {
        pen.mark(MARGIN_PT, MARGIN_PT, MARK_PT);
        pen.bold("守银 Shouyin", MARGIN_PT + MARK_PT + 4, MARGIN_PT + 15, PRODUCT_PT, Ink.BLACK);
        for (int i = 0; i < title.size(); i++) {
            pen.bold(title.get(i), MARGIN_PT, titleTop + (i + 1) * TITLE_LEADING_PT - 6, TITLE_PT, Ink.BLACK);
        }
        pen.write(words.madeFrom(day), MARGIN_PT, noteAt, NOTE_PT, Ink.BLACK);
        pen.qr(QrCode.modules(guide.pageUrl()), QR_LEFT_PT, MARGIN_PT, QR_PT);
        pen.write(words.scan(), QR_LEFT_PT + (QR_PT - text.widthPt(words.scan(), SMALL_PT)) / 2, QR_FOOT_PT, SMALL_PT, Ink.BLACK);
    }

    private void run(LeafletPen pen, Placed run, float sizePt) throws IOException {
        switch (run.look()) {
            case HEADING -> pen.bold(run.text(), run.x(), run.y(), LeafletLayout.headingPt(sizePt), Ink.GREEN);
            case BODY -> pen.write(run.text(), run.x(), run.y(), sizePt, Ink.BLACK);
            case STRUCK -> {
                pen.write(run.text(), run.x(), run.y(), sizePt, Ink.BLACK);
                pen.rule(run.x(), run.x() + text.widthPt(run.text(), sizePt), run.y() - sizePt * 0.33f, 0.7f, Ink.BLACK);
            }
        }
    }

    private void foot(LeafletPen pen, String number) throws IOException {
        pen.rule(MARGIN_PT, RIGHT_PT, FOOT_PT - 14, 0.5f, Ink.BLACK);
        pen.write(guide.pageUrl(), MARGIN_PT, FOOT_PT, SMALL_PT, Ink.BLACK);
        pen.write(number, RIGHT_PT - text.widthPt(number, SMALL_PT), FOOT_PT, SMALL_PT, Ink.BLACK);
    }
}
