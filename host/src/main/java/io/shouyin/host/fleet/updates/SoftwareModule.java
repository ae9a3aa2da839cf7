package io.shouyin.host.fleet.updates;

import java.util.List;

/// What a client installs as one: some files under a name and a version.
///
/// @param part the kind of software in the protocol's words, such as `os`
record SoftwareModule(long id, long release, ReleaseKind kind, String part, String name, String version, List<SoftwareFile> files) {

    SoftwareModule {
        files = List.copyOf(files);
    }
}
