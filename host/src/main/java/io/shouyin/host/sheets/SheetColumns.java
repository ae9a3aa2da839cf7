package io.shouyin.host.sheets;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the columns of a table stand, by the names in its first row.
///
/// @param <F> the columns that there may be
public final class SheetColumns<F extends Enum<F> & SheetColumns.Head> {

    /// A column, by the names that its head may have; both are written and read.
    public interface Head {

        /// Its name in Chinese.
        String zh();

        /// Its name in English.
        String en();

        /// Its name in the reader's language.
        default String head(boolean english) {
            return english ? en() : zh();
        }
    }

    private final Map<F, Integer> places;

    private SheetColumns(Map<F, Integer> places) {
        this.places = places;
    }

    /// @param first row
    /// @param optional columns that may be missing
    /// @throws io.shouyin.host.web.RefusedRequest [SheetRefusal#SHEET_COLUMN_MISSING]
    public static <F extends Enum<F> & Head> SheetColumns<F> of(SheetRow first, Class<F> fields, Set<F> optional) {
        Map<F, Integer> places = new EnumMap<>(fields);
        for (F field : fields.getEnumConstants()) {
            int column = Sheets.column(first, List.of(field.zh(), field.en()));
            if (column >= 0) {
                places.put(field, column);
            } else if (!optional.contains(field)) {
                throw SheetRefusal.SHEET_COLUMN_MISSING.refused();
            }
        }
        return new SheetColumns<>(places);
    }

    /// Those that the table has.
    public Set<F> present() {
        return places.keySet();
    }

    /// @param field that the table has
    public SheetRow.Cell cell(SheetRow row, F field) {
        return row.cell(places.get(field));
    }

    /// Its text; empty if the table has no such column.
    public String text(SheetRow row, F field) {
        return places.containsKey(field) ? cell(row, field).text() : "";
    }
}
