package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Joins what several threads want at the same time. Who comes while nobody is under way goes at once; who comes meanwhile waits, and goes with all others who wait as
/// the next group. So nobody waits for company, and the more come the fewer journeys each of them costs.
///
/// The first of a group does the work of all, after everybody in it has asked: an answer is never older than its question. If that breaks, each goes alone, in its
/// own thread, so that the trouble of one stays its own. It is no place for who has a transaction, whose changes the others must not see.
public final class Together<Q, A> {

    private static final int GROUP_MAX = 64;

    private final Work<Q, A> work;
    private final Alone<Q, A> alone;
    private final List<Seat<Q, A>> waiting = new ArrayList<>();
    private boolean underWay;

    /// What is done for a group.
    public interface Work<Q, A> {
        /// @return as many answers, in the order of the questions
        List<A> answers(List<Q> questions);
    }

    /// What is done for one of a group that broke.
    public interface Alone<Q, A> {
        A answer(Q question, RuntimeException broken);
    }

    /// One of a group. It is called when it is answered, or the first of the next group.
    private static final class Seat<Q, A> {

        private final Q question;
        private final CompletableFuture<Void> called = new CompletableFuture<>();
        private Supplier<A> answer;

        Seat(Q question) {
            this.question = question;
        }
    }

    public Together(Work<Q, A> work, Alone<Q, A> alone) {
        this.work = work;
        this.alone = alone;
    }

    public A ask(Q question) {
        Check.invariant(!TransactionSynchronizationManager.isActualTransactionActive(), "who has a transaction goes alone");
        Seat<Q, A> seat = new Seat<>(question);
        if (!goesAtOnce(seat)) {
            seat.called.join();
        }
        if (seat.answer == null) {
            answer(group());
        }
        return seat.answer.get();
    }

    private synchronized boolean goesAtOnce(Seat<Q, A> seat) {
        waiting.add(seat);
        boolean first = !underWay;
        underWay = true;
        return first;
    }

    private synchronized List<Seat<Q, A>> group() {
        List<Seat<Q, A>> next = waiting.subList(0, Math.min(waiting.size(), GROUP_MAX));
        List<Seat<Q, A>> group = List.copyOf(next);
        next.clear();
        return group;
    }

    private void answer(List<Seat<Q, A>> group) {
        try {
            List<A> answers = work.answers(group.stream().map(seat -> seat.question).toList());
            Check.invariant(answers.size() == group.size(), "each question has an answer");
            for (int i = 0; i < group.size(); i++) {
                A answer = answers.get(i);
                group.get(i).answer = () -> answer;
            }
        } catch (RuntimeException | Error failed) {
            RuntimeException broken = failed instanceof RuntimeException ours ? ours : new IllegalStateException(failed);
            group.forEach(seat -> seat.answer = () -> alone.answer(seat.question, broken));
        } finally {
            callNext();
            group.forEach(seat -> seat.called.complete(null));
        }
    }

    /// How many wait for the next group.
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized void callNext() {
        underWay = !waiting.isEmpty();
        if (underWay) {
            waiting.getFirst().called.complete(null);
        }
    }
}
