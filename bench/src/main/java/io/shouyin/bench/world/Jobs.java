package io.shouyin.bench.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/// The host's jobs, kept instead of being run: the world says when. Only those that move or note money are.
final class Jobs implements TaskScheduler, BeanPostProcessor {

    private static final String OF_MONEY = "io.shouyin.host.acquiring.";
    private static final String FOR_THE_CONSOLE = "Feed";

    private final List<Runnable> ofMoney = new ArrayList<>();

    List<Runnable> ofMoney() {
        return ofMoney;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof SchedulingConfigurer ? (SchedulingConfigurer) jobs -> jobs.setScheduler(this) : bean;
    }

    private ScheduledFuture<?> keep(Runnable job) {
        if (job.toString().contains(OF_MONEY) && !job.toString().contains(FOR_THE_CONSOLE)) {
            ofMoney.add(job);
        }
        return null;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable job, Trigger trigger) {
        return keep(job);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable job, Instant start) {
        return keep(job);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable job, Instant start, Duration period) {
        return keep(job);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable job, Duration period) {
        return keep(job);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable job, Instant start, Duration delay) {
        return keep(job);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable job, Duration delay) {
        return keep(job);
    }
}
