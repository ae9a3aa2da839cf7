package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.Check;

/// A file as clients are told of it. Its bytes are in the folder, under their SHA-256, or, of what is made for one terminal, here.
///
/// @param sha256 64 hex digits; `sha1` 40 and `md5` 32, for clients that know no better
record SoftwareFile(String name, long sizeBytes, String sha256, String sha1, String md5) {

    static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

    SoftwareFile {
        Check.argument(name.matches(NAME), "the name of a file has 1 to 100 letters, digits, dots, hyphens and underscores, and no dot in front");
    }

    /// For the audit log.
    String line() {
        return name + " " + sha256;
    }

    static SoftwareFile of(String name, byte[] content) {
        FileHashes hashes = FileHashes.begin();
        hashes.add(content, content.length);
        FileHashes.Told told = hashes.told();
        return new SoftwareFile(name, content.length, told.sha256(), told.sha1(), told.md5());
    }
}
