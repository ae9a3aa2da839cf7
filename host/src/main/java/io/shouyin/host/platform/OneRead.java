package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;

/// Questions of several modules to the database that are sent and answered together: one execution, one round trip.
///
/// Each module asks with its own SQL and gets a supplier, which has the rows once [#run] has come back. The driver sends what semicolons
/// part without waiting in between, so a question more costs no journey more. It is used once, by one thread.
public final class OneRead {

    private final List<Question<?>> questions = new ArrayList<>();

    /// Part of a question: `(SELECT ...)` that yields one value, or none.
    public record Subselect(String sql, List<Object> params) {}

    private static final class Question<T> implements Supplier<List<T>> {

        private final String sql;
        private final List<Object> params;
        private final RowMapper<T> mapper;
        private List<T> rows;

        Question(String sql, List<Object> params, RowMapper<T> mapper) {
            this.sql = sql;
            this.params = params;
            this.mapper = mapper;
        }

        int bind(PreparedStatement statement, int from) throws SQLException {
            for (int i = 0; i < params.size(); i++) {
                statement.setObject(from + i, params.get(i));
            }
            return from + params.size();
        }

        void take(PreparedStatement statement) throws SQLException {
            rows = new ArrayList<>();
            try (var answer = statement.getResultSet()) {
                while (answer.next()) {
                    rows.add(mapper.mapRow(answer, rows.size()));
                }
            }
        }

        @Override
        public List<T> get() {
            Check.invariant(rows != null, "an answer is looked at after the read");
            return rows;
        }
    }

    /// @param sql one SELECT without a semicolon
    public <T> Supplier<List<T>> ask(String sql, List<Object> params, RowMapper<T> mapper) {
        Question<T> question = new Question<>(sql, params, mapper);
        questions.add(question);
        return question;
    }

    public boolean isEmpty() {
        return questions.isEmpty();
    }

    /// Asks everything; the database is left alone if there is nothing to ask.
    public void run(JdbcOperations jdbc) {
        if (isEmpty()) {
            return;
        }
        String sql = questions.stream().map(question -> question.sql).collect(Collectors.joining(";\n"));
        jdbc.execute(sql, (PreparedStatement statement) -> {
            int next = 1;
            for (Question<?> question : questions) {
                next = question.bind(statement, next);
            }
            boolean rows = statement.execute();
            for (Question<?> question : questions) {
                Check.invariant(rows, "every question is a SELECT");
                question.take(statement);
                rows = statement.getMoreResults();
            }
            return null;
        });
    }
}
