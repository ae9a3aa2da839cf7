package io.shouyin.host.sheets;

import io.shouyin.host.web.RefusedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Reads a table from a file: CSV in UTF-8 or GBK, or Excel. Nothing of it is written to disk, and all of it is bounded.
public final class Sheets {

    public static final int FILE_BYTES_MAX = 50 << 20;
    public static final int ROWS_MAX = 50_000;
    static final int COLUMNS_MAX = 100;
    static final int CELL_LENGTH_MAX = 1000;

    private Sheets() {}

    /// Hands on the rows that are not empty, in their order.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest a [SheetRefusal]
    public static void read(InputStream in, Consumer<SheetRow> rows) throws IOException {
        byte[] file = in.readNBytes(FILE_BYTES_MAX + 1);
        SheetRefusal.SHEET_TOO_LARGE.when(file.length > FILE_BYTES_MAX);
        try {
            AtomicInteger count = new AtomicInteger();
            Consumer<SheetRow> counted = row -> {
                SheetRefusal.SHEET_TOO_MANY_ROWS.when(count.incrementAndGet() > ROWS_MAX + 1);
                rows.accept(row);
            };
            switch (SheetFormat.of(file)) {
                case CSV -> CsvReader.read(file, counted);
                case XLSX -> excel(file, counted);
            }
            SheetRefusal.SHEET_EMPTY.when(count.get() == 0);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static void excel(byte[] file, Consumer<SheetRow> rows) {
        try {
            ExcelReader.read(file, rows);
        } catch (RefusedRequest refused) {
            throw refused;
        } catch (IOException | RuntimeException broken) {
            // the library says of a broken file whatever comes to its mind, also IllegalArgumentException
            throw SheetRefusal.SHEET_BROKEN.refused();
        }
    }

    /// In which column of the first row a name stands.
    ///
    /// @param names any of them will do, without regard to case
    /// @return the column, or -1
    public static int column(SheetRow first, List<String> names) {
        for (int column = 0; column < first.cells().size(); column++) {
            String text = first.cell(column).text();
            if (names.stream().anyMatch(text::equalsIgnoreCase)) {
                return column;
            }
        }
        return -1;
    }
}
