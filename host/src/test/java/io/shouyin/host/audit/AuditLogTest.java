package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@HostTest
class AuditLogTest {

    @Autowired
    private AuditLog audit;
    @Autowired
    private AuditQueries queries;
    @Autowired
    private Merchants merchants;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private TestStaff staff;

    @Test
    void entry_hasTheCanonicalContentAndItsLeafHash() {
        var entry = AuditEntry.done("terminal.unlock", "operator:01").by(AuditActor.terminal(new TerminalId("00000001")))
                .because("after 4 wrong tries").before(Map.of("state", "LOCKED")).after(Map.of("state", "SET"));
        transaction.executeWithoutResult(_ -> audit.append(entry));
        var row = jdbc.sql("SELECT content, leaf_hash FROM audit.entry WHERE object = 'operator:01'").query().singleRow();
        assertThat(row.get("content")).isEqualTo("{\"action\":\"terminal.unlock\",\"actor\":{\"factors\":[],\"id\":\"00000001\",\"type\":\"TERMINAL\"},"
                + "\"after\":\"" + CanonicalJson.sha256(Map.of("state", "SET")) + "\","
                + "\"before\":\"" + CanonicalJson.sha256(Map.of("state", "LOCKED")) + "\",\"object\":\"operator:01\","
                + "\"reason\":\"after 4 wrong tries\",\"result\":\"DONE\",\"salt\":\"" + memberOf("salt", "operator:01") + "\",\"terminal\":\"00000001\",\"time\":\"" + memberOf("time", "operator:01") + "\",\"v\":2}");
        assertThat((byte[]) row.get("leaf_hash")).isEqualTo(CanonicalJson.leafHash((String) row.get("content")));
    }

    @Test
    void entry_withoutATransaction_isRefused() {
        assertThatThrownBy(() -> audit.append(AuditEntry.done("a.b", "c"))).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void entry_ofAnActThatIsRolledBack_isGone() {
        transaction.executeWithoutResult(status -> {
            audit.append(AuditEntry.done("a.b", "rolled-back"));
            status.setRollbackOnly();
        });
        assertThat(queries.search(AuditQueries.Wanted.all("rolled-back"), new PageQuery(0, 20)).total()).isZero();
    }

    /// Promise 5: if it cannot be logged it does not happen. PostgreSQL takes no NUL in text, so this entry cannot be written.
    @Test
    void act_thatCannotBeLogged_doesNotHappen() {
        var merchantId = new MerchantId("104110053119999");
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
            merchants.register(new Merchants.Registration(merchantId, "测试商户", "TEST", "5311", "上海", "02112345678"));
            audit.append(AuditEntry.done("merchant.register", "merchant:" + merchantId).because("\0"));
        })).isInstanceOf(RuntimeException.class);
        assertThat(merchants.find(merchantId)).isEmpty();
    }

    @Test
    void application_cannotChangeWhatIsLogged() {
        transaction.executeWithoutResult(_ -> audit.append(AuditEntry.done("a.b", "kept")));
        for (var change : new String[] {"UPDATE audit.entry SET result = 'FAILED' WHERE object = 'kept'",
                "DELETE FROM audit.entry WHERE object = 'kept'", "TRUNCATE audit.entry"}) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).rootCause().hasMessageContaining("permission denied");
        }
    }

    @Test
    void application_cannotLogAWrongLeafHash() {
        assertThatThrownBy(() -> jdbc.sql("""
                INSERT INTO audit.entry (at, actor_type, actor, action, object, result, content, leaf_hash)
                VALUES (now(), 'STAFF', 'a', 'a.b', 'c', 'DONE', '{}', sha256('other'))""").update())
                .rootCause().hasMessageContaining("entry_leaf_hash_right").message().doesNotContain("{}");
    }

    @Test
    void log_isReadByAdministratorsAndAuditors_newestFirst() {
        transaction.executeWithoutResult(_ -> {
            for (var object : List.of("listed:1", "listed:2", "listed:3_", "listed:33")) {
                audit.append(AuditEntry.done("a.b", object).because("for the list"));
            }
        });
        var auditor = staff.loggedIn(Role.AUDITOR);
        var page = auditor.get("/api/v1/audit?query=LISTED:&page=0&size=2").expect(200).body();
        assertThat(page.path("total").asInt()).isEqualTo(4);
        assertThat(page.path("items").valueStream().map(item -> item.path("object").asString())).containsExactly("listed:33", "listed:3_");
        var item = page.path("items").path(0);
        assertThat(item.propertyNames()).containsExactlyInAnyOrder("entryId", "at", "actorType", "actor", "action", "object", "result", "reason", "terminalId", "leafIndex");
        assertThat(Instant.parse(item.path("at").asString())).isNotNull();
        assertThat(item.path("reason").asString()).isEqualTo("for the list");
        assertThat(auditor.get("/api/v1/audit?query=listed:3_").body().path("total").asInt()).as("_ means itself").isEqualTo(1);
        staff.loggedIn(Role.ADMINISTRATOR).get("/api/v1/audit").expect(200);
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/audit").problem(403, "ACCESS_DENIED");
    }

    @Test
    void sameEntry_twice_hasTwoLeafHashes() {
        transaction.executeWithoutResult(_ -> {
            audit.append(AuditEntry.done("a.b", "same").by(AuditActor.system("test")));
            audit.append(AuditEntry.done("a.b", "same").by(AuditActor.system("test")));
        });
        assertThat(jdbc.sql("SELECT count(DISTINCT leaf_hash) FROM audit.entry WHERE object = 'same'").query(Long.class).single()).isEqualTo(2);
    }

    private String memberOf(String member, String object) {
        return jdbc.sql("SELECT content::json->>:member FROM audit.entry WHERE object = :object").param("member", member).param("object", object).query(String.class).single();
    }
}
