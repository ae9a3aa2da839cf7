package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Joins what several threads want at the same time. Who comes while nobody is under way goes at once; who comes meanwhile waits, and goes with all others who wait as
/// the next group. So nobody waits for company, and the more come the fewer journeys each of them costs.
///
/// Whoever is still waiting after some seconds, because the group before is stuck, goes alone: a connection that is dead costs those who are on it, not the house.
///
/// The first of a group does the work of all, after everybody in it has asked: an answer is never older than its question. If that breaks, each goes alone, in its
/// own thread, so that the trouble of one stays its own. It is no place for who has a transaction, whose changes the others must not see.
public final class Together<Q, A> {

    private static final int GROUP_MAX = 64;
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Work<Q, A> work;
    private final Alone<Q, A> alone;
    private final Duration waitMax;
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

    /// Nothing was done for the question: its turn has not come.
    public static final class TurnHasNotCome extends RuntimeException {

        TurnHasNotCome() {
            super("the group before takes too long", null, false, false);
        }
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
        this(work, alone, WAIT_MAX);
    }

    /// @param waitMax how long one waits for a turn
    Together(Work<Q, A> work, Alone<Q, A> alone, Duration waitMax) {
        this.work = work;
        this.alone = alone;
        this.waitMax = waitMax;
    }

    public A ask(Q question) {
        Check.invariant(!TransactionSynchronizationManager.isActualTransactionActive(), "who has a transaction goes alone");
        Seat<Q, A> seat = new Seat<>(question);
        if (!goesAtOnce(seat) && !isCalled(seat)) {
            return alone.answer(question, new TurnHasNotCome());
        }
        if (seat.answer == null) {
            answer(group());
        }
        return seat.answer.get();
    }

    /// @return false if it has left before its turn came
    private boolean isCalled(Seat<Q, A> seat) {
        try {
            seat.called.get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            if (leaves(seat)) {
                return false;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        seat.called.join();                                                 // its group is under way
        return true;
    }

    private synchronized boolean leaves(Seat<Q, A> seat) {
        return !seat.called.isDone() && waiting.remove(seat);
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
