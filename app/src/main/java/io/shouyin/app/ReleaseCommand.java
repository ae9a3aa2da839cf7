package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.ReleaseRefusal;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `release`: releases of terminal software, made and signed where the signers are. No host is needed, and none should be near the keys.
@Command(name = "release", mixinStandardHelpOptions = true,
        description = {"终端软件的发布:签名密钥、清单、签名、核对。", "Releases of terminal software: signers' keys, manifests, signatures, checks."},
        subcommands = {ReleaseCommand.Key.class, ReleaseCommand.Make.class, ReleaseCommand.Sign.class, ReleaseCommand.Verify.class})
final class ReleaseCommand {

    private ReleaseCommand() {}

    /// What a signer's key is opened with.
    static final class Passphrase {

        @Option(names = "--passphrase-file", paramLabel = "FILE", description = "口令文件,其首行为口令,否则询问 / file whose first line is the passphrase, else it is asked for")
        private Path file;

        Secret read() {
            if (file != null) {
                return Secret.of(NamedFile.text(file).lines().findFirst().orElse(""));
            }
            return Typed.secret("口令 / passphrase", () -> new Fault("PASSPHRASE_NEEDED", Recovery.FIX_THE_INPUT, "give --passphrase-file, or run this where a passphrase can be typed"));
        }
    }

    /// Where the public keys of the signers are.
    static final class Keys {

        @Option(names = "--keys", paramLabel = "FILE", required = true, description = "签名人公钥文件,每行:姓名 编号 公钥 / the signers' public keys, a line each: name id key")
        private Path file;

        ReleaseKeys read() throws ReleaseException {
            return ReleaseKeys.parse(NamedFile.text(file));
        }
    }

    /// A step that a release may refuse.
    abstract static class Verb implements Callable<Integer> {

        abstract void run() throws ReleaseException, IOException;

        @Override
        public final Integer call() {
            try {
                run();
                return 0;
            } catch (ReleaseException refused) {
                throw new Fault(refused.refusal(), Recovery.FIX_THE_INPUT);
            } catch (IOException broken) {
                throw new Fault("RELEASE_FILE_UNUSABLE", Recovery.FIX_THE_INPUT, "a file cannot be read or written: " + broken.getMessage(), broken);
            }
        }
    }

    /// `key`
    @Command(name = "key", mixinStandardHelpOptions = true, description = {"生成一位签名人的密钥,公钥那一行印出来。", "Makes a signer's key and prints the line of its public half."})
    static final class Key extends Verb {

        @Option(names = "--name", required = true, description = "签名人 / the signer: A-Z a-z 0-9 . _ -")
        private String name;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "私钥写到这里,以口令加密,权限 600 / the private key goes here, encrypted by the passphrase, mode 600")
        private Path out;

        @Mixin
        private Passphrase passphrase;

