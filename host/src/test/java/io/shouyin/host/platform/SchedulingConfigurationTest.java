package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.Scheduled;

class SchedulingConfigurationTest {

    static class TwoJobs {

        private final CountDownLatch slowOneIsInHand = new CountDownLatch(1);
        private final CountDownLatch enough = new CountDownLatch(1);
        private final CountDownLatch turnsOfTheOther = new CountDownLatch(5);

        @Scheduled(fixedDelay = 1)
        void slow() throws InterruptedException {
            slowOneIsInHand.countDown();
            enough.await();
        }

        @Scheduled(fixedDelay = 1)
        void other() throws InterruptedException {
            slowOneIsInHand.await();
            turnsOfTheOther.countDown();
        }
    }

    @Test
    void job_besideOneThatDoesNotEnd_goesOn() throws InterruptedException {
        try (var context = new AnnotationConfigApplicationContext(SchedulingConfiguration.class, TwoJobs.class)) {
            TwoJobs jobs = context.getBean(TwoJobs.class);
            assertThat(jobs.turnsOfTheOther.await(20, TimeUnit.SECONDS)).as("the other job had its turns").isTrue();
            jobs.enough.countDown();
        }
    }
}
