package io.shouyin.host.sheets;

import io.shouyin.host.sheets.SheetRow.Cell;
import io.shouyin.host.sheets.SheetRow.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/// The first sheet of an Excel file. How much it unpacks to is measured before anything is parsed.
final class ExcelReader {

    private static final long UNPACKED_BYTES_MAX = 256L << 20;

    private ExcelReader() {}

    static void read(byte[] file, Consumer<SheetRow> rows) throws IOException {
        measure(file);
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file)); Stream<Row> found = workbook.getFirstSheet().openStream()) {
            found.map(ExcelReader::row).filter(row -> !row.isEmpty()).forEach(rows);
        }
    }

    private static void measure(byte[] file) throws IOException {
        byte[] some = new byte[8192];
        long bytes = 0;
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream part = zip.getInputStream(entry)) {
                    for (int count = part.read(some); count >= 0; count = part.read(some)) {
                        bytes += count;
                        SheetRefusal.SHEET_TOO_LARGE.when(bytes > UNPACKED_BYTES_MAX);
                    }
                }
            }
        }
    }

    private static SheetRow row(Row row) {
        SheetRefusal.SHEET_CELL_TOO_LONG.when(row.getCellCount() > Sheets.COLUMNS_MAX);
        List<Cell> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(cell == null ? Cell.EMPTY : cell(cell)));
        return new SheetRow(row.getRowNum(), cells);
    }

    private static Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
        String text = cell.getText();
        SheetRefusal.SHEET_CELL_TOO_LONG.when(text.length() > Sheets.CELL_LENGTH_MAX);
        return switch (cell.getType()) {
            case NUMBER -> number(cell.asNumber());
            case FORMULA, BOOLEAN, ERROR -> new Cell(text.strip(), Kind.RESULT);
            case STRING, EMPTY -> Formulas.cell(text);
        };
    }

    /// `1E999999999` is eleven characters in the file and a thousand million written out.
    private static Cell number(BigDecimal number) {
        SheetRefusal.SHEET_CELL_TOO_LONG.when(Math.abs((long) number.scale()) > Sheets.CELL_LENGTH_MAX);
        return new Cell(number.toPlainString(), Kind.NUMBER);
    }
}
