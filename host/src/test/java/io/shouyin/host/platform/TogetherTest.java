package io.shouyin.host.platform;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstIsUnderWay = new CountDownLatch(1);
    private volatile int awaited;
    private final Together<Integer, Integer> squares = new Together<>(this::squares, (number, broken) -> alone(number));

    /// The group of the 1 takes until others wait; 13 breaks its group.
    private List<Integer> squares(List<Integer> numbers) {
        groups.add(numbers);
        if (numbers.contains(1)) {
            firstIsUnderWay.countDown();
            until("others wait", () -> squares.waiting() == awaited);
        }
        if (numbers.contains(13)) {
            throw new IllegalStateException("13");
        }
        return numbers.stream().map(number -> number * number).toList();
    }

    private int alone(int number) {
        if (number == 13) {
            throw new IllegalStateException("13 alone");
        }
        return number * number;
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void questions_oneAfterTheOther_goAtOnceAndAlone() {
        assertThat(List.of(squares.ask(2), squares.ask(3))).containsExactly(4, 9);
        assertThat(groups).containsExactly(List.of(2), List.of(3));
    }

    @Test
    void questions_thatComeWhileAGroupIsUnderWay_goTogetherAsTheNext_andEachGetsItsAnswer() throws Exception {
        List<Future<Integer>> asked = meanwhile(List.of(2, 3, 4, 5));
        assertThat(answers(asked)).containsExactly(1, 4, 9, 16, 25);
        assertThat(groups).hasSize(2).first().isEqualTo(List.of(1));
        assertThat(groups.getLast()).containsExactlyInAnyOrder(2, 3, 4, 5);
    }

    @Test
    void questions_moreThanAGroupTakes_goInSeveral_andNobodyIsLeftWaiting() throws Exception {
        List<Integer> many = new ArrayList<>();
        for (int number = 100; number < 230; number++) {
            many.add(number);
        }
        assertThat(answers(meanwhile(many))).hasSize(131);
        assertThat(groups).extracting(List::size).containsExactly(1, 64, 64, 2);
    }

    @Test
    void group_thatBreaks_leavesEachToItself() throws Exception {
        List<Future<Integer>> asked = meanwhile(List.of(12, 13));
        assertThat(asked.getFirst().get()).isEqualTo(1);
        assertThat(asked.get(1).get()).isEqualTo(144);
        assertThatThrownBy(() -> asked.get(2).get()).rootCause().hasMessage("13 alone");
        assertThat(squares.ask(5)).as("the next group").isEqualTo(25);
    }

    /// A dead connection holds its own group alone.
    @Test
    void question_behindAGroupThatIsStuck_goesAloneAfterAWhile_andTheNextGroupIsWhole() throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Together<Integer, Integer> stuck = new Together<>(numbers -> {
            if (numbers.contains(1)) {
                firstIsUnderWay.countDown();
                awaitUninterruptibly(freed);
            }
            return numbers.stream().map(number -> number * number).toList();
        }, (number, broken) -> broken instanceof Together.TurnHasNotCome ? -number : 0, Duration.ofMillis(20));
        Future<Integer> first = threads.submit(() -> stuck.ask(1));
        firstIsUnderWay.await();
        assertThat(answers(List.of(threads.submit(() -> stuck.ask(2)), threads.submit(() -> stuck.ask(3))))).containsExactly(-2, -3);
        assertThat(stuck.waiting()).isZero();
        freed.countDown();
        assertThat(first.get()).isEqualTo(1);
        assertThat(stuck.ask(4)).isEqualTo(16);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    /// Asks 1 first, and the others while its group is under way.
    private List<Future<Integer>> meanwhile(List<Integer> others) throws InterruptedException {
        awaited = others.size();
        List<Future<Integer>> asked = new ArrayList<>(List.of(threads.submit(() -> squares.ask(1))));
        firstIsUnderWay.await();
        others.forEach(number -> asked.add(threads.submit(() -> squares.ask(number))));
        return asked;
    }

    private static List<Integer> answers(List<Future<Integer>> asked) throws Exception {
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }
}
