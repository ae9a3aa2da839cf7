package io.shouyin.vault.remote;

import io.shouyin.kernel.Secret;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that serves vaults: a fresh one on a socket of its own for each line on its standard input, until that ends.
final class VaultProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path folder;
    private int served;

    private VaultProcess(Process process, Path folder) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.folder = folder;
    }

    static VaultProcess start(Path folder) {
        try {
            return new VaultProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), VaultProcess.class.getName(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start(), folder);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A fresh vault under the LMK of that name.
    ///
    /// @return its socket
    Path serve(String masterKey) {
        try {
            String request = masterKey + " " + ++served;
            process.outputWriter().write(request + "\n");
            process.outputWriter().flush();
            if (!request.equals(out.readLine())) {
                throw new AssertionError("the vault's process does not serve " + request);
            }
            return socket(folder, request);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path socket(Path folder, String request) {
        return folder.resolve("sockets").resolve(request.replace(' ', '-') + ".sock");
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
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, Served> serving = new HashMap<>();
        for (String request = in.readLine(); request != null; request = in.readLine()) {
            String masterKey = request.split(" ")[0];
            Optional.ofNullable(serving.remove(masterKey)).ifPresent(Served::close);
            serving.put(masterKey, Served.start(folder, masterKey, socket(folder, request)));
            System.out.println(request);
        }
        System.exit(0);
    }

    private record Served(SoftSecurityModule module, VaultServer server) {

        static Served start(Path folder, String masterKey, Path socket) {
            RefusedUseRelay refusedUses = new RefusedUseRelay();
            SoftSecurityModule module = VaultProcess.module(folder, masterKey, refusedUses);
            return new Served(module, VaultServer.start(module, refusedUses, socket, VaultServer.Settings.DEFAULT));
        }

        void close() {
            server.close();
            module.close();
        }
    }

    static SoftSecurityModule module(Path folder, String masterKey, RefusedUse.Listener listener) {
        Path p12 = folder.resolve(masterKey + ".p12");
        try (Secret passphrase = Secret.of("a long passphrase")) {
            LocalMasterKey lmk = Files.exists(p12) ? LocalMasterKey.open(p12, passphrase) : LocalMasterKey.create(p12, passphrase);
            return new SoftSecurityModule(lmk, VaultOptions.STANDARD.withListener(listener));
        }
    }
}
