package io.shouyin.host;

import io.shouyin.host.access.TestStaff;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.host.platform.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/// The whole host on free ports, over a fresh database and a clock that the test moves ([TestClock]); no network answers it.
///
/// All classes with this annotation share one host, so a test uses names and numbers of its own and leaves the rest alone.
@SpringBootTest(classes = HostApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = HostTest.Surroundings.class)
@Import(HostTest.Beans.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HostTest {

    class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("surroundings", settings()));
        }

        /// Settings of a host that shares nothing with another: database, folders, ports.
        public static Map<String, Object> settings() {
            var settings = new LinkedHashMap<>(TestDatabase.settings(TestDatabase.fresh()));
            settings.put("shouyin.http.port", 0);
            settings.put("shouyin.http.trusted-proxies", "127.0.0.1");
            settings.put("shouyin.management.port", 0);
            settings.put("shouyin.access.profile", "pci-4.0.1-sole");   // a second factor is asked of those who have one
            settings.put("shouyin.access.hash-rest", 0);                // tests log in one after the other
            settings.put("shouyin.gateway.tls-port", 0);
            settings.put("shouyin.channels.network-port", 1);
            try {
                var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-hosts")), "host-").toAbsolutePath();
                settings.put("shouyin.keys.folder", folder.resolve("keys").toString());
                settings.put("shouyin.audit.folder", folder.resolve("audit").toString());
                settings.put("shouyin.gateway.certificate-folder", folder.resolve("gateway").toString());
                settings.put("shouyin.updates.folder", folder.resolve("updates").toString());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return settings;
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Import({TestStaff.class, TestMessages.class})
    class Beans {

        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }
    }
}
