package io.shouyin.host.fleet.updates;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The files of a module as one terminal is offered them.
@Component
class OfferedFiles {

    List<SoftwareFile> of(SoftwareModule module, UpdateAction action) {
        return module.files();
    }

    /// The content of a file that is made for one terminal; empty for one of the folder.
    Optional<byte[]> content(UpdateAction action, SoftwareFile file) {
        return Optional.empty();
    }
}
