package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import io.shouyin.vault.remote.RefusedUseRelay;
import io.shouyin.vault.remote.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/// A vault in a process of its own, with a fresh LMK, for as long as its standard input is open.
final class VaultProcess {

    private VaultProcess() {}

    /// Gives a host of a test such a vault, which ends with it.
    static final class BesideTheHost implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext host) {
            try {
                Path folder = Files.createTempDirectory("vault-");
                Process vault = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"), VaultProcess.class.getName(), folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                assertThat(vault.inputReader().readLine()).isEqualTo("ready");
                host.getEnvironment().getPropertySources().addFirst(new MapPropertySource("vault", Map.of("shouyin.vault.socket", socket(folder).toString())));
                host.addApplicationListener(event -> {
                    if (event instanceof ContextClosedEvent) {
                        end(vault, folder);
                    }
                });
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        }

        private static void end(Process vault, Path folder) {
            try {
                vault.outputWriter().close();
                vault.onExit().join();
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        }
    }

    private static Path socket(Path folder) {
        return folder.resolve("run/vault.sock");
    }

    static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Supplier<Secret> passphrase = () -> Secret.of("a long passphrase");
        Unlocking unlocking = new Unlocking(passphrase, passphrase);
        MasterKeyFolder keys = new MasterKeyFolder(folder.resolve("keys"), unlocking, unlocking);
        keys.make(Optional.empty()).close();
        RefusedUseRelay refusedUses = new RefusedUseRelay();
        try (SoftSecurityModule module = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD.withListener(refusedUses));
                VaultServer _ = VaultServer.start(module, refusedUses, socket(folder), VaultServer.Settings.DEFAULT)) {
            System.out.println("ready");
            System.in.readAllBytes();
        }
    }
}
