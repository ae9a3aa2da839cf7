package io.shouyin.host;

import io.shouyin.host.platform.StartFaults;
import io.shouyin.kernel.Fault;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.modulith.Modulith;

/// The server. Each package below this one is a module with its own schema; `ModularityTest` holds the list and the rules.
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@Modulith(systemName = "Shouyin 守银")
public class HostApplication {

    /// Starts the host in this process.
    ///
    /// @param settings `shouyin.` keys that stand above the environment and the configuration files
    /// @throws Fault in one sentence, if a setting, the database or a port is the reason that it cannot start
    public static ConfigurableApplicationContext start(Map<String, Object> settings) {
        return start(settings, context -> {});
    }

    /// @param change what a test world puts in the place of clock, threads, lines and database
    public static ConfigurableApplicationContext start(Map<String, Object> settings, ApplicationContextInitializer<ConfigurableApplicationContext> change) {
        var application = new SpringApplication(HostApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(context -> context.getEnvironment().getPropertySources().addFirst(
                new MapPropertySource("start", settings)), change);
        try {
            return application.run();
        } catch (RuntimeException broken) {
            throw StartFaults.find(broken).orElseThrow(() -> broken);
        }
    }

    static void main() {
        try {
            start(Map.of());
        } catch (Fault fault) {
            System.err.println(fault.getMessage());
            System.exit(1);
        }
    }
}
