package io.shouyin.network;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The network as a process: starts, says on one line that it is ready, and runs until SIGTERM or SIGINT.
public final class NetworkProcess {

    private NetworkProcess() {}

    /// Runs until the process is told to end; then closes the network within the shutdown.
    ///
    /// @param asJson one line `{"port":8600,"controlPort":8601,"smsPort":2775,"walletPort":8602}` and no other; else a line for people, and at the first start the
    ///               paths of what was made
    /// @return 0, which nobody sees if it was SIGTERM that ended it (the JVM then exits with 143)
    /// @throws io.shouyin.kernel.Fault with a code of [NetworkRefusal], if it cannot start
    public static int run(NetworkSettings settings, boolean asJson, PrintStream out) {
        NetworkServer server = NetworkServer.start(settings);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            ended.countDown();
        }, "network-shutdown"));
        if (asJson) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("port", server.port());
            ready.put("controlPort", server.controlPort());
            ready.put("smsPort", server.smsCentre().port());
            ready.put("walletPort", server.walletPort());
            out.println(Store.JSON.writeValueAsString(ready));
        } else {
            server.firstStart().ifPresent(first -> {
                for (Path component : first.zmkComponents()) {
                    out.println("ZMK 分量 / ZMK component: " + component);
                }
                out.println("演示卡与密码 / demo cards and PINs: " + first.cardsFile());
            });
            out.println("模拟网络就绪 / simulated network ready: " + server.address().getHostAddress() + ":" + server.port()
                    + ", 控制端口 / control port: " + server.controlPort() + ", 短信中心 / message centre (SMPP): " + server.smsCentre().port());
            out.println("钱包 / wallet: http://127.0.0.1:" + server.walletPort() + "/");
            out.println("收到的短信 / texts that arrived: http://127.0.0.1:" + server.controlPort() + "/phone");
        }
        out.flush();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close();
        }
        return 0;
    }
}
