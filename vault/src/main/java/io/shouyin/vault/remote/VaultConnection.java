package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.RefusedUse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;

/// The client's side of one connection to the vault. One call at a time; after a failure of the line it is closed.
final class VaultConnection implements AutoCloseable {

    /// The line broke before an answer began, and not because of us: the vault was restarted, or closed it.
    static final class Dead extends IOException {
        private Dead(IOException cause) {
            super(cause.getMessage() == null ? "the vault closed the connection" : cause.getMessage(), cause);
        }
    }

    private final SocketChannel vault;
    private final Deadlines.Deadline deadline;
    private final FrameBuffer frame = new FrameBuffer();

    private VaultConnection(SocketChannel vault, Deadlines deadlines) {
        this.vault = vault;
        this.deadline = deadlines.watch(vault);
    }

    /// Connects, makes sure who listens there, and greets.
    ///
    /// @throws Fault [VaultSocketRefusal#VAULT_OF_OTHER_RELEASE] or [VaultSocketRefusal#VAULT_PEER_REFUSED]
    static VaultConnection open(RemoteSecurityModule.Settings settings, UserPrincipal vaultUser, CommandTable commands, Deadlines deadlines)
            throws IOException {
        VaultConnection connection = new VaultConnection(SocketChannel.open(StandardProtocolFamily.UNIX), deadlines);
        try {
            connection.deadline.in(settings.timeout());
            connection.vault.connect(UnixDomainSocketAddress.of(settings.socket()));
            connection.greet(vaultUser, commands);
            connection.deadline.none();
            return connection;
        } catch (Fault refused) {
            connection.close();
            throw refused;
        } catch (IOException | FrameBuffer.Malformed failed) {
            connection.close();
            throw connection.told(failed, settings.timeout());
        }
    }

    private void greet(UserPrincipal vaultUser, CommandTable commands) throws IOException {
        if (!Peer.is(vaultUser, vault)) {
            throw VaultSocketRefusal.VAULT_PEER_REFUSED.fault(Recovery.FIX_THE_SETUP, "the vault should be run by " + vaultUser.getName());
        }
        Greeting.sendHello(frame, vault, commands);
        frame.receive(vault, () -> {});
        switch (Greeting.readVerdict(frame, commands)) {
            case WELCOME -> { }
            case OTHER_RELEASE -> throw new Fault(VaultSocketRefusal.VAULT_OF_OTHER_RELEASE, Recovery.FIX_THE_SETUP);
            case OTHER_USER -> throw VaultSocketRefusal.VAULT_PEER_REFUSED.fault(Recovery.FIX_THE_SETUP, "the vault does not serve this user");
            case NO_CONNECTION_LEFT -> throw new IOException("the vault has no connection left");
        }
    }

    /// @throws Dead if a fresh connection may do better
    /// @throws Fault as the command threw it
    Object call(CommandTable.Command command, Object[] arguments, Duration timeout, RefusedUse.Listener listener) throws IOException {
        boolean whole = false;
        try {
            frame.begin().putShort(command.number());
            command.writeArguments(frame, arguments);
            deadline.in(timeout);
            frame.send(vault);
            frame.receive(vault, () -> {});
            deadline.none();
            Object result = Answer.read(frame, command, listener);
            whole = true;
            return result;
        } catch (Fault | IllegalArgumentException answered) {
            whole = !VaultSocketRefusal.VAULT_REQUEST_REFUSED.name().equals(answered instanceof Fault fault ? fault.code() : "");
            throw answered;
        } catch (FrameBuffer.TooLong tooLong) {
            whole = true;                                                  // nothing was sent
            throw VaultSocketRefusal.VAULT_REQUEST_TOO_LONG.fault(Recovery.FIX_THE_INPUT, tooLong.getMessage());
        } catch (IOException | FrameBuffer.Malformed failed) {
            IOException told = told(failed, timeout);
            throw deadline.isMissed() || Thread.currentThread().isInterrupted() ? told : new Dead(told);
        } finally {
            frame.wipe();
            if (!whole) {
                close();
            }
        }
    }

    /// What became of the line, in words.
    private IOException told(Exception failed, Duration timeout) {
        if (deadline.isMissed()) {
            return new IOException("no answer within " + timeout.toMillis() + " ms", failed);
        }
        return failed instanceof IOException line && line.getMessage() != null ? line
                : new IOException(failed instanceof FrameBuffer.Malformed ? "the answer cannot be read" : "the vault closed the connection", failed);
    }

    boolean isOpen() {
        return vault.isOpen();
    }

    @Override
    public void close() {
        deadline.close();
    }
}
