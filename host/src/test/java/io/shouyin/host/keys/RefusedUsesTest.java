package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.audit.AuditQueries;
import io.shouyin.host.web.PageQuery;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.VaultRefusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HostTest
class RefusedUsesTest {

    @Autowired
    private AuditLog audit;
    @Autowired
    private AuditQueries audits;
    @Autowired
    private TestClock clock;
    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void refusedUse_inATransactionThatIsRolledBack_isInTheAuditLog() {
        RefusedUses uses = new RefusedUses(audit, clock, transactions);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            uses.refused(use("rolled-back"));
            status.setRollbackOnly();
        });
        uses.close();
        assertThat(audits.search(AuditQueries.Wanted.all("command:rolled-back"), new PageQuery(0, 20)).items()).singleElement().satisfies(row -> {
            assertThat(row.action()).isEqualTo("key.use");
            assertThat(row.result()).isEqualTo("REFUSED");
            assertThat(row.reason()).contains("KEY_USE_REFUSED INDEX");
        });
    }

    @Test
    void refusedUses_moreThanAMinuteTakes_areCountedInTheNextEntry() {
        RefusedUses uses = new RefusedUses(audit, clock, transactions);
        for (int i = 0; i < RefusedUses.ENTRIES_PER_MINUTE_MAX + 12; i++) {
            uses.refused(use("flood"));
        }
        clock.advance(Duration.ofMinutes(1));
        uses.refused(use("after"));
        uses.close();
        assertThat(audits.search(AuditQueries.Wanted.all("command:flood"), new PageQuery(0, 50)).total()).isEqualTo(RefusedUses.ENTRIES_PER_MINUTE_MAX);
        assertThat(audits.search(AuditQueries.Wanted.all("command:after"), new PageQuery(0, 20)).items()).singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("KEY_USE_REFUSED INDEX, 12 more left out before"));
    }

    private static RefusedUse use(String command) {
        return new RefusedUse(command, List.of(KeyPurpose.INDEX), VaultRefusal.KEY_USE_REFUSED);
    }
}
