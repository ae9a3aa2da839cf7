package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The public keys of those who sign releases, from the file that the setting names. Without one nothing is offered to anybody.
@Component
class ReleaseKeysFile {

    private final UpdateSettings settings;

    ReleaseKeysFile(UpdateSettings settings) {
        this.settings = settings;
    }

    /// @throws Fault `RELEASE_KEYS_MALFORMED` if the file cannot be used
    Optional<ReleaseKeys> keys() {
        return settings.releaseKeys().map(file -> {
            try {
                return ReleaseKeys.parse(Files.readString(file));
            } catch (ReleaseException malformed) {
                throw new Fault(malformed.refusal(), Recovery.FIX_THE_SETUP);
            } catch (IOException unreadable) {
                throw new Fault(UpdateRefusal.UPDATE_RELEASE_KEYS_MISSING, Recovery.FIX_THE_SETUP);
            }
        });
    }
}
