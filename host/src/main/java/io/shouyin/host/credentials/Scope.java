package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.Optional;

/// Where a list of rules holds. The rules of all scopes around a terminal hold together, so a lower scope can only add.
///
/// @param id merchant or terminal number; empty for the platform and the provider
public record Scope(Level level, String id) {

    static final Scope PLATFORM = new Scope(Level.PLATFORM, "");
    static final Scope PROVIDER = new Scope(Level.PROVIDER, "");

    public enum Level {
        /// What the product comes with.
        PLATFORM,
        /// The service provider who runs this installation.
        PROVIDER,
        MERCHANT,
        TERMINAL
    }

    public Scope {
        Check.argument(fits(level, id), "a merchant has a number of 15 and a terminal one of 8 letters and digits");
    }

    static Optional<Scope> find(Level level, String id) {
        return fits(level, id) ? Optional.of(new Scope(level, id)) : Optional.empty();
    }

    private static boolean fits(Level level, String id) {
        return id.matches(switch (level) {
            case PLATFORM, PROVIDER -> "";
            case MERCHANT -> "[0-9A-Za-z]{15}";
            case TERMINAL -> "[0-9A-Za-z]{8}";
        });
    }

    /// From the platform down.
    static List<Scope> around(MerchantId merchant, TerminalId terminal) {
        return List.of(PLATFORM, PROVIDER, new Scope(Level.MERCHANT, merchant.value()), new Scope(Level.TERMINAL, terminal.value()));
    }
}
