package io.shouyin.host.sheets;

import io.shouyin.host.sheets.SheetRow.Cell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// CSV as RFC 4180 has it, in UTF-8 or GBK, with line ends of any system.
final class CsvReader {

    private static final Charset GBK = Charset.forName("GB18030");              // the same and more
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int END = -1;

    private final PushbackReader in;
    private int line = 1;

    private CsvReader(Reader text) {
        this.in = new PushbackReader(text);
    }

    static void read(byte[] file, Consumer<SheetRow> rows) throws IOException {
        CsvReader reader = new CsvReader(open(file, charset(file)));
        int first = reader.in.read();
        if (first != END && first != BYTE_ORDER_MARK) {
            reader.in.unread(first);
        }
        while (reader.row(rows)) {
            SheetRefusal.SHEET_TOO_MANY_ROWS.when(reader.line > Sheets.ROWS_MAX * 2);      // empty lines count for little, not for nothing
        }
    }

    private static Charset charset(byte[] file) throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, GBK)) {
            if (isAll(file, charset)) {
                return charset;
            }
        }
        throw SheetRefusal.SHEET_ENCODING_UNKNOWN.refused();
    }

    private static boolean isAll(byte[] file, Charset charset) throws IOException {
        try (Reader text = open(file, charset)) {
            char[] some = new char[8192];
            for (int count = text.read(some); count >= 0; count = text.read(some)) {
                SheetRefusal.SHEET_BROKEN.when(new String(some, 0, count).indexOf('\0') >= 0);
            }
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static Reader open(byte[] file, Charset charset) {
        return new InputStreamReader(new ByteArrayInputStream(file), charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /// @return false at the end
    private boolean row(Consumer<SheetRow> rows) throws IOException {
        int began = line;
        List<Cell> cells = new ArrayList<>();
        int delimiter;
        do {
            StringBuilder text = new StringBuilder();
            delimiter = cell(text);
            if (delimiter == END && cells.isEmpty() && text.isEmpty()) {
                return false;
            }
            cells.add(Formulas.cell(text.toString()));
            SheetRefusal.SHEET_CELL_TOO_LONG.when(cells.size() > Sheets.COLUMNS_MAX);
        } while (delimiter == ',');
        SheetRow row = new SheetRow(began, cells);
        if (!row.isEmpty()) {
            rows.accept(row);
        }
        return delimiter != END;
    }

    /// @return what ended it: a comma, a line end or the end
    private int cell(StringBuilder text) throws IOException {
        int first = in.read();
        boolean quoted = first == '"';
        if (!quoted && first != END) {
            in.unread(first);
        }
        while (true) {
            int next = in.read();
            if (quoted && next == '"') {
                int after = in.read();
                if (after == '"') {
                    append(text, '"');
                    continue;
                }
                quoted = false;
                next = after;
            }
            SheetRefusal.SHEET_QUOTE_OPEN.when(quoted && next == END);
            if (next == '\r') {
                int after = in.read();
                if (after != '\n' && after != END) {
                    in.unread(after);
                }
                next = '\n';
            }
            if (next == '\n') {
                line++;
            }
            if (!quoted && (next == ',' || next == '\n' || next == END)) {
                return next;
            }
            append(text, (char) next);
        }
    }

    private static void append(StringBuilder text, char next) {
        SheetRefusal.SHEET_CELL_TOO_LONG.when(text.length() >= Sheets.CELL_LENGTH_MAX);
        text.append(next);
    }
}
