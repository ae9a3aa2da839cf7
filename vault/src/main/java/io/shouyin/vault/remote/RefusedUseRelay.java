package io.shouyin.vault.remote;

import io.shouyin.vault.RefusedUse;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a module refused until the answer of the command carries it to the host, in whose audit log it belongs.
///
/// The module tells it by the thread of the command, which is the one that answers.
public final class RefusedUseRelay implements RefusedUse.Listener {

    private final ThreadLocal<List<RefusedUse>> told = ThreadLocal.withInitial(ArrayList::new);

    @Override
    public void refused(RefusedUse use) {
        told.get().add(use);
    }

    /// What was told by this thread since the last time.
    List<RefusedUse> taken() {
        List<RefusedUse> uses = List.copyOf(told.get());
        told.get().clear();
        return uses;
    }
}
