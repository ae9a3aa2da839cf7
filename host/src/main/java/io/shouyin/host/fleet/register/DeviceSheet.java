package io.shouyin.host.fleet.register;

import io.shouyin.host.sheets.SheetColumns;
import io.shouyin.host.sheets.SheetRow;
import io.shouyin.host.sheets.SheetRow.Cell;
import io.shouyin.host.sheets.SheetRow.Kind;
import io.shouyin.host.sheets.Sheets;
import io.shouyin.kernel.PlainName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Devices as a table: the columns, and what is wrong with a line.
final class DeviceSheet {

    private static final int PLACE_LENGTH_MAX = 40;

    /// The columns.
    enum Field implements SheetColumns.Head {
        SERIAL_NUMBER("序列号", "serial number"),
        MODEL("型号", "model"),
        PLACE("存放地点", "place");

        private final String zh;
        private final String en;

        Field(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        @Override
        public String zh() {
            return zh;
        }

        @Override
        public String en() {
            return en;
        }
    }

    /// Something is wrong with a line. The value is not repeated.
    record Problem(int line, Field field, RegisterRefusal refusal) {}

    /// A line that can be taken into stock, unless the register has the device already.
    record Line(int number, String serialNumber, String model, String place) {}

    record Read(List<Line> good, List<Problem> problems) {

        int lines() {
            return good.size() + (int) problems.stream().mapToInt(Problem::line).distinct().count();
        }
    }

    private final Set<String> models;
    private SheetColumns<Field> columns;
    private final Set<String> serials = new HashSet<>();
    private final List<Line> good = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private DeviceSheet(Set<String> models) {
        this.models = models;
    }

    /// @param models of the catalogue
    /// @throws io.shouyin.host.web.RefusedRequest a [io.shouyin.host.sheets.SheetRefusal]
    static Read read(Set<String> models, InputStream file) throws IOException {
        DeviceSheet sheet = new DeviceSheet(models);
        Sheets.read(file, sheet::row);
        return new Read(sheet.good, sheet.problems);
    }

    private void row(SheetRow row) {
        if (columns == null) {
            columns = SheetColumns.of(row, Field.class, EnumSet.of(Field.PLACE));
        } else {
            line(row);
        }
    }

    private void line(SheetRow row) {
        int before = problems.size();
        columns.present().forEach(field -> problem(field, columns.cell(row, field)).ifPresent(refusal -> problems.add(new Problem(row.line(), field, refusal))));
        if (problems.size() == before) {
            String serial = columns.text(row, Field.SERIAL_NUMBER);
            if (serials.add(serial.toUpperCase(Locale.ROOT))) {
                good.add(new Line(row.line(), serial, columns.text(row, Field.MODEL), columns.text(row, Field.PLACE)));
            } else {
                problems.add(new Problem(row.line(), Field.SERIAL_NUMBER, RegisterRefusal.DEVICE_TWICE_IN_FILE));
            }
        }
    }

    private Optional<RegisterRefusal> problem(Field field, Cell cell) {
        return Optional.ofNullable(switch (cell.kind()) {
            case RESULT -> RegisterRefusal.CELL_COMPUTED;
            case FORMULA -> RegisterRefusal.CELL_BEGINS_LIKE_A_FORMULA;
            case NUMBER -> field == Field.SERIAL_NUMBER ? RegisterRefusal.SERIAL_NUMBER_NOT_TEXT : wrong(field, cell.text());
            case TEXT -> wrong(field, cell.text());
        });
    }

    private RegisterRefusal wrong(Field field, String text) {
        return switch (field) {
            case SERIAL_NUMBER -> text.matches(StockController.SERIAL) ? null : RegisterRefusal.SERIAL_NUMBER_WRONG;
            case MODEL -> models.contains(text) ? null : RegisterRefusal.MODEL_UNKNOWN;
            case PLACE -> text.length() <= PLACE_LENGTH_MAX && PlainName.isPlain(text) ? null : RegisterRefusal.PLACE_WRONG;
        };
    }

    /// What the register has already, among these.
    static List<Problem> known(List<Line> lines, Set<String> upper) {
        return lines.stream().filter(line -> upper.contains(line.serialNumber().toUpperCase(Locale.ROOT)))
                .map(line -> new Problem(line.number(), Field.SERIAL_NUMBER, RegisterRefusal.DEVICE_KNOWN)).collect(Collectors.toList());
    }
}
