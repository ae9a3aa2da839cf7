package io.shouyin.bench.world;

import io.shouyin.host.channels.NetworkLink;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.network.NetworkCore;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.Posting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A card network and the line to it.
final class Upstream {

    private final String channel;
    private final Stage stage;
    private final BiConsumer<String, String> left;
    private final Codec codec = new Codec(Dialects.NETWORK);
    private Optional<NetworkCore> core = Optional.empty();
    private Optional<Link> link = Optional.empty();
    private NetworkSettings settings;
    private RandomGenerator random;
    private Weather weather;
    private Trace trace;
    private Defect defect;
    private boolean cut = true;
    private boolean silent;

    /// @param left told of each channel and reference number that has left
    Upstream(String channel, Stage stage, BiConsumer<String, String> left) {
        this.channel = channel;
        this.stage = stage;
        this.left = left;
    }

    String channel() {
        return channel;
    }

    /// Another network, with a line to it.
    void begin(Path folder, RandomGenerator ofTheSeed, Weather ofTheSeedToo, Trace told, Defect planted) {
        settings = NetworkSettings.of(folder).withClock(stage);
        random = ofTheSeed;
        weather = ofTheSeedToo;
        trace = told;
        defect = planted;
        cut = false;
        silent = false;
        start();
    }

    void end() {
        die();
        cut = true;
    }

    /// Its process is gone; what it had answered for is on its disk.
    void die() {
        breakLine();
        core.ifPresent(NetworkCore::close);
        core = Optional.empty();
    }

    void start() {
        if (core.isEmpty()) {
            core = Optional.of(NetworkCore.open(settings, random));
        }
    }

    void cut() {
        cut = true;
        breakLine();
    }

    /// It does what it is asked, and nobody hears of it; the line itself is well.
    void fallSilent() {
        silent = true;
    }

    void mend() {
        cut = false;
        silent = false;
    }

    void breakLine() {
        link.ifPresent(Link::close);
        link = Optional.empty();
    }

    List<Posting> postings() {
        return core.orElseThrow().postings();
    }

    NetworkLink connect(NetworkLink.LateAnswers late) throws IOException {
        if (cut || core.isEmpty()) {
            throw new IOException("nobody is there");
        }
        Link next = new Link(late);
        link = Optional.of(next);
        return next;
    }

    private final class Link implements NetworkLink {

        private final LateAnswers late;
        private final Map<String, Stage.Wake<Exchange>> waiting = new HashMap<>();
        private boolean open = true;

        private Link(LateAnswers late) {
            this.late = late;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public Exchange exchange(Message request, byte[] frame, Duration wait) {
            String key = key(request);
            Stage.Wake<Exchange> wake = new Stage.Wake<>();
            if (!open || waiting.putIfAbsent(key, wake) != null) {
                return new Exchange.Broken(false);
            }
            request.find(37).ifPresent(reference -> left.accept(channel, reference));
            byte[] sent = frame.clone();
            pass("host > " + channel + " " + request.type(), sent, this::arriveAtNetwork);
            Exchange exchange = stage.await(wake, wait).orElseGet(() -> defect == Defect.SILENCE_DENIED ? new Exchange.Broken(false) : new Exchange.Silent());
            waiting.remove(key, wake);
            return exchange;
        }

        private void pass(String what, byte[] frame, Consumer<byte[]> arrive) {
            Weather.Passage passage = weather.passage();
            trace.add(what + passage.what());
            byte[] passed = frame.clone();
            if (passage.damaged()) {
                int at = passed.length - 1 - random.nextInt(8);                        // a digit of the MAC, or of a last field
                passed[at] = (byte) (passed[at] == '0' ? '1' : '0');
            }
            passage.arrivals().forEach(delay -> stage.after(delay, () -> arrive.accept(passed)));
            if (passage.cut()) {
                stage.after(passage.arrivals().isEmpty() ? Duration.ZERO : passage.arrivals().getFirst().plusMillis(1), this::close);
            }
        }

        private void arriveAtNetwork(byte[] body) {
            if (open && core.isPresent()) {
                core.get().answer(body).filter(_ -> !silent || isOfTheLine(body)).ifPresent(answer -> pass(channel + " > host", answer, this::arriveAtHost));
            }
        }

        private static boolean isOfTheLine(byte[] body) {
            return body[0] == '0' && body[1] == '8';
        }

        private void arriveAtHost(byte[] body) {
            if (!open) {
                return;
            }
            try {
                Decoded decoded = codec.decode(body);
                Stage.Wake<Exchange> waits = waiting.remove(key(decoded.message()));
                if (waits == null) {
                    late.arrived(decoded.message());
                } else {
                    stage.wakeNow(waits, new Exchange.Answered(decoded));
                }
            } catch (DecodeException unreadable) {
                trace.add("an unreadable answer");
            }
        }

        private static String key(Message message) {
            return message.find(7).orElse("") + '/' + message.find(11).orElse("") + '/' + message.find(41).orElse("");
        }

        @Override
        public void close() {
            open = false;
            waiting.values().forEach(waits -> stage.wake(waits, new Exchange.Broken(true)));
            waiting.clear();
        }
    }
}
