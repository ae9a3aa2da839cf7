package io.shouyin.host.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.sheets.SheetRow.Cell;
import io.shouyin.host.sheets.SheetRow.Kind;
import io.shouyin.host.web.RefusedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheetsTest {

    private static final List<List<String>> TABLE = List.of(List.of("姓名", "name, quoted", "备注 \"x\""), List.of("张三", "two\nlines", "=HYPERLINK(1)"),
            List.of("李四", "+8613917346028", ""));

    @ParameterizedTest
    @EnumSource
    void table_writtenAndRead_isTheSame(SheetFormat format) throws IOException {
        List<SheetRow> rows = read(written(format, TABLE));
        assertThat(rows).map(row -> row.cells().stream().map(Cell::text).toList()).isEqualTo(TABLE);
    }

    @Test
    void formula_writtenToCsv_isText() throws IOException {
        for (String cell : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1")) {
            String csv = new String(written(SheetFormat.CSV, List.of(List.of(cell))), StandardCharsets.UTF_8);
            assertThat(csv).startsWith("\ufeff'" + cell.charAt(0));
            assertThat(read(csv.getBytes(StandardCharsets.UTF_8)).getFirst().cell(0)).isEqualTo(new Cell(cell.strip(), Kind.TEXT));
            assertThat(read(cell.getBytes(StandardCharsets.UTF_8)).getFirst().cell(0).kind()).as("as it came").isEqualTo(Kind.FORMULA);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GBK", "GB18030"})
    void csv_inUtf8OrGbk_isRead(String charset) throws IOException {
        assertThat(read("姓名,卡号\r张三,1\n".getBytes(Charset.forName(charset)))).map(row -> row.cell(0).text()).containsExactly("姓名", "张三");
    }

    @Test
    void emptyLines_areLeftOutAndCounted() throws IOException {
        assertThat(read(text("a\n\n,,\nb"))).map(SheetRow::line).containsExactly(1, 4);
    }

    @Test
    void excelNumberAndResult_sayWhatTheyAre() throws IOException {
        byte[] file = workbook(sheet -> {
            sheet.value(0, 0, 6222021234567890123L);
            sheet.value(0, 1, "6222021234567890123");
            sheet.formula(0, 2, "1+1");
            sheet.value(0, 3, true);
        });
        SheetRow row = read(file).getFirst();
        assertThat(row.cells()).map(Cell::kind).containsExactly(Kind.NUMBER, Kind.TEXT, Kind.RESULT, Kind.RESULT);
        assertThat(read(workbookOf("<c r=\"A1\" t=\"e\"><v>#N/A</v></c>")).getFirst().cell(0).kind()).isEqualTo(Kind.RESULT);
    }

    @Test
    void bounds_areKept() throws IOException {
        refused("SHEET_EMPTY", text(""));
        refused("SHEET_EMPTY", text("\n\n,\n"));
        refused("SHEET_QUOTE_OPEN", text("a,\"b"));
        refused("SHEET_CELL_TOO_LONG", text("x".repeat(1001)));
        refused("SHEET_CELL_TOO_LONG", text(",".repeat(100)));
        refused("SHEET_TOO_MANY_ROWS", text("a\n".repeat(50_002)));
        refused("SHEET_TOO_MANY_ROWS", text("\n".repeat(101_000)));
        assertThat(read(text("a\n".repeat(20_001)))).as("a head and as many rows as are allowed").hasSize(20_001);
        assertThatThrownBy(() -> Sheets.read(endless(), _ -> {})).isInstanceOfSatisfying(RefusedRequest.class,
                refusal -> assertThat(refusal.refusal()).isEqualTo(SheetRefusal.SHEET_TOO_LARGE));
    }

    @Test
    void garbage_isRefusedByName() throws IOException {
        refused("SHEET_ENCODING_UNKNOWN", new byte[] {'a', (byte) 0xFF, (byte) 0xFF});
        refused("SHEET_BROKEN", new byte[] {'a', 0, 'b'});
        refused("SHEET_BROKEN", text("PK no zip at all"));
        byte[] whole = written(SheetFormat.XLSX, TABLE);
        for (int length = 2; length < whole.length; length += 97) {
            refused("SHEET_BROKEN", Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @CsvSource({"<v>1E999999999</v>,SHEET_CELL_TOO_LONG", "<v>1E-999999999</v>,SHEET_CELL_TOO_LONG", "<v>1E99999999999</v>,SHEET_BROKEN",
            "<v>x</v>,SHEET_BROKEN"})
    void excelNumber_thatNobodyWritesOut_isRefused(String value, String code) throws IOException {
        refused(code, workbookOf("<c r=\"A1\">" + value + "</c>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"??", "A", "1", "A99999999999999"})
    void excelCell_atNoAddress_isRefused(String address) throws IOException {
        refused("SHEET_BROKEN", workbookOf("<c r=\"" + address + "\"><v>1</v></c>"));
    }

    @Test
    void excel_thatUnpacksToTooMuch_isRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte <= 256; megabyte++) {
                zip.write(zeros);
            }
        }
        refused("SHEET_TOO_LARGE", bomb.toByteArray());
    }

    @Test
    void excel_withEntities_isRefused() throws IOException {
        ByteArrayOutputStream laughs = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(laughs)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            zip.write(text("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><workbook>&b;</workbook>"));
        }
        refused("SHEET_BROKEN", laughs.toByteArray());
    }

    private interface Filling {
        void in(Worksheet sheet);
    }

    private static byte[] workbook(Filling filling) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", null)) {
            filling.in(workbook.newWorksheet("test"));
        }
        return out.toByteArray();
    }

    /// One row whose cells are these, as they are in the file.
    private static byte[] workbookOf(String cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] whole = workbook(sheet -> sheet.value(0, 0, "x"));
        try (ZipFile in = ZipFile.builder().setByteArray(whole).get(); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipArchiveEntry entry : Collections.list(in.getEntries())) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                String part = new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                zip.write(text(entry.getName().endsWith("sheet1.xml") ? part.replaceAll("<c .*</c>", cells) : part));
            }
        }
        return out.toByteArray();
    }

    private static byte[] written(SheetFormat format, List<List<String>> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter sheet = SheetWriter.open(format, out, "test")) {
            for (List<String> row : rows) {
                sheet.row(row);
            }
        }
        return out.toByteArray();
    }

    private static List<SheetRow> read(byte[] file) throws IOException {
        List<SheetRow> rows = new ArrayList<>();
        Sheets.read(new ByteArrayInputStream(file), rows::add);
        return rows;
    }

    private static void refused(String code, byte[] file) {
        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(RefusedRequest.class,
                refusal -> assertThat(refusal.refusal().name()).isEqualTo(code));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
    }
}
