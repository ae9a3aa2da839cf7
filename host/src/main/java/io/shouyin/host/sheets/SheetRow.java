package io.shouyin.host.sheets;

import java.util.List;

/// A row of a table.
///
/// @param line as people count: 1 is the first row of the file
public record SheetRow(int line, List<Cell> cells) {

    /// @param text without blanks around it
    /// @param kind what it was in the file
    public record Cell(String text, Kind kind) {

        static final Cell EMPTY = new Cell("", Kind.TEXT);

        /// Says nothing of the text.
        @Override
        public String toString() {
            return "Cell[" + kind + "]";
        }
    }

    public enum Kind {
        TEXT,
        /// An Excel number: beyond its fifteenth digit it is not what was typed.
        NUMBER,
        /// Would be run by a spreadsheet: it begins with `=`, `+`, `-`, `@` or a control character.
        FORMULA,
        /// What Excel has worked out: the result of a formula, an error, true or false. Nobody typed it.
        RESULT
    }

    /// Empty beyond the last cell.
    public Cell cell(int column) {
        return column < cells.size() ? cells.get(column) : Cell.EMPTY;
    }

    boolean isEmpty() {
        return cells.stream().allMatch(cell -> cell.text().isEmpty() && cell.kind() != Kind.RESULT);
    }
}
