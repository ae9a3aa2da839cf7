package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Journals from before they named their channel.
class OlderJournalsTest {

    private static final String MERCHANT = "104290058120001";

    @Test
    void journal_fromBeforeTheColumn_hasTheChannelOfItsTransaction_andStaysAppendOnly() {
        DatabaseAccess access = TestDatabase.empty();
        TestDatabase.migrate(access, "3.90");
        JdbcClient owner = JdbcClient.create(TestDatabase.ownerDataSource(access));
        sold(owner, 1, "main");
        sold(owner, 2, "east");
        posted(owner, "00000001.000007.000001", null);
        posted(owner, "00000001.000007.000002", null);
        posted(owner, "rev:00000001.000007.000002", "00000001.000007.000002");
        posted(owner, "00000001.000007.000003", null);
        TestDatabase.migrate(access, "latest");
        assertThat(owner.sql("SELECT journal_key || ' ' || channel FROM ledger.journal ORDER BY journal_key").query(String.class).list()).containsExactly(
                "00000001.000007.000001 main", "00000001.000007.000002 east", "00000001.000007.000003 main", "rev:00000001.000007.000002 east");
        assertThatThrownBy(() -> owner.sql("UPDATE ledger.journal SET channel = 'west'").update()).rootCause().hasMessageContaining("only ever added");
    }

    private static void sold(JdbcClient owner, int trace, String channel) {
        owner.sql("""
                INSERT INTO acquiring.transaction (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, factors, request_digest, state,
                  response_code, auth_code, business_date, received_at, story, channel)
                VALUES (?, '00000001', 7, ?, 'SALE', 1000, '', '\\x00', 'APPROVED', '00', '123456', '2026-11-01', now(), '[]', ?)""").params(MERCHANT, trace, channel).update();
    }

    private static void posted(JdbcClient owner, String key, String reverses) {
        owner.sql("""
                INSERT INTO ledger.journal (merchant_id, journal_key, kind, reverses_key, business_date, posted_at, accounts, amounts_minor)
                VALUES (?, ?, 'SALE', ?, '2026-11-01', now(), '{1101,2101}', '{1000,-1000}')""").params(MERCHANT, key, reverses).update();
    }
}
