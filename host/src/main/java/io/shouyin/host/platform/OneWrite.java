package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/// Changes of several modules that are sent and done together, in their order: one execution, one round trip, in the caller's transaction.
///
/// Each module writes with its own SQL and gets the number of rows that it changed, once [#run] has come back. It is used once, by one thread.
/// See [OneRead] for questions.
public final class OneWrite {

    private final List<Change> changes = new ArrayList<>();

    private static final class Change implements IntSupplier {

        private final String sql;
        private final List<?> params;
        private int rows = -1;

        Change(String sql, List<?> params) {
            this.sql = sql;
            this.params = params;
        }

        @Override
        public int getAsInt() {
            Check.invariant(rows >= 0, "a count is looked at after the write");
            return rows;
        }
    }

    /// @param sql one INSERT, UPDATE or DELETE without a semicolon
    /// @param params may be null
    /// @return how many rows it changed
    public IntSupplier add(String sql, List<?> params) {
        Change change = new Change(sql, params);
        changes.add(change);
        return change;
    }

    public void run(JdbcOperations jdbc) {
        String sql = changes.stream().map(change -> change.sql).collect(Collectors.joining(";\n"));
        jdbc.execute(sql, (PreparedStatement statement) -> {
            int next = 1;
            for (Change change : changes) {
                for (Object param : change.params) {
                    statement.setObject(next++, param);
                }
            }
            boolean rows = statement.execute();
            for (Change change : changes) {
                change.rows = statement.getUpdateCount();
                Check.invariant(!rows && change.rows >= 0, "every change is one that changes");
                rows = statement.getMoreResults();
            }
            return null;
        });
    }
}
