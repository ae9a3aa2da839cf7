package io.shouyin.host.fleet.orders;

import io.shouyin.kernel.TerminalId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The terminals that an order to many is for: those that are activated, and fit all that was asked for.
@Component
class OrderSelection {

    static final int TERMINALS_MAX = 500;

    private final JdbcClient jdbc;

    OrderSelection(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param terminals null or empty: any, as is each other that is null
    /// @throws io.shouyin.host.web.RefusedRequest `ORDER_SELECTION_EMPTY`, also if nothing was asked for; `ORDER_SELECTION_TOO_LARGE`
    List<TerminalId> of(List<String> terminals, String merchantId, String model) {
        boolean named = terminals != null && !terminals.isEmpty();
        OrderRefusal.ORDER_SELECTION_EMPTY.when(!named && merchantId == null && model == null);
        List<TerminalId> found = jdbc.sql("""
                SELECT terminal_id FROM fleet.terminal WHERE state = 'ACTIVATED' AND (NOT :named OR terminal_id = ANY (:terminals))
                  AND (:merchant::text IS NULL OR merchant_id = :merchant) AND (:model::text IS NULL OR model = :model) ORDER BY terminal_id LIMIT :count""")
                .param("named", named).param("terminals", named ? terminals.toArray(String[]::new) : new String[0]).param("merchant", merchantId).param("model", model)
                .param("count", TERMINALS_MAX + 1).query(String.class).list().stream().map(TerminalId::new).toList();
        OrderRefusal.ORDER_SELECTION_EMPTY.when(found.isEmpty());
        OrderRefusal.ORDER_SELECTION_TOO_LARGE.when(found.size() > TERMINALS_MAX);
        return found;
    }
}
