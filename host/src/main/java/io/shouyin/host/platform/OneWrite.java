package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;

/// Changes of several modules that are sent and done together, in their order: one execution, one round trip, in the caller's transaction.
///
/// Each module writes with its own SQL and gets the number of rows that it changed, once [#run] has come back. It is for one thing to write.
/// See [OneRead] for questions, [SharedCommit] for the writes of several threads.
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

        void bind(PreparedStatement statement, int from) throws SQLException {
            for (int i = 0; i < params.size(); i++) {
                statement.setObject(from + i, params.get(i));
            }
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
        run(changes, jdbc);
    }

    /// @param setting of the transaction: a SET LOCAL, sent along
    void run(String setting, JdbcOperations jdbc) {
        run(Stream.concat(Stream.of(new Change(setting, List.of())), changes.stream()).toList(), jdbc);
    }

    private static void run(List<Change> changes, JdbcOperations jdbc) {
        String sql = changes.stream().map(change -> change.sql).collect(Collectors.joining(";\n"));
        jdbc.execute(sql, (PreparedStatement statement) -> {
            int next = 1;
            for (Change change : changes) {
                change.bind(statement, next);
                next += change.params.size();
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

    /// Whether its first change has changed a row.
    public boolean hasBegun() {
        return changes.getFirst().getAsInt() > 0;
    }

    /// Writes that do not know of each other, in the caller's transaction: the first change of all, then the second of those that have begun, and so on, the same
    /// statement once for all that have it.
    static void runAll(List<OneWrite> writes, JdbcOperations jdbc) {
        int longest = writes.stream().mapToInt(write -> write.changes.size()).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            int step = i;
            writes.stream().filter(write -> step < write.changes.size() && (step == 0 || write.hasBegun())).map(write -> write.changes.get(step))
                    .collect(Collectors.groupingBy(change -> change.sql, LinkedHashMap::new, Collectors.toList()))
                    .forEach((sql, same) -> runEach(sql, same, jdbc));
        }
    }

    private static void runEach(String sql, List<Change> same, JdbcOperations jdbc) {
        int[] rows = jdbc.execute(sql, (PreparedStatement statement) -> {
            for (Change change : same) {
                change.bind(statement, 1);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        for (int i = 0; i < rows.length; i++) {
            same.get(i).rows = rows[i];
        }
    }
}
