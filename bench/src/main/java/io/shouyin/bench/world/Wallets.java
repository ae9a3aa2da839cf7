package io.shouyin.bench.world;

import io.shouyin.bench.till.Customers;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletLink;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.WalletCore;
import io.shouyin.network.WalletMode;
import io.shouyin.terminal.state.Original;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The wallets, the lines between them and the host, and their customers, who pay, refuse, take their time or go away.
final class Wallets implements WalletLink, Customers {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
    private static final Duration NOTICE_PAUSE = Duration.ofSeconds(5);
    private static final int DECIDES_MILLIS_MAX = 20_000;
    private static final int TARRIES_MILLIS_MAX = 90_000;
    private static final DateTimeFormatter MMDD = DateTimeFormatter.ofPattern("MMdd").withZone(ZoneOffset.ofHours(8));

    private final Stage stage;
    private final Set<Stage.Wake<Optional<Answer>>> waiting = new HashSet<>();
    private final List<Paid> intoStaticCodes = new ArrayList<>();
    private Optional<WalletCore> core = Optional.empty();
    private NetworkSettings settings;
    private RandomGenerator random;
    private Weather weather;
    private Trace trace;
    private HostSide host;

    /// A payment into a static code.
    record Paid(Original payment, long fen) {}

    Wallets(Stage stage) {
        this.stage = stage;
    }

    /// Other wallets, with lines to the host.
    void begin(Path folder, RandomGenerator ofTheSeed, Weather ofTheSeedToo, Trace told, HostSide acquirer) {
        settings = NetworkSettings.of(folder).withClock(stage);
        random = ofTheSeed;
        weather = ofTheSeedToo;
        trace = told;
        host = acquirer;
        intoStaticCodes.clear();
        start();
    }

    /// What they remember is on their disk.
    void die() {
        core.ifPresent(WalletCore::close);
        core = Optional.empty();
        List.copyOf(waiting).forEach(wake -> stage.wake(wake, Optional.empty()));
        waiting.clear();
    }

    void start() {
        if (core.isEmpty()) {
            core = Optional.of(WalletCore.open(settings, this::tell));
            core.get().untold().forEach(this::tell);
        }
    }

    void mode(WalletMode mode) {
        core.ifPresent(wallet -> wallet.mode(mode));
    }

    WalletCore core() {
        return core.orElseThrow();
    }

    List<Paid> intoStaticCodes() {
        return intoStaticCodes;
    }

    // lines

    @Override
    public Answer call(String path, String body, String signature) throws IOException {
        if (core.isEmpty()) {
            throw new ConnectException("nobody is there");
        }
        Stage.Wake<Optional<Answer>> wake = new Stage.Wake<>();
        waiting.add(wake);
        Weather.Passage passage = weather.passage();
        trace.add("host > wallet " + path + passage.what());
        String sent = passage.damaged() ? damaged(body) : body;
        passage.arrivals().forEach(delay -> stage.after(delay, () -> arriveAtWallet(path, sent, signature, wake)));
        cut(passage, wake);
        Optional<Answer> answer = stage.await(wake, ANSWER_WAIT).flatMap(Function.identity());
        waiting.remove(wake);
        return answer.orElseThrow(() -> new IOException("no answer came"));
    }

    private void arriveAtWallet(String path, String body, String signature, Stage.Wake<Optional<Answer>> wake) {
        core.flatMap(wallet -> wallet.answer(path, body.getBytes(StandardCharsets.UTF_8), signature)).ifPresent(answer -> {
            Weather.Passage passage = weather.passage();
            trace.add("wallet > host " + answer.status() + passage.what());
            Answer told = new Answer(answer.status(), passage.damaged() ? damaged(answer.body()) : answer.body(), answer.signature());
            passage.arrivals().forEach(delay -> stage.after(delay, () -> stage.wakeNow(wake, Optional.of(told))));
            cut(passage, wake);
        });
    }

    private void cut(Weather.Passage passage, Stage.Wake<Optional<Answer>> wake) {
        if (passage.cut()) {
            stage.after(passage.arrivals().isEmpty() ? Duration.ZERO : passage.arrivals().getFirst().plusMillis(1), () -> stage.wakeNow(wake, Optional.empty()));
        }
    }

    /// A digit is not what it was.
    private String damaged(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + (body.charAt(at) == '0' ? '1' : '0') + body.substring(at + 1);
    }

    /// Until the host has taken it.
    private void tell(String reference) {
        if (core.isEmpty() || !core.get().untold().contains(reference)) {
            return;
        }
        Weather.Passage passage = weather.passage();
        trace.add("wallet > host notice" + passage.what());
        if (!passage.damaged()) {
            passage.arrivals().forEach(delay -> stage.after(delay, () -> host.notice(new Rrn(reference), () -> core.ifPresent(wallet -> wallet.heard(reference)))));
        }
        stage.after(NOTICE_PAUSE, () -> tell(reference));
    }

    // customers

    @Override
    public String code(int customer) {
        return core.map(wallet -> wallet.showCode("" + customer)).orElse("280000000000000000");
    }

    @Override
    public void see(int customer, String payload) {
        decide(pays -> core.isEmpty() ? "has no line" : scanned(customer, payload, pays));
    }

    private String scanned(int customer, String payload, boolean pays) {
        try {
            return core().scanAndDecide("" + customer, payload, pays);
        } catch (CodeException unreadable) {
            throw new IllegalStateException("the terminal shows a code that wallets do not read", unreadable);
        }
    }

    @Override
    public void mayBeAsked(int customer) {
        decide(pays -> core.map(wallet -> String.join(" ", wallet.asked("" + customer).stream().map(reference -> wallet.decide("" + customer, reference, pays)).toList()))
                .orElse("has no line"));
    }

    private void decide(Function<Boolean, String> decision) {
        int mood = random.nextInt(10);
        int afterMillis = random.nextInt(500, mood == 0 ? TARRIES_MILLIS_MAX : DECIDES_MILLIS_MAX);
        if (mood > 1) {
            stage.after(Duration.ofMillis(afterMillis), () -> trace.add("customer decides: " + decision.apply(mood != 2)));
        }
    }

    /// A customer pays into the code on the merchant's counter.
    void payInto(String staticCode, int customer, long fen) {
        if (core.isEmpty()) {
            return;
        }
        try {
            trace.add("customer pays " + fen + " into the static code: " + core().payStatic("" + customer, staticCode, fen));
        } catch (CodeException unreadable) {
            throw new IllegalStateException("the merchant's code is one that wallets do not read", unreadable);
        }
        Instant now = stage.instant();
        core().movements().stream().filter(movement -> WalletChannel.isOfWallet(new Rrn(movement.reference()))).skip(intoStaticCodes.size())
                .forEach(movement -> intoStaticCodes.add(new Paid(Original.ofSale(movement.reference(), MMDD.format(now)), movement.amountFen())));
    }
}
