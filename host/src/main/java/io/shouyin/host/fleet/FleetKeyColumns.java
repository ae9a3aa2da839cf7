package io.shouyin.host.fleet;

import io.shouyin.host.keys.KeyColumns;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where terminals' keys rest, for a change of the LMK.
@Configuration(proxyBeanMethods = false)
class FleetKeyColumns {

    @Bean
    KeyColumns terminalKeyColumns() {
        return new KeyColumns("fleet.terminal", "terminal_id", List.of("master_key", "credential_key"));
    }

    @Bean
    KeyColumns signInKeyColumns() {
        return new KeyColumns("fleet.sign_in", "terminal_id", List.of("pin_key", "mac_key", "data_key"));
    }
}
