package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(SchedulingConfiguration.class);

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    @Override
    public void configureTasks(ScheduledTaskRegistrar jobs) {
        scheduler.setPoolSize(JOBS_AT_ONCE_MAX);
        scheduler.setVirtualThreads(true);
        scheduler.setThreadNamePrefix("job-");
        scheduler.setErrorHandler(SchedulingConfiguration::tell);
        scheduler.initialize();
        jobs.setScheduler(scheduler);
    }

    /// The job runs again soon, so what only has to be waited for is not told each time: who lost it, such as the line to the vault, says so
    /// once.
    private static void tell(Throwable failed) {
        if (failed instanceof Fault fault && fault.recovery() == Recovery.RETRY_LATER) {
            LOG.debug("a job waits: {}", fault.code());
        } else {
            LOG.error("a job failed", failed);
        }
    }

    @PreDestroy
    void stop() {
        scheduler.shutdown();
    }
}
