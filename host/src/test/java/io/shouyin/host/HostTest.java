package io.shouyin.host;

import io.shouyin.host.access.LoginPepper;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.platform.TestDatabase;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/// The whole host on free ports, over a fresh database and a clock that the test moves ([TestClock]).
///
/// All classes with this annotation share one host, so a test uses names and numbers of its own and leaves the rest alone.
@SpringBootTest(classes = HostApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "shouyin.management.port=0")
@ContextConfiguration(initializers = HostTest.Database.class)
@Import(HostTest.Beans.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HostTest {

    class Database implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getEnvironment().getPropertySources()
                    .addFirst(new MapPropertySource("test-database", TestDatabase.settings(TestDatabase.fresh())));
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Import(TestStaff.class)
    class Beans {

        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }

        /// Where no vault is part of the host.
        @Bean
        @Fallback
        LoginPepper pepperOfTests() {
            return hash -> {
                try {
                    var mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec("pepper of tests".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
                    return mac.doFinal(hash);
                } catch (GeneralSecurityException everyJavaHasIt) {
                    throw new IllegalStateException(everyJavaHasIt);
                }
            };
        }
    }
}
