package io.shouyin.host.sheets;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// Writes a table row by row. Every cell is text: what a spreadsheet would run as a formula gets an apostrophe before it in CSV, and is
/// of type text in Excel.
public sealed interface SheetWriter extends Closeable {

    void row(List<String> cells) throws IOException;

    /// @param name of the sheet
    static SheetWriter open(SheetFormat format, OutputStream out, String name) throws IOException {
        return switch (format) {
            case CSV -> new Csv(out);
            case XLSX -> new Excel(out, name);
        };
    }

    /// RFC 4180.
    final class Csv implements SheetWriter {

        private static final String NEEDS_QUOTES = ",\"\r\n";

        private final Writer out;

        private Csv(OutputStream out) throws IOException {
            this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            this.out.write('\ufeff');
        }

        @Override
        public void row(List<String> cells) throws IOException {
            String separator = "";
            for (String cell : cells) {
                out.write(separator);
                out.write(quoted(Formulas.neutral(cell)));
                separator = ",";
            }
            out.write("\r\n");
        }

        private static String quoted(String text) {
            return text.chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0) ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    final class Excel implements SheetWriter {

        private static final int FLUSH_ROWS = 500;

        private final Workbook workbook;
        private final Worksheet sheet;
        private int line;

        private Excel(OutputStream out, String name) {
            this.workbook = new Workbook(out, "Shouyin", null);
            this.sheet = workbook.newWorksheet(name);
        }

        @Override
        public void row(List<String> cells) throws IOException {
            for (int column = 0; column < cells.size(); column++) {
                sheet.inlineString(line, column, cells.get(column));
            }
            line++;
            if (line % FLUSH_ROWS == 0) {
                sheet.flush();
            }
        }

        @Override
        public void close() throws IOException {
            workbook.finish();
        }
    }
}
