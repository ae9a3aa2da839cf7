package io.shouyin.host.access;

import io.shouyin.kernel.Check;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Logins to the console; what a password has to be like is a policy's to say (module policies). The defaults meet PCI DSS 4.0.1 (8.2.8, 8.3.4 to 8.3.7) and OWASP ASVS 5.0; stricter values are allowed.
///
/// @param profile which factors a login needs, and how long a session lasts; a policy for these people can demand more
/// @param sessionIdleMax without an action of the person; live events and background requests are none; the profile's limit holds if it is shorter
/// @param sessionAgeMax after which one logs in again, whatever one does; the profile's limit holds if it is shorter
/// @param stepUpAgeMax how old a factor may be when something sensitive is done
/// @param initialPasswordAgeMax how long a one-time password waits to be used
/// @param hashThreads at work on password hashes at once, each needs 19 MiB; 0: half of the processors, so that logins leave the rest to sales
/// @param hashRest how many times as long as a hash took its thread rests behind it, so that many logins leave the time to sales; 0: it works on
/// @param hashWaitingMax logins that may wait for one of them; more are told to come back
/// @param cookieSecure also when the request came in plain, behind a proxy that ends TLS
@ConfigurationProperties("shouyin.access")
public record AccessSettings(
        @DefaultValue("pci-4.0.1-mfa") LoginProfile profile,
        @DefaultValue("60m") Duration sessionIdleMax,
        @DefaultValue("24h") Duration sessionAgeMax,
        @DefaultValue("5m") Duration stepUpAgeMax,
        @DefaultValue("72h") Duration initialPasswordAgeMax,
        @DefaultValue("0") int hashThreads,
        @DefaultValue("2") int hashRest,
        @DefaultValue("32") int hashWaitingMax,
        @DefaultValue("false") boolean cookieSecure) {

    public AccessSettings {
        Check.argument(sessionIdleMax.isPositive() && sessionIdleMax.compareTo(sessionAgeMax) <= 0,
                "shouyin.access.session-idle-max is positive and at most session-age-max");
        Check.argument(sessionAgeMax.compareTo(Duration.ofHours(24)) <= 0, "shouyin.access.session-age-max is at most 24 h");
        Check.argument(stepUpAgeMax.isPositive() && stepUpAgeMax.compareTo(Duration.ofMinutes(15)) <= 0, "shouyin.access.step-up-age-max is positive and at most 15 min");
        Check.argument(initialPasswordAgeMax.isPositive(), "shouyin.access.initial-password-age-max is positive");
        Check.argument(hashThreads >= 0 && hashRest >= 0 && hashWaitingMax >= 1, "shouyin.access.hash-threads is at least 0, as is hash-rest, and hash-waiting-max at least 1");
        hashThreads = hashThreads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : hashThreads;
        sessionIdleMax = shorter(sessionIdleMax, profile.sessionIdleMax());
        sessionAgeMax = shorter(sessionAgeMax, profile.sessionAgeMax());
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
