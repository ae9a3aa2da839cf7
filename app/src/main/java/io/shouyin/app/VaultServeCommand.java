package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import io.shouyin.vault.remote.RefusedUseRelay;
import io.shouyin.vault.remote.VaultServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `vault serve`: the security module in this process, for hosts of this machine that then hold no key themselves.
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = {"独立进程的安全模块:主机用 --vault-socket 连接,自己的内存里没有密钥。",
                "The security module in a process of its own: hosts come with --vault-socket and hold no key in their memory."})
final class VaultServeCommand implements Callable<Integer> {

    @Mixin
    private VaultCommand.Location location;

    @Option(names = "--socket", paramLabel = "PATH", defaultValue = "${env:SHOUYIN_VAULT_SOCKET:-var/vault/vault.sock}",
            description = "Unix 套接字 / Unix socket (${DEFAULT-VALUE})")
    private Path socket;

    @Option(names = "--peer-user", paramLabel = "NAME", description = {"只为这个用户服务,默认为运行本进程的用户",
            "serves this user's processes, and nobody else's; by default those of the user that runs this one"})
    private String peerUser;

    @Option(names = "--connections-max", paramLabel = "N", defaultValue = "64", description = "连接数上限 / connections at a time (${DEFAULT-VALUE})")
    private int connectionsMax;

    @Mixin
    private PinLimitOptions pinLimits;

    @Option(names = "--single-length-keys", arity = "0..1", fallbackValue = "true", paramLabel = "true|false",
            defaultValue = "${env:SHOUYIN_KEYS_SINGLE_LENGTH_KEYS:-false}",
            description = "允许终端使用 8 字节的 PIN 密钥 / terminals may have PIN keys of 8 bytes, which is single DES (${DEFAULT-VALUE})")
    private boolean singleLengthKeys;

    @Option(names = "--json", description = "就绪时输出一行 JSON / one line of JSON when ready")
    private boolean json;

    @Mixin
    private ParentWatch parentWatch;

    @Override
    public Integer call() throws InterruptedException {
        parentWatch.arm();
        RefusedUseRelay refusedUses = new RefusedUseRelay();
        VaultOptions options = VaultOptions.STANDARD.withPinLimits(pinLimits.limits()).withSingleLengthKeys(singleLengthKeys)
                .withListener(refusedUses);
        SoftSecurityModule module = new SoftSecurityModule(location.keys().open(), options);
        module.failedSelfTest().ifPresent(failed -> {
            throw new Fault("VAULT_SELF_TEST_FAILED", Recovery.STOP, "the security module stays closed: " + failed);
        });
        VaultServer server = VaultServer.start(module, refusedUses, socket, new VaultServer.Settings(Optional.ofNullable(peerUser), connectionsMax,
                VaultServer.Settings.DEFAULT.idleMax(), VaultServer.Settings.DEFAULT.frameWithin()));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            module.close();
            ended.countDown();
        }, "vault-stop"));
        announce();
        ended.await();
        return 0;
    }

    private void announce() {
        if (json) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("socket", socket.toAbsolutePath().normalize().toString());
            System.out.println(JsonMapper.shared().writeValueAsString(ready));
        } else {
            System.out.println("安全模块 / security module: " + socket.toAbsolutePath().normalize());
        }
        System.out.flush();
    }
}
