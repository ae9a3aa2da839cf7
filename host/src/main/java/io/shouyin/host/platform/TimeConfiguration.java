package io.shouyin.host.platform;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one clock of the process; a test hands in its own.
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
