package io.shouyin.host.access;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.util.Optional;
import java.util.Set;

/// Carries out what two people agreed on. Each kind has one.
public interface ProposedAct {

    Set<ProposalKind> kinds();

    /// Asked when it is proposed, so that nobody approves what cannot be.
    ///
    /// @throws RefusedRequest if it cannot
    void requirePossible(Proposal proposal);

    /// Does what is slow about it, before the transaction of the approval. Nothing is changed yet.
    Ready prepare(Proposal proposal);

    /// It was rejected, or nobody approved it in time; in the transaction that ends it. For those who keep a state of their own of it.
    default void denied(Proposal proposal) {}

    interface Ready {

        /// Does the rest, in the transaction of the approval and with its own line in the audit log.
        ///
        /// @return what the approver is shown once, if anything
        /// @throws RefusedRequest if it cannot be any more; the approval is undone by that
        Optional<Secret> carryOut(Proposal approved);
    }
}
