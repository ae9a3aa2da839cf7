package io.shouyin.vault.remote;

import io.shouyin.kernel.Secret;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A process that serves vaults: a fresh one on a socket of its own for each name on its standard input, until that ends.
final class VaultProcess implements AutoCloseable {

    private static final int SERVED_MAX = 4;

    private final Process process;
    private final BufferedReader out;
    private final Path folder;

    private VaultProcess(Process process, Path folder) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.folder = folder;
    }

    static VaultProcess start(Path folder) {
        return start(folder, List.of());
    }

    /// With so many file descriptors and no more.
    static VaultProcess startWithDescriptors(Path folder, int descriptorsMax) {
        return start(folder, List.of("/bin/sh", "-c", "ulimit -n " + descriptorsMax + "; exec \"$@\"", "sh"));
    }

    private static VaultProcess start(Path folder, List<String> launcher) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"), VaultProcess.class.getName(), folder.toString()));
        try {
            return new VaultProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), folder);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A fresh vault with an LMK of its own, in [#keys] of that name.
    ///
    /// @return its socket
    Path serve(String name) {
        try {
            process.outputWriter().write(name + "\n");
            process.outputWriter().flush();
            if (!name.equals(out.readLine())) {
                throw new AssertionError("the vault's process does not serve " + name);
            }
            return socket(folder, name);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The folder of a vault's LMK.
    static MasterKeyFolder keys(Path folder, String name) {
        Supplier<Secret> passphrase = () -> Secret.of("a long passphrase");
        Unlocking unlocking = new Unlocking(passphrase, passphrase);
        return new MasterKeyFolder(folder.resolve(name), unlocking, unlocking);
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
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Deque<Served> serving = new ArrayDeque<>();
        for (String name = in.readLine(); name != null; name = in.readLine()) {
            if (serving.size() == SERVED_MAX) {
                serving.remove().close();
            }
            serving.add(Served.start(folder, name));
            System.out.println(name);
        }
        System.exit(0);
    }

    private record Served(SoftSecurityModule module, VaultServer server) {

        static Served start(Path folder, String name) {
            RefusedUseRelay refusedUses = new RefusedUseRelay();
            SoftSecurityModule module = VaultProcess.module(folder, name, refusedUses);
            return new Served(module, VaultServer.start(module, refusedUses, socket(folder, name), VaultServer.Settings.DEFAULT));
        }

        void close() {
            server.close();
            module.close();
        }
    }

    static SoftSecurityModule module(Path folder, String name, RefusedUse.Listener listener) {
        MasterKeyFolder keys = keys(folder, name);
        keys.make(Optional.empty()).close();
        return new SoftSecurityModule(keys.open(), VaultOptions.STANDARD.withListener(listener));
    }
}
