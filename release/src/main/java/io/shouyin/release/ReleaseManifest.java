package io.shouyin.release;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a release is: its files with length and hash, what it is for, when, and after what. Two people sign its [#canonical] bytes.
///
/// `{"product":"shouyin-terminal","version":"1.4.0","number":104,"hardware":["touch-1"],"artifacts":[{"name":"app.zip","size":12345,
/// "sha256":"…"}],"notBefore":"2026-11-23T00:00:00Z","expires":"2027-11-23T00:00:00Z","minimumNumber":100,"keyIds":["0a1b2c3d","4e5f6071"]}`
///
/// @param product lower-case letters, digits, hyphens
/// @param version what people read: semantic versioning
/// @param number orders releases: a terminal only goes up
/// @param hardware revisions that it runs on
/// @param notBefore from then, to the second
/// @param expires until then, so that an old release cannot be offered for ever
/// @param minimumNumber from this release on, nothing below this is installed any more, whatever a terminal runs
/// @param keyIds who signs
public record ReleaseManifest(String product, String version, int number, List<String> hardware, List<Artifact> artifacts, Instant notBefore, Instant expires,
                              int minimumNumber, List<String> keyIds) {

    public static final int BYTES_MAX = 64 * 1024;
    public static final int ARTIFACTS_MAX = 32;
    public static final int HARDWARE_MAX = 32;
    /// 1 GiB.
    public static final long FILE_BYTES_MAX = 1L << 30;

    /// How these files are called beside those of the manifest, so none of those may be.
    public static final String RELEASE_FILE = "release.release.json";
    public static final String ORDER_FILE = "order.json";

    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final String SEMANTIC_VERSION = NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-[0-9A-Za-z.-]{1,40})?(\\+[0-9A-Za-z.-]{1,40})?";

    /// One file.
    ///
    /// @param size bytes
    /// @param sha256 64 digits of lower-case hex
    public record Artifact(String name, long size, String sha256) {

        public Artifact {
            Check.argument(name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"), "a file of a release has a name of 1 to 100 letters, digits, dots, underscores and hyphens, and does not begin with a dot");
            Check.argument(!name.equals(RELEASE_FILE) && !name.equals(ORDER_FILE), "a file of a release is not called as its manifest or an order");
            Check.argument(size >= 0 && size <= FILE_BYTES_MAX, "a file of a release has up to 1 GiB");
            Check.argument(sha256.matches("[0-9a-f]{64}"), "a SHA-256 has 64 digits of lower-case hex");
        }

        public static Artifact of(String name, byte[] content) {
            return new Artifact(name, content.length, HexFormat.of().formatHex(Ed25519.sha256(content)));
        }

        /// Whether this is the file that was signed.
        ///
        /// @throws ReleaseException `RELEASE_FILE_LENGTH_WRONG`, `RELEASE_FILE_HASH_WRONG`
        public void require(long bytes, byte[] hash) throws ReleaseException {
            if (bytes != size) {
                throw new ReleaseException(ReleaseRefusal.RELEASE_FILE_LENGTH_WRONG);
            }
            if (!HexFormat.of().formatHex(hash).equals(sha256)) {
                throw new ReleaseException(ReleaseRefusal.RELEASE_FILE_HASH_WRONG);
            }
        }

        /// As [#require], of a file in memory.
        public void require(byte[] content) throws ReleaseException {
            require(content.length, Ed25519.sha256(content));
        }
    }

    public ReleaseManifest {
        hardware = List.copyOf(hardware);
        artifacts = List.copyOf(artifacts);
        keyIds = List.copyOf(keyIds);
        Check.argument(product.matches("[a-z0-9-]{1,40}"), "a product has 1 to 40 lower-case letters, digits and hyphens");
        Check.argument(version.matches(SEMANTIC_VERSION), "a version is one of semantic versioning, such as 1.4.0");
        Check.argument(number >= 1, "a release's number is 1 or more");
        Check.argument(minimumNumber >= 0 && minimumNumber <= number, "the lowest number that is still allowed is not above the release's own");
        Check.argument(areDistinct(hardware, HARDWARE_MAX) && hardware.stream().allMatch(one -> one.matches("[A-Za-z0-9._-]{1,40}")),
                "a release is for 1 to 32 revisions of hardware, each of 1 to 40 letters, digits, dots, underscores and hyphens");
        Check.argument(areDistinct(artifacts.stream().map(Artifact::name).toList(), ARTIFACTS_MAX), "a release has 1 to 32 files, each with a name of its own");
        Check.argument(areDistinct(keyIds, ReleaseKeys.KEYS_MAX) && keyIds.size() >= ReleaseKeys.THRESHOLD && keyIds.stream().allMatch(one -> one.matches("[0-9a-f]{8}")),
                "a release names 2 or 3 keys that sign it, each by 8 digits of lower-case hex");
        requireToTheSecond(notBefore);
        requireToTheSecond(expires);
        Check.argument(expires.isAfter(notBefore), "a release expires after it begins");
    }

    private static boolean areDistinct(List<String> values, int max) {
        return !values.isEmpty() && values.size() <= max && Set.copyOf(values).size() == values.size();
    }

    static void requireToTheSecond(Instant time) {
        Check.argument(time.getNano() == 0 && time.toString().length() == "2026-11-23T00:00:00Z".length(), "a time is given to the second, in years of four digits");
    }

    /// Reads the one form that [#canonical] writes.
    ///
    /// @throws ReleaseException `RELEASE_TOO_LARGE`, `RELEASE_MALFORMED`
    public static ReleaseManifest parse(byte[] bytes) throws ReleaseException {
        if (bytes.length > BYTES_MAX) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_TOO_LARGE);
        }
        return CanonicalText.read(bytes, ReleaseRefusal.RELEASE_MALFORMED, from -> {
            String product = from.next("{\"product\":").string();
            String version = from.next(",\"version\":").string();
            int number = asInt(from.next(",\"number\":").number());
            List<String> hardware = from.next(",\"hardware\":").list(HARDWARE_MAX, CanonicalText::string);
            List<Artifact> artifacts = from.next(",\"artifacts\":").list(ARTIFACTS_MAX, ReleaseManifest::artifact);
            Instant notBefore = from.next(",\"notBefore\":").instant();
            Instant expires = from.next(",\"expires\":").instant();
            int minimumNumber = asInt(from.next(",\"minimumNumber\":").number());
            List<String> keyIds = from.next(",\"keyIds\":").list(ReleaseKeys.KEYS_MAX, CanonicalText::string);
            from.next("}");
            return new ReleaseManifest(product, version, number, hardware, artifacts, notBefore, expires, minimumNumber, keyIds);
        });
    }

    private static Artifact artifact(CanonicalText from) throws ReleaseException {
        String name = from.next("{\"name\":").string();
        long size = from.next(",\"size\":").number();
        String sha256 = from.next(",\"sha256\":").string();
        from.next("}");
        return new Artifact(name, size, sha256);
    }

    static int asInt(long number) {
        Check.argument(number <= Integer.MAX_VALUE, "a number fits 32 bits");
        return (int) number;
    }

    /// The bytes that are signed.
    public byte[] canonical() {
        String text = "{\"product\":" + CanonicalText.quoted(product) + ",\"version\":" + CanonicalText.quoted(version) + ",\"number\":" + number
                + ",\"hardware\":" + CanonicalText.list(hardware, CanonicalText::quoted)
                + ",\"artifacts\":" + CanonicalText.list(artifacts, one -> "{\"name\":" + CanonicalText.quoted(one.name) + ",\"size\":" + one.size
                        + ",\"sha256\":" + CanonicalText.quoted(one.sha256) + "}")
                + ",\"notBefore\":" + CanonicalText.quoted(CanonicalText.time(notBefore)) + ",\"expires\":" + CanonicalText.quoted(CanonicalText.time(expires))
                + ",\"minimumNumber\":" + minimumNumber + ",\"keyIds\":" + CanonicalText.list(keyIds, CanonicalText::quoted) + "}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// What an order names it by: SHA-256 of the canonical bytes, in hex.
    public String sha256() {
        return HexFormat.of().formatHex(Ed25519.sha256(canonical()));
    }

    public Optional<Artifact> artifact(String name) {
        return artifacts.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /// Whether files of these names are all that it has, no more and no less.
    ///
    /// @throws ReleaseException `RELEASE_FILE_NOT_LISTED`, `RELEASE_FILE_MISSING`
    public void requireFiles(Set<String> names) throws ReleaseException {
        Set<String> listed = new HashSet<>(artifacts.stream().map(Artifact::name).toList());
        if (!listed.containsAll(names)) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_FILE_NOT_LISTED);
        }
        if (!names.containsAll(listed)) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_FILE_MISSING);
        }
    }

    /// What runs where the release is offered.
    ///
    /// @param number of the release that runs; 0 if it came with none
    /// @param floor the highest [#minimumNumber] of any release that was believed there
    public record Installed(String product, String hardware, int number, int floor) {}

    /// Whether it may be installed over what runs.
    ///
    /// @throws ReleaseException `RELEASE_PRODUCT_OTHER`, `RELEASE_HARDWARE_OTHER`, `RELEASE_BELOW_FLOOR`, `RELEASE_NOT_NEWER`
    public void requireFits(Installed over) throws ReleaseException {
        if (!product.equals(over.product)) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_PRODUCT_OTHER);
        }
        if (!hardware.contains(over.hardware)) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_HARDWARE_OTHER);
        }
        if (number < over.floor) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_BELOW_FLOOR);
        }
        if (number <= over.number) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_NOT_NEWER);
        }
    }
}
