package io.shouyin.vault.remote;

import io.shouyin.kernel.Secret;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.SoftSecurityModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Two vaults, each under a master key and on a socket of its own, served by a process of their own until its standard input ends.
final class VaultProcess implements AutoCloseable {

    private final Process process;
    private final Path folder;

    private VaultProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static VaultProcess start(Path folder) {
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), VaultProcess.class.getName(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (!"ready".equals(line)) {
                throw new AssertionError("the vault's process said " + line);
            }
            return new VaultProcess(process, folder);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path own() {
        return socket(folder, "own");
    }

    Path another() {
        return socket(folder, "another");
    }

    private static Path socket(Path folder, String name) {
        return folder.resolve("sockets").resolve(name + ".sock");
    }

    @Override
    public void close() {
        try {
            process.outputWriter().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the vault's process did not end");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (SoftSecurityModule own = module(folder, "own"); SoftSecurityModule another = module(folder, "another");
                VaultServer _ = VaultServer.start(own, socket(folder, "own"), VaultServer.Settings.DEFAULT);
                VaultServer _ = VaultServer.start(another, socket(folder, "another"), VaultServer.Settings.DEFAULT)) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // until the test ends it
            }
        }
    }

    static SoftSecurityModule module(Path folder, String name) {
        try (Secret passphrase = Secret.of("a long passphrase")) {
            return new SoftSecurityModule(LocalMasterKey.create(folder.resolve(name + ".p12"), passphrase));
        }
    }
}
