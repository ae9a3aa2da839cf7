package io.shouyin.app;

import io.shouyin.bench.VaultBench;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.remote.RemoteSecurityModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench vault`: calls through the socket of `vault serve`, beside the same calls in this process.
@Command(name = "vault", mixinStandardHelpOptions = true,
        description = {"独立进程的安全模块与本进程的比较:每秒调用数。", "Calls a second of a vault in a process of its own, beside one in this process."})
final class VaultBenchCommand implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "2", description = "每项测多久 / length of each measurement (${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private BenchOptions.Output output;

    @Override
    public Integer call() {
        new BenchOptions.Folder().run(this::measure);
        return 0;
    }

    private List<VaultBench.Line> measure(Path folder) {
        try (LocalStack stack = new LocalStack(folder)) {
            stack.startVault();
            try (Secret passphrase = LocalMasterKey.passphraseIn(stack.vaultPassphraseFile());
                    SoftSecurityModule own = new SoftSecurityModule(LocalMasterKey.open(stack.vaultFolder().resolve("lmk.p12"), passphrase));
                    RemoteSecurityModule remote = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(stack.vaultSocket()), _ -> { })) {
                List<VaultBench.Line> lines = new VaultBench(own, remote, Duration.ofSeconds(seconds)).run();
                VaultBench.print(lines, folder, output.isJson(), System.out);
                return lines;
            }
        }
    }
}