        @Override
        void run() throws IOException {
            SignerKey key = SignerKey.generate(name);
            try (Secret secret = passphrase.read()) {
                String text = key.sealed(secret);
                Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(out, text);
            }
            System.out.println(key.publicKey().line());
        }
    }

    /// `make`
    @Command(name = "make", description = {"由文件做出清单,尚无签名。", "Makes a manifest of files, signed by nobody yet."})
    static final class Make extends Verb {

        @Option(names = "--product", defaultValue = "shouyin-terminal", description = "产品 / product (${DEFAULT-VALUE})")
        private String product;

        /// The standard options would bring a `--version` of the program.
        @Option(names = {"-h", "--help"}, usageHelp = true, description = "显示本说明 / show this help")
        private boolean help;

        @Option(names = "--version", required = true, paramLabel = "V", description = "给人看的版本,如 1.4.0 / the version that people read, such as 1.4.0")
        private String version;

        @Option(names = "--number", required = true, paramLabel = "N", description = "决定先后的序号,只升不降 / the number that orders releases; terminals only go up")
        private int number;

        @Option(names = "--minimum-number", paramLabel = "N", defaultValue = "0", description = "此后不再安装序号更小的发布 / from now on nothing below this is installed (${DEFAULT-VALUE})")
        private int minimumNumber;

        @Option(names = "--hardware", required = true, paramLabel = "NAME", split = ",", description = "适用的机型,可多个 / for this hardware, repeatable")
        private List<String> hardware = List.of();

        @Option(names = "--not-before", paramLabel = "TIME", description = "何时起可装,如 2026-11-23T00:00:00Z;默认现在 / may be installed from then; from now by default")
        private Instant notBefore;

        @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "可装多少天 / for so many days (${DEFAULT-VALUE})")
        private int days;

        @Mixin
        private Keys keys;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "写到这里,名字以 .release.json 结尾 / goes here; the name ends in .release.json")
        private Path out;

        @Parameters(paramLabel = "FILE", arity = "1..32", description = "发布的文件 / the files of the release")
        private List<Path> files = List.of();

        @Override
        void run() throws ReleaseException, IOException {
            if (!out.getFileName().toString().endsWith(SignedRelease.FILE_ENDING)) {
                throw new Fault("RELEASE_FILE_UNUSABLE", Recovery.FIX_THE_INPUT, "the name of a release's file ends in " + SignedRelease.FILE_ENDING);
            }
            List<Artifact> artifacts = new ArrayList<>();
            for (Path file : files) {
                artifacts.add(artifact(file));
            }
            Instant from = (notBefore == null ? Instant.now() : notBefore).truncatedTo(ChronoUnit.SECONDS);
            var manifest = new ReleaseManifest(product, version, number, hardware, artifacts, from, from.plus(Duration.ofDays(days)), minimumNumber, keys.read().keyIds());
            Files.write(Files.createFile(out), SignedRelease.of(manifest).bytes());
            System.out.println(manifest.sha256());
        }
    }

    /// `sign`
    @Command(name = "sign", mixinStandardHelpOptions = true, description = {"给发布加上一个签名。", "Adds a signature to a release."})
    static final class Sign extends Verb {

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "签名人的私钥文件 / the signer's key")
        private Path key;

        @Mixin
        private Passphrase passphrase;

        @Parameters(paramLabel = "RELEASE", description = "发布文件 / the release's file")
        private Path file;

        @Override
        void run() throws ReleaseException, IOException {
            SignedRelease release = read(file);
            try (Secret secret = passphrase.read()) {
                SignerKey signer = SignerKey.open(NamedFile.text(key), secret);
                Path beside = file.resolveSibling(file.getFileName() + ".new");
                Files.write(beside, signer.sign(release).bytes());
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            print(read(file), read(file).keyIds());
        }
    }

    /// `verify`
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = {"核对签名、期限和文件;全部正确才以 0 结束。", "Checks signatures, time and files; ends with 0 only if all are right."})
    static final class Verify extends Verb {

        @Mixin
        private Keys keys;

        @Option(names = "--folder", paramLabel = "FOLDER", description = "文件在此目录,一并核对 / the files are in this folder, and are checked too")
        private Path folder;

        @Parameters(paramLabel = "RELEASE", description = "发布文件 / the release's file")
        private Path file;

        @Override
        void run() throws ReleaseException, IOException {
            ReleaseKeys trusted = keys.read();
            SignedRelease release = read(file);
            ReleaseManifest manifest = trusted.verify(release, Instant.now());
            if (folder != null) {
                for (Artifact artifact : manifest.artifacts()) {
                    Path there = folder.resolve(artifact.name());
                    if (!Files.isRegularFile(there)) {
                        throw new ReleaseException(ReleaseRefusal.RELEASE_FILE_MISSING);
                    }
                    Artifact found = artifact(there);
                    artifact.require(found.size(), HexFormat.of().parseHex(found.sha256()));
                }
            }
            print(release, trusted.names(release));
        }
    }

    private static SignedRelease read(Path file) throws ReleaseException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SignedRelease.parse(in.readNBytes(SignedRelease.BYTES_MAX + 1));
        }
    }

    /// Read as a stream: a file may be longer than the memory.
    private static Artifact artifact(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                size += read;
            }
            return new Artifact(file.getFileName().toString(), size, HexFormat.of().formatHex(sha256.digest()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void print(SignedRelease release, List<String> signers) throws ReleaseException {
        ReleaseManifest manifest = release.manifest();
        System.out.printf("%s %s (%d), %s to %s, sha256 %s%n", manifest.product(), manifest.version(), manifest.number(), manifest.notBefore(), manifest.expires(), release.manifestSha256());
        manifest.artifacts().forEach(one -> System.out.printf("  %s %d %s%n", one.sha256(), one.size(), one.name()));
        System.out.println("签名 signed by: " + String.join(", ", signers));
    }
}
