package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.Device;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.PinPad;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Status;
import io.shouyin.terminal.line.GatewayAddress;
import io.shouyin.terminal.line.HostLink;
import io.shouyin.terminal.line.Line;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.NoticeStore;
import io.shouyin.terminal.state.OperatorStore;
import io.shouyin.terminal.state.OrderStore;
import io.shouyin.terminal.state.ParameterStore;
import io.shouyin.terminal.state.SeenCheckpoints;
import io.shouyin.terminal.state.SignatureStore;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.Tally;
import io.shouyin.terminal.state.TerminalLog;
import io.shouyin.terminal.update.UpdateAgent;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything that the flows of one terminal share.
public final class Machine {

    /// Business time everywhere.
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final int BATTERY_PERCENT_MIN = 5;

    private final TerminalSettings settings;
    private final Device device;
    private final PinPad pinPad;
    private final StateStore store;
    private final SignatureStore signatures;
    private final LocalOperators operators;
    private final NoticeStore notices;
    private final SeenCheckpoints seenCheckpoints;
    private final HostLink link;
    private final Dialogue dialogue;
    private final HostRequests hostRequests = new HostRequests();
    private final TerminalLog log;
    private final LogUploads logUploads = new LogUploads(this);
    private final Orders orders;
    private final OrderWork orderWork;
    private final HostParameters hostParameters;
    private Optional<UpdateAgent> updates = Optional.empty();
    private Optional<Session> session = Optional.empty();

    public Machine(TerminalSettings settings, Device device, PinPad pinPad, StateStore store, SignatureStore signatures, OperatorStore operators, NoticeStore notices,
                   OrderStore orders, ParameterStore parameters, SeenCheckpoints seenCheckpoints, TerminalLog log, Line.Dialler dialler) {
        this.settings = settings;
        this.device = device;
        this.pinPad = pinPad;
        this.store = store;
        this.signatures = signatures;
        this.operators = new LocalOperators(operators, pinPad);
        this.notices = notices;
        this.seenCheckpoints = seenCheckpoints;
        this.log = log;
        this.link = new HostLink(dialler, this::gateway, () -> identity().tpduDestination(), pinPad, hostRequests::heard, log);
        this.dialogue = new Dialogue(device, pinPad, this::showStatus, log);
        this.orders = new Orders(this, orders);
        this.hostParameters = new HostParameters(this, parameters);
        this.orderWork = new OrderWork(this, this.orders);
        dialogue.onRest(orderWork::attend);
    }

    public TerminalSettings settings() {
        return settings;
    }

    public Device device() {
        return device;
    }

    public PinPad pinPad() {
        return pinPad;
    }

    public StateStore store() {
        return store;
    }

    SignatureStore signatures() {
        return signatures;
    }

    /// Judged here where the host knows none.
    LocalOperators operators() {
        return operators;
    }

    NoticeStore notices() {
        return notices;
    }

    /// Of the host's audit log.
    SeenCheckpoints seenCheckpoints() {
        return seenCheckpoints;
    }

    /// A printer without paper; a model without a printer lacks none.
    boolean lacksPaper() {
        return device.printer().map(printer -> !printer.hasPaper()).orElse(false);
    }

    /// Too little power to get through a transaction.
    boolean lacksPower() {
        return device.batteryPercent() < BATTERY_PERCENT_MIN;
    }

    public HostLink link() {
        return link;
    }

    public Dialogue dialogue() {
        return dialogue;
    }

    /// Its software is kept up to date from here on, and starts as its storage says.
    public void updates(UpdateAgent agent) {
        updates = Optional.of(agent);
    }

    Optional<UpdateAgent> updates() {
        return updates;
    }

    HostRequests hostRequests() {
        return hostRequests;
    }

    /// What it did, for whoever maintains it.
    public TerminalLog log() {
        return log;
    }

    LogUploads logUploads() {
        return logUploads;
    }

    Orders orders() {
        return orders;
    }

    HostParameters hostParameters() {
        return hostParameters;
    }

    OrderWork orderWork() {
        return orderWork;
    }

    Identity identity() {
        return store.state().identity();
    }

    public Language language() {
        return store.state().language();
    }

    /// What the host wants of the terminal; its own settings as long as it has said nothing.
    Field62.Parameters parameters() {
        String hex = store.state().terms().parametersHex();
        Field62.Parameters own = new Field62.Parameters((int) Math.clamp(settings.answerTimeout().toSeconds(), 1, 99), 1, true, settings.reversalTriesMax());
        try {
            return hostParameters.over(hex == null ? own : Field62.Parameters.decode(HexFormat.of().parseHex(hex), own));
        } catch (DecodeException unreadable) {
            return hostParameters.over(own);
        }
    }

