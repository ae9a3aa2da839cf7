package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.audit.AuditQueries.Found;
import io.shouyin.host.audit.AuditQueries.Wanted;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.host.web.PageQuery;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A search without an index looks at so many entries and no more, and says so.
class AuditQueriesTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final PageQuery FIRST = new PageQuery(0, 20);

    @TempDir
    Path folder;

    private TestLog log;

    @BeforeEach
    void hundredEntries() {
        TestLog.empty(database);
        log = TestLog.of(database, folder);
        log.write(100);                                       // number:0 is the oldest
    }

    @Test
    void searchByText_inALogThatIsLonger_endsWhereItSays() {
        AuditQueries queries = new AuditQueries(log.jdbc, 50);
        Found found = queries.search(Wanted.all("NUMBER:5"), FIRST);
        assertThat(found.items()).extracting(AuditQueries.Row::object).containsExactly("number:59", "number:58", "number:57", "number:56", "number:55", "number:54",
                "number:53", "number:52", "number:51", "number:50");
        assertThat(found.total()).isEqualTo(10);
        assertThat(found.searchedBackTo()).isPresent();
        assertThat(queries.search(new Wanted(null, "test.write", null, null, null, null, null), FIRST).total()).as("by action").isEqualTo(50);
    }

    @Test
    void searchByText_inALogThatIsNotLonger_saysNothing() {
        assertThat(new AuditQueries(log.jdbc, 100).search(Wanted.all("number:5"), FIRST)).satisfies(found -> {
            assertThat(found.total()).isEqualTo(11);
            assertThat(found.searchedBackTo()).isEmpty();
        });
    }

    /// What has an index reaches all, and narrows what is looked at.
    @Test
    void searchByActor_reachesAll() {
        AuditQueries queries = new AuditQueries(log.jdbc, 50);
        Wanted byActor = new Wanted(null, null, "test", null, null, null, null);
        assertThat(queries.search(byActor, FIRST)).satisfies(found -> {
            assertThat(found.total()).isEqualTo(100);
            assertThat(found.searchedBackTo()).isEmpty();
        });
        assertThat(queries.search(new Wanted("number:99", null, "nobody", null, null, null, null), FIRST).items()).isEmpty();
    }
}
