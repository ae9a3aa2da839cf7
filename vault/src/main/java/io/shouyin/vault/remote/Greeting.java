package io.shouyin.vault.remote;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The first frame of each side: the client says which commands it knows, the server whether it serves them, and which it
/// knows itself.
final class Greeting {

    private static final byte[] MAGIC = "SYVAULT1".getBytes(StandardCharsets.US_ASCII);
    private static final int FINGERPRINT_BYTES = 32;

    /// What the server says to who comes.
    enum Verdict {
        WELCOME,
        OTHER_RELEASE,
        OTHER_USER,
        NO_CONNECTION_LEFT
    }

    private Greeting() {}

    static void sendHello(FrameBuffer frame, SocketChannel server, CommandTable commands) throws IOException {
        frame.begin().putRaw(MAGIC).putRaw(commands.fingerprint()).send(server);
    }

    /// Whether the client's commands are the server's.
    static boolean readHello(FrameBuffer in, CommandTable commands) {
        FrameBuffer.require(Arrays.equals(in.getRaw(MAGIC.length), MAGIC), "a client of the vault begins with its greeting");
        boolean same = Arrays.equals(in.getRaw(FINGERPRINT_BYTES), commands.fingerprint());
        in.requireEnd();
        return same;
    }

    static void sendVerdict(FrameBuffer frame, SocketChannel client, Verdict verdict, CommandTable commands) throws IOException {
        frame.begin().put(verdict.ordinal()).putRaw(commands.fingerprint()).send(client);
    }

    /// The verdict; [Verdict#OTHER_RELEASE] as well if the server welcomes but knows other commands.
    static Verdict readVerdict(FrameBuffer in, CommandTable commands) {
        int number = in.get();
        FrameBuffer.require(number < Verdict.values().length, "a verdict is one that there is");
        boolean same = Arrays.equals(in.getRaw(FINGERPRINT_BYTES), commands.fingerprint());
        in.requireEnd();
        Verdict verdict = Verdict.values()[number];
        return verdict == Verdict.WELCOME && !same ? Verdict.OTHER_RELEASE : verdict;
    }
}
