package io.shouyin.host.support;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Where people open the console and its public pages: links begin with it.
@Component
public class ConsoleAddress {

    private final SupportSettings settings;
    private final Environment environment;

    ConsoleAddress(SupportSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /// Without a slash at its end.
    public String url() {
        return settings.consoleUrl().orElseGet(() -> "http://localhost:" + environment.getRequiredProperty("local.server.port"));
    }
}