    /// The amount from which cardholders sign: as the host said last, else at the activation.
    MinorAmount signatureFrom() {
        Long told = store.state().terms().signatureFromFen();
        return told == null ? identity().signatureFrom() : new MinorAmount(told);
    }

    Originals originals() {
        return new Originals(store.state().journal());
    }

    LocalDate today() {
        return LocalDate.ofInstant(device.clock().instant(), ZONE);
    }

    /// Of the present batch and those before it.
    List<Tally> tallies() {
        return Tally.both(store.state().settlements().tallies(), Tally.of(store.state().journal(), ZONE), today());
    }

    /// What the host told of factors at the last sign-in; its own rules where the host judges none.
    StepUpRules stepUpRules() {
        return identity().isStepUpOnline() ? StepUpRules.of(store.state().terms().stepUpRules()) : StepUpRules.LOCAL;
    }

    NewPasswords newPasswords() {
        return new NewPasswords(store);
    }

    /// Days until the transaction password expires, if that is near.
    OptionalInt transactionPasswordDaysLeft() {
        LocalDate expires = store.state().terms().transactionPasswordExpires();
        return expires == null ? OptionalInt.empty() : OptionalInt.of((int) Math.max(0, ChronoUnit.DAYS.between(today(), expires)));
    }

    /// The host's word if it has given one, to the second.
    private Duration answerTimeout() {
        return store.state().terms().parametersHex() == null && !hostParameters.saysAnswerSeconds() ? settings.answerTimeout() : Duration.ofSeconds(parameters().answerSecondsMax());
    }

    private GatewayAddress gateway() {
        if (settings.plainGateway().isPresent()) {
            var plain = settings.plainGateway().get();
            return new GatewayAddress(plain.host(), plain.port(), Optional.empty(), settings.connectTimeout(), answerTimeout());
        }
        return new GatewayAddress(identity().gatewayHost(), identity().gatewayPort(), identity().pinnedCertificate(),
                settings.connectTimeout(), answerTimeout());
    }

    // session

    Optional<Session> session() {
        return session;
    }

    void session(Optional<Session> next) {
        if (!session.map(Session::operator).equals(next.map(Session::operator))) {
            session.ifPresent(before -> log.info("operator", before.operator() + " off"));
            next.ifPresent(now -> log.info("operator", now.operator() + " on"));
        }
        session = next;
        showStatus();
    }

    OperatorNumber operator() {
        return session.orElseThrow().operator();
    }

    // messages

    /// The trace number for the next message; it is used up whatever becomes of the message.
    TraceNumber takeTrace() {
        int trace = store.state().nextTrace();
        store.update(state -> state.afterTrace());
        return new TraceNumber(trace);
    }

    /// A card's number as it rests in the journal, bound to the transaction that it belongs to.
    String sealed(Pan card, TransactionKind kind, TraceNumber trace) {
        return Base64.getEncoder().encodeToString(pinPad.sealCard(card, bound(kind, batch(), trace)));
    }

    /// The number of the card that an entry is about.
    Pan cardOf(JournalEntry entry) {
        return pinPad.openCard(Base64.getDecoder().decode(entry.cardSealed()),
                bound(entry.trade().kind(), new BatchNumber(entry.batch()), new TraceNumber(entry.trace())));
    }

    private SealedFor bound(TransactionKind kind, BatchNumber batch, TraceNumber trace) {
        return new SealedFor(kind.requestType(), identity().merchantId(), identity().terminalId(), batch.toString(), trace.toString());
    }

    BatchNumber batch() {
        return new BatchNumber(store.state().batch());
    }

    boolean isSignedIn() {
        return store.state().isSignedIn() && pinPad.hasWorkingKeys();
    }

    /// The host no longer knows our keys or batch.
    void forgetSignIn() {
        pinPad.forgetWorkingKeys();
        store.update(state -> state.signedOut());
        showStatus();
    }

    /// Takes up the working keys of the last sign-in, after a start.
    void restoreSignIn() {
        if (store.state().isSignedIn()) {
            pinPad.loadWorkingKeys(HexFormat.of().parseHex(store.state().workingKeysHex()));
        }
    }

    // status bar

    public void showStatus() {
        var state = store.state();
        Status.Network network = link.network();
        device.display().status(new Status(network, state.isActivated(), isSignedIn(),
                state.isActivated() ? Optional.of(new BatchNumber(state.batch()).toString()) : Optional.empty(),
                session.map(s -> s.operator().value()), !lacksPaper(), state.reversal() != null,
                device.batteryPercent(), device.clock().instant().truncatedTo(ChronoUnit.MINUTES), state.language()));
    }
}
