package io.shouyin.host.keys;

import io.shouyin.kernel.Fault;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.VaultRefusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The rows behind [KeyColumns]: counted and re-wrapped by what their blocks say of the LMK they are under.
///
/// Nobody waits for a batch: readers never do, and of writers only who changes the very row, for as long as the batch takes. A row that
/// another host has in hand is passed over.
@Component
class KeyRows {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRows.class);

    private final JdbcClient jdbc;

    KeyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param refused blocks that the vault did not open: changed, or under a third LMK
    /// @param last id of the last row that was looked at; absent at the end of the table
    record Batch(int rewrapped, int refused, Optional<String> last) {}

    /// Rows with at least one block.
    long count(KeyColumns columns) {
        return single("SELECT count(*) FROM " + columns.table() + " WHERE " + each(columns, "%s IS NOT NULL"), List.of());
    }

    /// Rows with a block that is not under `checkValue`.
    long notUnder(KeyColumns columns, String checkValue) {
        return single("SELECT count(*) FROM " + columns.table() + " WHERE " + elsewhere(columns), marks(columns, checkValue));
    }

    /// As [#notUnder], after all who are writing to the table now have committed. In a transaction.
    long notUnderForSure(KeyColumns columns, String checkValue) {
        jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
        jdbc.sql("LOCK TABLE " + columns.table() + " IN SHARE MODE").update();
        return notUnder(columns, checkValue);
    }

    /// Re-wraps rows behind `after`, in the caller's transaction.
    Batch rewrap(KeyColumns columns, String checkValue, String after, int rowsMax, UnaryOperator<KeyBlock> rewrap) {
        List<Object> parameters = new ArrayList<>(marks(columns, checkValue));
        parameters.addFirst(after);
        parameters.addLast(rowsMax);
        List<Row> rows = jdbc.sql("SELECT " + columns.id() + ", " + String.join(", ", columns.blocks()) + " FROM " + columns.table()
                        + " WHERE " + columns.id() + " > ? AND (" + elsewhere(columns) + ") ORDER BY " + columns.id()
                        + " LIMIT ? FOR NO KEY UPDATE SKIP LOCKED")
                .params(parameters).query((row, _) -> row(columns, row)).list();
        int refused = 0;
        for (Row row : rows) {
            refused += rewrapped(columns, row, rewrap) ? 0 : 1;
        }
        return new Batch(rows.size() - refused, refused, rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().id()));
    }

    private record Row(String id, List<Optional<KeyBlock>> blocks) {}

    private static Row row(KeyColumns columns, ResultSet found) throws SQLException {
        List<Optional<KeyBlock>> blocks = new ArrayList<>();
        for (String block : columns.blocks()) {
            blocks.add(Optional.ofNullable(found.getString(block)).map(KeyBlock::new));
        }
        return new Row(found.getString(columns.id()), blocks);
    }

    private boolean rewrapped(KeyColumns columns, Row row, UnaryOperator<KeyBlock> rewrap) {
        try {
            List<Object> values = new ArrayList<>();
            row.blocks().forEach(block -> values.add(block.map(rewrap).map(KeyBlock::value).orElse(null)));
            values.add(row.id());
            jdbc.sql("UPDATE " + columns.table() + " SET "
                            + columns.blocks().stream().map(block -> block + " = ?").collect(Collectors.joining(", "))
                            + " WHERE " + columns.id() + " = ?")
                    .params(values).update();
            return true;
        } catch (Fault refused) {
            if (!refused.code().equals(VaultRefusal.KEY_BLOCK_REFUSED.name())) {
                throw refused;
            }
            LOG.error("{} {} has a key block that the vault refuses: it stays as it is", columns.table(), row.id());
            return false;
        }
    }

    private static String elsewhere(KeyColumns columns) {
        return each(columns, "substr(%s, " + KeyBlock.MASTER_KEY_AT + ", 12) <> ?");
    }

    private static String each(KeyColumns columns, String condition) {
        return columns.blocks().stream().map(condition::formatted).collect(Collectors.joining(" OR "));
    }

    private static List<Object> marks(KeyColumns columns, String checkValue) {
        return columns.blocks().stream().<Object>map(_ -> KeyBlock.masterKeyText(checkValue)).toList();
    }

    private long single(String sql, List<Object> parameters) {
        return jdbc.sql(sql).params(parameters).query(Long.class).single();
    }
}
