package io.shouyin.host.keys;

import io.shouyin.kernel.Check;
import java.util.List;

/// Columns of a module's table that hold key blocks under the LMK. A module that has such columns offers them as a bean, and a change of
/// the LMK puts their blocks under the next one.
///
/// @param table with its schema
/// @param id the column that is the table's key, text
/// @param blocks the columns with key blocks; they may be null
public record KeyColumns(String table, String id, List<String> blocks) {

    public KeyColumns {
        Check.argument(table.matches("[a-z_]+\\.[a-z_]+") && id.matches("[a-z_]+"), "a table and its key are named as in SQL");
        Check.argument(!blocks.isEmpty() && blocks.stream().allMatch(block -> block.matches("[a-z_]+")), "columns are named as in SQL");
        blocks = List.copyOf(blocks);
    }
}
