package io.shouyin.vault.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultRefusal;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can go wrong between a host and its vault: each by its name, none for long, and none for others.
class VaultServerTest {

    private static final VaultServer.Settings HASTY = new VaultServer.Settings(Optional.empty(), 4, Duration.ofSeconds(30), Duration.ofMillis(300));

    @TempDir
    Path folder;
    private Path socket;
    private final RefusedUseRelay refusedUses = new RefusedUseRelay();
    private final List<RefusedUse> told = new ArrayList<>();
    private SoftSecurityModule module;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void makeVault() {
        socket = folder.resolve("sockets/vault.sock");
        module = VaultProcess.module(folder, "lmk", refusedUses);
        opened.add(module);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    // The socket

    @Test
    void start_emptyPlace_makesSocketAndFolderForTheOwnerAlone() throws IOException {
        VaultServer server = serve();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent()))).isEqualTo("rwx------");
        server.close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void start_socketOfALivingServer_isRefusedAndTheLivingGoesOn() {
        serve();
        refused(VaultSocketRefusal.VAULT_SOCKET_IN_USE, this::serve);
        assertThat(client().generate(KeyPurpose.INDEX)).isNotNull();
    }

    @Test
    void start_socketOfADeadServer_isReplaced() throws IOException {
        Files.createDirectory(socket.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)).close();
        assertThat(socket).exists();
        serve();
        assertThat(client().generate(KeyPurpose.INDEX)).isNotNull();
    }

    @Test
    void start_placeThatIsNotOurs_isRefused() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        refused(VaultSocketRefusal.VAULT_SOCKET_UNUSABLE, () -> VaultServer.start(module, refusedUses, shared.resolve("vault.sock"), VaultServer.Settings.DEFAULT));
        Path file = Files.createDirectories(folder.resolve("own"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))).resolve("vault.sock");
        Files.writeString(file, "something");
        refused(VaultSocketRefusal.VAULT_SOCKET_UNUSABLE, () -> VaultServer.start(module, refusedUses, file, VaultServer.Settings.DEFAULT));
        assertThat(file).hasContent("something");
        refused(VaultSocketRefusal.VAULT_SOCKET_UNUSABLE,
                () -> VaultServer.start(module, refusedUses, folder.resolve("x".repeat(120)).resolve("vault.sock"), VaultServer.Settings.DEFAULT));
    }

    // Who comes

    @Test
    void connect_otherUserOnEitherSide_isRefused() {
        serve();
        refused(VaultSocketRefusal.VAULT_PEER_REFUSED, () -> RemoteSecurityModule.connect(
                new RemoteSecurityModule.Settings(socket, Optional.of("nobody"), 1, Duration.ofSeconds(5)), told::add));
        refused(VaultSocketRefusal.VAULT_PEER_REFUSED, () -> RemoteSecurityModule.connect(
                new RemoteSecurityModule.Settings(socket, Optional.of("there-is-no-such-user"), 1, Duration.ofSeconds(5)), told::add));
        Path other = folder.resolve("other/vault.sock");
        opened.add(VaultServer.start(module, refusedUses, other, new VaultServer.Settings(Optional.of("nobody"), 4, Duration.ofSeconds(5), Duration.ofSeconds(5))));
        refused(VaultSocketRefusal.VAULT_PEER_REFUSED, () -> RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(other), told::add));
    }

    @Test
    void connect_otherRelease_isRefusedInOneSentence() {
        opened.add(ofOtherRelease());
        refused(VaultSocketRefusal.VAULT_OF_OTHER_RELEASE, this::client);
    }

    @Test
    void connect_noVault_isRefusedByName() {
        refused(VaultSocketRefusal.VAULT_UNREACHABLE, this::client);
    }

    @Test
    void connect_noConnectionLeft_isRefusedUntilOneIs() {
        serve(new VaultServer.Settings(Optional.empty(), 1, Duration.ofSeconds(30), Duration.ofSeconds(5)));
        RemoteSecurityModule first = client();
        refused(VaultSocketRefusal.VAULT_UNREACHABLE, this::client);
        first.close();
        await(() -> {
            client();
            return true;
        });
    }

    @Test
    void connect_moreThanAreToldWhy_areClosedUnreadAndCostNothing() throws IOException {
        VaultServer server = serve(new VaultServer.Settings(Optional.empty(), 4, Duration.ofSeconds(30), Duration.ofMinutes(1)));
        List<SocketChannel> strangers = strangers(8);
        SocketChannel beyond = strangers(1).getFirst();
        assertThat(beyond.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(server.connections()).isEqualTo(8);
        strangers.removeLast().close();
        await(() -> server.connections() == 7);
        assertThat(strangers(1).getFirst().isOpen()).isTrue();
        await(() -> server.connections() == 8);
    }

    /// A vault whose descriptors are used up by strangers serves again when they are gone.
    @Test
    void connect_afterDescriptorsRanOut_isServedAgain() throws IOException {
        try (VaultProcess process = VaultProcess.startWithDescriptors(folder, 120)) {
            socket = process.serve("few");
            client().generate(KeyPurpose.INDEX);
            for (SocketChannel stranger : strangers(121)) {
                stranger.close();
            }
            await(() -> client().generate(KeyPurpose.INDEX) != null);
        }
    }

    @Test
    void connect_whileNoThreadCanBeStarted_isShownOutAndServedWhenOneCan() throws IOException {
        AtomicBoolean starved = new AtomicBoolean(true);
        ThreadFactory threads = connection -> new Thread(connection) {
            @Override
            public void start() {
                if (starved.get()) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
        VaultServer server = VaultServer.start(module, refusedUses, CommandTable.VAULT, socket, VaultServer.Settings.DEFAULT, threads);
        opened.add(server);
        for (SocketChannel stranger : strangers(3)) {
            assertThat(stranger.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(server.connections()).isZero();
        starved.set(false);
        assertThat(client().generate(KeyPurpose.INDEX)).isNotNull();
    }

    // Down and up

    @Test
    void call_vaultRestarted_reachesTheNewOne() {
        VaultServer server = serve();
        RemoteSecurityModule client = client();
        KeyBlock key = client.generate(KeyPurpose.INDEX);
        byte[] index = client.index(key, new byte[3]);
        server.close();
        refused(VaultSocketRefusal.VAULT_UNREACHABLE, () -> client.index(key, new byte[3]));
        serve();
        assertThat(client.index(key, new byte[3])).isEqualTo(index);
    }

    @Test
    void call_connectionThatIdledTooLong_goesOverAFreshOne() {
        VaultServer server = serve(new VaultServer.Settings(Optional.empty(), 4, Duration.ofMillis(100), Duration.ofSeconds(5)));
        RemoteSecurityModule client = client();
        await(() -> server.connections() == 0);
        assertThat(client.generate(KeyPurpose.INDEX)).isNotNull();
    }

    @Test
    void call_vaultThatDoesNotAnswer_isRefusedWithinTheTimeout() {
        CountDownLatch never = new CountDownLatch(1);
        opened.add(VaultServer.start(module((_, _, _) -> {
            never.await();
            return null;
        }), refusedUses, socket, VaultServer.Settings.DEFAULT));
        RemoteSecurityModule client = RemoteSecurityModule.connect(new RemoteSecurityModule.Settings(socket, Optional.empty(), 1, Duration.ofMillis(200)), told::add);
        opened.add(client);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<KeyBlock>> calls = List.of(callers.submit(() -> client.generate(KeyPurpose.INDEX)), callers.submit(() -> client.generate(KeyPurpose.INDEX)));
            for (Future<KeyBlock> call : calls) {                                          // one waits for the vault, the other for the connection
                assertThatThrownBy(call::get).cause().isInstanceOfSatisfying(Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo("VAULT_UNREACHABLE"));
            }
        }
        never.countDown();
    }

    /// A host's jobs call every second: each trouble is one line, until it is another or over.
    @Test
    void calls_thatMeetTheSameTrouble_areLoggedOnce() {
        VaultServer server = serve();
        RemoteSecurityModule client = client();
        server.close();
        try (PoolLog log = new PoolLog()) {
            refusedThrice(VaultSocketRefusal.VAULT_UNREACHABLE, client);
            VaultServer other = ofOtherRelease();
            refusedThrice(VaultSocketRefusal.VAULT_OF_OTHER_RELEASE, client);
            other.close();
            VaultServer ofAnotherUser = serve(new VaultServer.Settings(Optional.of("nobody"), 4, Duration.ofSeconds(5), Duration.ofSeconds(5)));
            refusedThrice(VaultSocketRefusal.VAULT_PEER_REFUSED, client);
            ofAnotherUser.close();
            refusedThrice(VaultSocketRefusal.VAULT_UNREACHABLE, client);
            serve();
            KeyBlock index = client.generate(KeyPurpose.INDEX);
            assertThatThrownBy(() -> client.mac(index, new byte[8])).isInstanceOf(Fault.class);
            assertThat(log.lines()).satisfiesExactly(line -> assertThat(line).startsWith("ERROR the vault is not reached: The vault's process cannot be reached"),
                    line -> assertThat(line).startsWith("ERROR the vault is not reached: The vault's process is of another release"),
                    line -> assertThat(line).startsWith("ERROR the vault is not reached: Who is at the other end"),
                    line -> assertThat(line).startsWith("ERROR the vault is not reached: The vault's process cannot be reached"),
                    line -> assertThat(line).isEqualTo("INFO the vault answers again"));
        }
    }

    @Test
    void calls_forWhichNoConnectionIsFree_areLoggedAndThatItIsOver() {
        CountDownLatch never = new CountDownLatch(1);
        opened.add(VaultServer.start(module((_, _, _) -> {
            never.await();
            return null;
        }), refusedUses, socket, VaultServer.Settings.DEFAULT));
        RemoteSecurityModule client = RemoteSecurityModule.connect(new RemoteSecurityModule.Settings(socket, Optional.empty(), 1, Duration.ofMillis(50)), told::add);
        opened.add(client);
        try (PoolLog log = new PoolLog(); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            await(() -> {
                List<Future<KeyBlock>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(callers.submit(() -> client.generate(KeyPurpose.INDEX)));
                }
                calls.forEach(call -> assertThatThrownBy(call::get).hasCauseInstanceOf(Fault.class));
                return log.lines().contains("INFO no call waits for a connection to the vault any more");
            });
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR calls of the vault are given up") && line.contains("all 1 connections were busy"));
        } finally {
            never.countDown();
        }
    }

    private static void refusedThrice(VaultSocketRefusal refusal, RemoteSecurityModule client) {
        for (int i = 0; i < 3; i++) {
            refused(refusal, () -> client.generate(KeyPurpose.INDEX));
        }
    }

    @Test
    void calls_fromManyThreads_eachGetTheirOwnAnswer() throws Exception {
        serve();
        RemoteSecurityModule client = client();
        KeyBlock key = client.generate(KeyPurpose.INDEX);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                byte[] data = {(byte) i, (byte) (i >> 8)};
                answers.add(callers.submit(() -> client.index(key, data)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(module.index(key, new byte[] {(byte) i, (byte) (i >> 8)}));
            }
        }
    }

    // Failures inside

    @Test
    void refusedUse_inTheVault_isToldOnThisSideOnce() {
        serve();
        RemoteSecurityModule client = client();
        KeyBlock index = client.generate(KeyPurpose.INDEX);
        assertThatThrownBy(() -> client.mac(index, new byte[8])).isInstanceOf(Fault.class);
        client.index(index, new byte[1]);
        assertThat(told).singleElement().satisfies(use -> {
            assertThat(use.command()).isEqualTo("mac");
            assertThat(use.purposes()).containsExactly(KeyPurpose.INDEX);
            assertThat(use.reason()).isEqualTo(VaultRefusal.KEY_USE_REFUSED);
        });
    }

    @Test
    void command_thatBreaks_tellsNothingOfIt() {
        opened.add(VaultServer.start(module((_, _, _) -> {
            throw new IllegalArgumentException("tea5Pot9");
        }), refusedUses, socket, VaultServer.Settings.DEFAULT));
        RemoteSecurityModule client = client();
        assertThatThrownBy(() -> client.generate(KeyPurpose.INDEX)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo("VAULT_COMMAND_FAILED");
            assertThat(fault.getMessage()).contains("generate").doesNotContain("tea5Pot9");
        });
    }

    @Test
    void request_longerThanAFrame_isRefusedHereAndTheLineStays() {
        serve();
        RemoteSecurityModule client = client();
        KeyBlock key = client.generate(KeyPurpose.INDEX);
        refused(VaultSocketRefusal.VAULT_REQUEST_TOO_LONG, () -> client.index(key, new byte[FrameBuffer.BODY_BYTES_MAX]));
        assertThat(client.index(key, new byte[1])).hasSize(32);
    }

    @Test
    void secret_ofTheCaller_staysTheCallers() {
        serve();
        RemoteSecurityModule client = client();
        List<Secret> components = List.of(Secret.of("1".repeat(64)), Secret.of("2233".repeat(16)));
        client.combine(KeyPurpose.ZONE_MASTER, components);
        assertThat(components).allMatch(one -> !one.isEmpty() && one.sameAs(one));
    }

    // Hostile peers

    @ParameterizedTest
    @CsvSource(textBlock = """
            nothing at all,             ''
            half a length,              0000
            a length beyond the limit,  7FFFFFFF
            a negative length,          FFFFFFFF
            no length,                  00000000
            half a greeting,            00000028 53595641
            another protocol,           00000004 50494E47
            two frames at once,         00000001 00 00000001 00
            """)
    void stranger_whoIsNoClient_isShownOutAndOthersAreServed(String what, String hex) throws IOException {
        serve(HASTY);
        try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            stranger.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
            assertThat(client().generate(KeyPurpose.INDEX)).as(what).isNotNull();
            assertThat(stranger.read(ByteBuffer.allocate(64))).as(what).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a command that there is not,   FFFF
            half a number,                 00
            arguments missing,             0000
            something behind the last,     0000 0000 0000 0000 0000 0000 0000 0000 0000 0000
            """)
    void client_whoSendsNoRequest_isToldAndShownOut(String what, String hex) throws IOException {
        serve(HASTY);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            FrameBuffer frame = new FrameBuffer();
            Greeting.sendHello(frame, client, CommandTable.VAULT);
            frame.receive(client, () -> {});
            assertThat(Greeting.readVerdict(frame, CommandTable.VAULT)).isEqualTo(Greeting.Verdict.WELCOME);
            frame.begin().putRaw(HexFormat.of().parseHex(hex.replace(" ", ""))).send(client);
            frame.receive(client, () -> {});
            assertThatThrownBy(() -> Answer.read(frame, CommandTable.VAULT.numbered(0), told::add)).as(what).isInstanceOfSatisfying(Fault.class,
                    fault -> assertThat(fault.code()).isEqualTo("VAULT_REQUEST_REFUSED"));
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void connect_impostorThatAnswersGarbage_isUnreachable() throws IOException {
        Files.createDirectory(socket.getParent());
        try (ServerSocketChannel impostor = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            Thread.ofVirtual().start(() -> {
                try (SocketChannel accepted = impostor.accept()) {
                    accepted.write(ByteBuffer.wrap(HexFormat.of().parseHex("0000000109")));
                    accepted.read(ByteBuffer.allocate(64));
                } catch (IOException _) {
                    // the test sees what the client makes of it
                }
            });
            refused(VaultSocketRefusal.VAULT_UNREACHABLE, this::client);
        }
    }

    // Tools

    private VaultServer serve() {
        return serve(VaultServer.Settings.DEFAULT);
    }

    private VaultServer serve(VaultServer.Settings settings) {
        VaultServer server = VaultServer.start(module, refusedUses, socket, settings);
        opened.add(server);
        return server;
    }

    private VaultServer ofOtherRelease() {
        interface OlderCommands {
            KeyBlock generate(KeyPurpose purpose);
        }
        return VaultServer.start(module, refusedUses, CommandTable.of(OlderCommands.class), socket, VaultServer.Settings.DEFAULT, Thread::new);
    }

    private RemoteSecurityModule client() {
        RemoteSecurityModule client = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(socket), told::add);
        opened.add(client);
        return client;
    }

    private List<SocketChannel> strangers(int count) throws IOException {
        List<SocketChannel> strangers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            opened.add(stranger);
            strangers.add(stranger);
        }
        return strangers;
    }

    private static SecurityModule module(java.lang.reflect.InvocationHandler behaviour) {
        return (SecurityModule) Proxy.newProxyInstance(SecurityModule.class.getClassLoader(), new Class<?>[] {SecurityModule.class},
                (proxy, method, arguments) -> behaviour.invoke(proxy, method, arguments));
    }

    private static void refused(VaultSocketRefusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(refusal.name()));
    }

    private interface Condition {
        boolean holds();
    }

    /// Until it holds; for ever if it never does, which the suite's own limit ends.
    private static void await(Condition condition) {
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Fault _) {
                // not yet
            }
            Thread.onSpinWait();
        }
    }
}
