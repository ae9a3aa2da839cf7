package io.shouyin.host.platform;

import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/// Lets modules run small jobs again and again, none waiting for another: a message centre that is slow, or a sweep through a large table,
/// holds up no reversal. Spring's own scheduler on virtual threads runs all jobs with a fixed delay one after the other.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration implements SchedulingConfigurer {

    /// Half of the database's connections, so that jobs leave the other half to the sales whatever happens.
    private static final int JOBS_AT_ONCE_MAX = 8;

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    @Override
    public void configureTasks(ScheduledTaskRegistrar jobs) {
        scheduler.setPoolSize(JOBS_AT_ONCE_MAX);
        scheduler.setVirtualThreads(true);
        scheduler.setThreadNamePrefix("job-");
        scheduler.setErrorHandler(new JobFaults(InstantSource.system()));
        scheduler.initialize();
        jobs.setScheduler(scheduler);
    }

    @PreDestroy
    void stop() {
        scheduler.shutdown();
    }
}
