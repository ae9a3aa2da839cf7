package io.shouyin.host.fleet.updates;

import io.shouyin.release.ReleaseManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The files of a module as one terminal is offered them: to our agent also the signed release and the order, which it judges the rest by. SWUpdate is
/// offered its image and nothing else.
@Component
class OfferedFiles {

    private final Software software;
    private final UpdateOrders orders;

    OfferedFiles(Software software, UpdateOrders orders) {
        this.software = software;
        this.orders = orders;
    }

    List<SoftwareFile> of(SoftwareModule module, UpdateAction action) {
        List<SoftwareFile> files = new ArrayList<>(module.files());
        if (module.kind() == ReleaseKind.SHOUYIN) {
            for (String name : List.of(ReleaseManifest.RELEASE_FILE, ReleaseManifest.ORDER_FILE)) {
                made(action, name).ifPresent(content -> files.add(SoftwareFile.of(name, content)));
            }
        }
        return files;
    }

    /// The content of a file that is made for one terminal; empty for one of the folder.
    Optional<byte[]> content(SoftwareModule module, UpdateAction action, SoftwareFile file) {
        return module.kind() == ReleaseKind.SHOUYIN ? made(action, file.name()) : Optional.empty();
    }

    private Optional<byte[]> made(UpdateAction action, String name) {
        Software.Release release = software.release(action.release());
        return switch (name) {
            case ReleaseManifest.RELEASE_FILE -> Optional.of(release.signed());
            case ReleaseManifest.ORDER_FILE -> orders.of(action, release.manifestSha256());
            default -> Optional.empty();
        };
    }
}
