package io.shouyin.network;

import io.shouyin.kernel.Fault;
import io.shouyin.network.NetworkServer.FirstStart;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The simulated network without its ports: keys, cards, issuer and desk over a data folder. [NetworkServer] puts it on sockets, a deterministic test
/// world calls it frame by frame.
///
/// It does not look whether the folder is another's.
public final class NetworkCore implements AutoCloseable {

    static final String JOURNAL_FILE = "journal.log";

    private final BehaviourSwitch behaviour = new BehaviourSwitch();
    private final Counters counters = new Counters();
    private final NetworkDesk.Session session = new NetworkDesk.Session();
    private final NetworkKeys keys;
    private final Issuer issuer;
    private final NetworkDesk desk;
    private final List<DemoCard> drawer;
    private final Optional<FirstStart> firstStart;

    private NetworkCore(NetworkKeys keys, Issuer issuer, List<DemoCard> drawer, Optional<FirstStart> firstStart, RandomGenerator random) {
        this.keys = keys;
        this.issuer = issuer;
        this.drawer = drawer;
        this.firstStart = firstStart;
        this.desk = new NetworkDesk(keys, issuer, behaviour, counters, random);
    }

    /// Opens the data folder (and fills it at the first start), and replays the journal.
    ///
    /// @param random for authorization codes
    /// @throws Fault with a code of [NetworkRefusal]
    public static NetworkCore open(NetworkSettings settings, RandomGenerator random) {
        Path folder = settings.dataFolder();
        SecureRandom secret = new SecureRandom();
        Optional<NetworkKeys> issuerKeys = settings.issuerOf().map(other -> NetworkKeys.open(other, Optional.empty(), secret));
        boolean keysMade = NetworkKeys.makeIfMissing(folder, issuerKeys, secret);
        NetworkKeys keys = NetworkKeys.open(folder, issuerKeys, secret);
        boolean cardsMade = settings.issuerOf().map(issuer -> CardFiles.copyIfMissing(issuer, folder))
                .orElseGet(() -> CardFiles.makeIfMissing(folder, keys, settings.clock().instant(), secret));
        CardFiles.addChipsIfMissing(folder, keys);
        List<DemoCard> drawer = CardFiles.readDrawer(folder);
        Optional<FirstStart> firstStart = keysMade || cardsMade
                ? Optional.of(new FirstStart(keysMade ? NetworkKeys.componentFiles(folder) : List.of(), folder.resolve(CardFiles.DRAWER_FILE)))
                : Optional.empty();
        Issuer issuer = new Issuer(CardFiles.readIssuer(folder), folder.resolve(JOURNAL_FILE), keys, new ChipDesk(keys), settings.clock(), random);
        return new NetworkCore(keys, issuer, drawer, firstStart, random);
    }

    /// Takes a request, as a well-behaved network on its first connection.
    ///
    /// @param body from message type to the last field
    /// @return the answer, likewise; empty if there is none
    public Optional<byte[]> answer(byte[] body) {
        return switch (desk.answer(desk.take(body), session)) {
            case NetworkDesk.Outcome.Reply reply -> Optional.of(reply.body());
            case NetworkDesk.Outcome.Silence _, NetworkDesk.Outcome.Hangup _ -> Optional.empty();
        };
    }

    /// The drawer of demo cards.
    public List<DemoCard> cards() {
        return drawer;
    }

    /// Every movement since the data folder was made, oldest first.
    public List<Posting> postings() {
        return issuer.postings();
    }

    BehaviourSwitch behaviour() {
        return behaviour;
    }

    Counters counters() {
        return counters;
    }

    NetworkKeys keys() {
        return keys;
    }

    Issuer issuer() {
        return issuer;
    }

    NetworkDesk desk() {
        return desk;
    }

    Optional<FirstStart> firstStart() {
        return firstStart;
    }

    @Override
    public void close() {
        issuer.close();
    }
}
