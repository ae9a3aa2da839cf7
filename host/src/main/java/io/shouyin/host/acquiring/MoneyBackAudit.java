package io.shouyin.host.acquiring;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Who gave money back, or wanted to: voids, refunds, voids of pre-authorizations and of completions, each in the commit that journals it, before it leaves for
/// the network. What the network said of it is in the journal.
@Component
class MoneyBackAudit {

    private final AuditLog log;

    MoneyBackAudit(AuditLog log) {
        this.log = log;
    }

    void tell(TransactionRequest request, Optional<Original> original, Optional<Refused> refused) {
        switch (request.kind()) {
            case VOID -> tell("transaction.void", request, original, refused);
            case REFUND -> tell("transaction.refund", request, original, refused);
            case PRE_AUTH_VOID -> tell("transaction.pre-auth-void", request, original, refused);
            case COMPLETION_VOID -> tell("transaction.completion-void", request, original, refused);
            case TransactionKind _ -> { }
        }
    }

    private void tell(String action, TransactionRequest request, Optional<Original> original, Optional<Refused> refused) {
        AuditEntry entry = refused.map(why -> AuditEntry.refused(action, object(request), why.code()).because(why.name().orElse(why.code().name())))
                .orElseGet(() -> AuditEntry.done(action, object(request)).because("transaction:" + original.orElseThrow().key() + approvedBy(request)));
        log.append(entry.by(AuditActor.terminal(request.key().terminal(), request.operator())));
    }

    private static String approvedBy(TransactionRequest request) {
        return request.stepUp().flatMap(StepUp.Shown::supervisor).map(supervisor -> " supervisor:" + supervisor).orElse("");
    }

    private static String object(TransactionRequest request) {
        return "transaction:" + request.key();
    }
}
