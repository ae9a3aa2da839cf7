package io.shouyin.host.platform;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// One commit for what several threads write at the same moment, each for itself: under load a commit, and each journey to it, costs many of them what it costs one.
///
/// A write is durable when its thread comes back. If PostgreSQL refuses one of a group, or it would have to wait for a lock, all of it is taken back and each is
/// written alone, by its own thread: nobody hears what another has done. If nobody knows whether the group is durable everybody hears that.
@Component
public class SharedCommit {

    /// Shorter than PostgreSQL looks for deadlocks: who is in company gives way.
    private static final String GIVE_WAY = "SET LOCAL lock_timeout = '500ms'";

    private final JdbcOperations jdbc;
    private final TransactionTemplate transactions;
    private final Together<OneWrite, Boolean> together = new Together<>(this::all, this::afterAll);

    SharedCommit(JdbcOperations jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Nothing of the group is durable.
    private static final class TakenBack extends RuntimeException {

        TakenBack(DataAccessException why) {
            super(why);
        }
    }

    /// Writes in a transaction with others, who must not matter to it.
    ///
    /// @return whether it is written: its first change has changed a row; otherwise nothing of it is
    public boolean write(OneWrite write) {
        return together.ask(write);
    }

    /// Writes in a transaction of its own.
    ///
    /// @param reading may read in the transaction what it writes
    public boolean writeAlone(Supplier<OneWrite> reading) {
        return transactions.execute(status -> {
            OneWrite write = reading.get();
            write.run(jdbc);
            return kept(write, status);
        });
    }

    private static boolean kept(OneWrite write, TransactionStatus status) {
        if (!write.hasBegun()) {
            status.setRollbackOnly();
        }
        return write.hasBegun();
    }

    /// How many wait for the next group.
    int waiting() {
        return together.waiting();
    }

    private List<Boolean> all(List<OneWrite> writes) {
        return transactions.execute(status -> {
            try {
                if (writes.size() == 1) {
                    writes.getFirst().run(GIVE_WAY, jdbc);
                    return List.of(kept(writes.getFirst(), status));
                }
                jdbc.execute(GIVE_WAY);
                OneWrite.runAll(writes, jdbc);
                return writes.stream().map(OneWrite::hasBegun).toList();
            } catch (DataAccessException refused) {
                throw new TakenBack(refused);
            }
        });
    }

    /// If nobody knows whether the group is durable nothing is tried again.
    private boolean afterAll(OneWrite write, RuntimeException broken) {
        return switch (broken) {
            case TakenBack _, Together.TurnHasNotCome _ -> writeAlone(() -> write);
            case RuntimeException unknown -> throw unknown;
        };
    }
}
