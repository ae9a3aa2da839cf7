package io.shouyin.host.support;

import io.shouyin.host.credentials.OpenCases;
import io.shouyin.host.credentials.Subject;
import io.shouyin.kernel.TerminalId;
import org.springframework.stereotype.Component;

/// Tells who issues passwords which of them a case is about: beside a case under way there is no other way.
@Component
class CasesUnderWay implements OpenCases {

    private final CaseStore store;

    CasesUnderWay(CaseStore store) {
        this.store = store;
    }

    @Override
    public boolean about(Subject subject) {
        return switch (subject) {
            case Subject.Card(_, var cardId) -> store.isUnderWay(new CaseSubject.Card(cardId));
            case Subject.Transaction(_, var terminal) -> ofTerminal(subject, terminal);
            case Subject.Operator(_, var terminal, _) -> ofTerminal(subject, terminal);
        };
    }

    private boolean ofTerminal(Subject subject, TerminalId terminal) {
        return store.isUnderWay(terminal) || store.isUnderWay(new CaseSubject.Merchant(subject.merchant()));
    }
}
