package io.shouyin.terminal.update;

import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import java.util.List;

/// What a slot holds. The files lie beside it, by their index.
record SlotContent(int number, String version, List<Artifact> files) {

    SlotContent {
        files = List.copyOf(files);
    }

    static SlotContent of(ReleaseManifest manifest) {
        return new SlotContent(manifest.number(), manifest.version(), manifest.artifacts());
    }
}
