package io.shouyin.vault.remote;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection to the vault: greeting, then a request in, its answer out, one after the other.
///
/// Who is silent, slow or sends what is no request loses the connection and costs nobody else's time.
final class ServedConnection implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);

    private final SocketChannel client;
    private final VaultServer server;
    private final Deadlines.Deadline deadline;
    private final FrameBuffer frame = new FrameBuffer();

    ServedConnection(SocketChannel client, VaultServer server) {
        this.client = client;
        this.server = server;
        this.deadline = server.deadlines().watch(client);
    }

    @Override
    public void run() {
        try (deadline) {
            if (isWelcome()) {
                while (true) {
                    serveOne();
                }
            }
        } catch (IOException _) {
            // the client left, or was shown out: its own side says why
        } catch (FrameBuffer.Malformed refused) {
            LOG.warn("a connection to the vault ends: {}", refused.getMessage());
        } finally {
            frame.wipe();
            server.ended(this);
        }
    }

    private boolean isWelcome() throws IOException {
        deadline.in(server.settings().frameWithin());
        frame.receive(client, () -> {});
        Greeting.Verdict verdict = server.verdict(client, Greeting.readHello(frame, server.commands()));
        Greeting.sendVerdict(frame, client, verdict, server.commands());
        return verdict == Greeting.Verdict.WELCOME;
    }

    private void serveOne() throws IOException {
        deadline.in(server.settings().idleMax());
        frame.receive(client, () -> deadline.in(server.settings().frameWithin()));
        deadline.none();
        CommandTable.Command command;
        Object[] arguments;
        try {
            command = server.commands().numbered(frame.getShort());
            arguments = command.readArguments(frame);
        } catch (FrameBuffer.Malformed refused) {
            Answer.writeFault(frame, List.of(), VaultSocketRefusal.VAULT_REQUEST_REFUSED.fault(Recovery.STOP, refused.getMessage()));
            send();
            throw refused;
        }
        execute(command, arguments);
        send();
    }

    private void execute(CommandTable.Command command, Object[] arguments) {
        try {
            Object result = (Object) command.invoker().invokeExact((Object) server.module(), arguments);
            Answer.writeResult(frame, server.refusedUses().taken(), command, result);
            command.result().wipe(result);
        } catch (Fault fault) {
            Answer.writeFault(frame, server.refusedUses().taken(), fault);
        } catch (FrameBuffer.TooLong tooLong) {
            Answer.writeFault(frame, List.of(), VaultSocketRefusal.VAULT_COMMAND_FAILED.fault(Recovery.FIX_THE_INPUT, tooLong.getMessage()));
        } catch (Throwable failed) {
            if (failed instanceof IllegalArgumentException rule && isOurs(rule)) {
                Answer.writeArgumentRefused(frame, server.refusedUses().taken(), rule.getMessage());
            } else {
                LOG.error("the command {} failed: {}", command.name(), place(failed));
                Answer.writeFault(frame, server.refusedUses().taken(), VaultSocketRefusal.VAULT_COMMAND_FAILED.fault(Recovery.STOP, command.name()));
            }
        } finally {
            command.wipeArguments(arguments);
        }
    }

    /// The message of [Check] names the rule and no value; of others that is not known.
    private static boolean isOurs(IllegalArgumentException refused) {
        return refused.getStackTrace().length > 0 && refused.getStackTrace()[0].getClassName().equals(Check.class.getName());
    }

    private static String place(Throwable failed) {
        StackTraceElement[] trace = failed.getStackTrace();
        return failed.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private void send() throws IOException {
        deadline.in(server.settings().frameWithin());
        frame.send(client);
        frame.wipe();
    }

    @Override
    public void close() {
        deadline.close();
    }
}
