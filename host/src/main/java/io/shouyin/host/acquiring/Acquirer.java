package io.shouyin.host.acquiring;

import org.springframework.stereotype.Component;

/// Who acquires, as terminals are told.
@Component
public class Acquirer {

    private final AcquiringSettings settings;

    Acquirer(AcquiringSettings settings) {
        this.settings = settings;
    }

    /// Its institution number, field 32.
    public String number() {
        return settings.institution();
    }
}
