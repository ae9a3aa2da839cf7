package io.shouyin.host.support;

import io.shouyin.host.documents.PdfText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where each line of a leaflet stands: two columns a page, on as few pages as the smallest letters need, in the largest letters that still fit
/// them. A section stays in one column if it is no longer than that.
///
/// @param sizePt of the letters
/// @param pages how many there are
record LeafletLayout(float sizePt, int pages, List<Placed> runs) {

    static final float PAGE_WIDTH_PT = 595.28f;
    static final float PAGE_HEIGHT_PT = 841.89f;
    static final float MARGIN_PT = 45;
    static final float RIGHT_PT = PAGE_WIDTH_PT - MARGIN_PT;
    private static final float BOTTOM_PT = PAGE_HEIGHT_PT - 56;
    private static final float GUTTER_PT = 24;
    private static final float COLUMN_PT = (RIGHT_PT - MARGIN_PT - GUTTER_PT) / 2;
    private static final float SIZE_PT_MAX = 10.5f;
    private static final float SIZE_PT_MIN = 8;
    private static final float STEP_PT = 0.25f;
    private static final float LEADING = 1.5f;
    private static final float HEADING = 1.2f;

    enum Look { HEADING, BODY, STRUCK }

    /// @param dx from the left edge of its column
    record Run(String text, float dx, Look look) {}

    /// @param y from the top of the page to the base of the letters
    record Placed(int page, float x, float y, String text, Look look) {}

    private record Line(float heightPt, List<Run> runs) {}

    /// Lines that are not torn apart.
    private record Block(List<Line> lines) {

        float heightPt() {
            return (float) lines.stream().mapToDouble(Line::heightPt).sum();
        }
    }

    /// @param topPt where the columns of the first page begin
    static LeafletLayout of(Guidance guide, PdfText text, float topPt) {
        int pages = of(guide, text, topPt, SIZE_PT_MIN).pages();
        float size = SIZE_PT_MAX;
        var layout = of(guide, text, topPt, size);
        while (layout.pages() > pages) {
            size -= STEP_PT;
            layout = of(guide, text, topPt, size);
        }
        return layout;
    }

    private static LeafletLayout of(Guidance guide, PdfText text, float topPt, float sizePt) {
        var columns = new Columns(topPt);
        for (var section : new Setter(text, sizePt).sections(guide)) {
            columns.put(section, sizePt * LEADING);
        }
        return new LeafletLayout(sizePt, columns.column / 2 + 1, List.copyOf(columns.placed));
    }

    List<Placed> on(int page) {
        return runs.stream().filter(run -> run.page() == page).toList();
    }

    static float headingPt(float sizePt) {
        return sizePt * HEADING;
    }

    /// Filled one after the other.
    private static final class Columns {

        private final List<Placed> placed = new ArrayList<>();
        private final float firstTopPt;
        private int column;
        private float y;

        Columns(float firstTopPt) {
            this.firstTopPt = firstTopPt;
            y = firstTopPt;
        }

        /// @param gapPt above it, unless it begins a column
        void put(List<Block> section, float gapPt) {
            float height = (float) section.stream().mapToDouble(Block::heightPt).sum();
            if (y > top()) {
                y += gapPt;
                if (y + height > BOTTOM_PT && height <= BOTTOM_PT - firstTopPt) {
                    next();
                }
            }
            section.forEach(this::put);
        }

        private void put(Block block) {
            if (y + block.heightPt() > BOTTOM_PT) {
                next();
            }
            float left = MARGIN_PT + column % 2 * (COLUMN_PT + GUTTER_PT);
            for (var line : block.lines()) {
                y += line.heightPt();
                line.runs().forEach(run -> placed.add(new Placed(column / 2, left + run.dx(), y, run.text(), run.look())));
            }
        }

        private void next() {
            column++;
            y = top();
        }

        private float top() {
            return column < 2 ? firstTopPt : MARGIN_PT;
        }
    }

    /// Breaks a guide into lines.
    private record Setter(PdfText text, float sizePt) {

        /// As on the page; the bad examples follow the rules that they break.
        List<List<Block>> sections(Guidance guide) {
            var rules = guide.sections().stream().map(section -> section(section.title(), section.lines().stream().map(this::item).toList())).toList();
            var examples = Stream.of(section(guide.badTitle(), examples(guide.bad())));
            return Stream.of(rules.stream().limit(1), examples, rules.stream().skip(1)).flatMap(part -> part).toList();
        }

        /// The title stays with the first item.
        private List<Block> section(String title, List<Block> items) {
            var heading = text.lines(text.printable(title), headingPt(sizePt), COLUMN_PT).stream()
                    .map(line -> new Line(headingPt(sizePt) * LEADING, List.of(new Run(line, 0, Look.HEADING))));
            var first = new Block(Stream.concat(heading, items.stream().limit(1).flatMap(item -> item.lines().stream())).toList());
            return Stream.concat(Stream.of(first), items.stream().skip(1)).toList();
        }

        private Block item(String sentence) {
            return beside(new Run("·", 0, Look.BODY), sentence, sizePt);
        }

        private List<Block> examples(List<Guidance.Bad> bad) {
            float widest = (float) bad.stream().mapToDouble(one -> text.widthPt(text.printable(one.example()), sizePt)).max().orElse(0);
            return bad.stream().map(one -> beside(new Run(text.printable(one.example()), 0, Look.STRUCK), String.join(" · ", one.why()), widest + sizePt)).toList();
        }

        /// The first line stands a little apart from what is above it.
        private Block beside(Run mark, String sentence, float indentPt) {
            var lines = text.lines(text.printable(sentence), sizePt, COLUMN_PT - indentPt).stream().map(line -> new Run(line, indentPt, Look.BODY)).toList();
            var first = new Line(sizePt * (LEADING + 0.25f), List.of(mark, lines.getFirst()));
            return new Block(Stream.concat(Stream.of(first), lines.stream().skip(1).map(run -> new Line(sizePt * LEADING, List.of(run)))).toList());
        }
    }
}
