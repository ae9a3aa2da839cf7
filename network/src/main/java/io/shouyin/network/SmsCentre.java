package io.shouyin.network;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameters;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.ServerResponseDeliveryAdapter;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A simulated message centre for SMPP 3.4: takes texts in UCS-2, keeps the last [#TEXTS_MAX] in memory for whoever looks at the phones, sends
/// receipts, and misbehaves as told. Its password is made at the first start.
public final class SmsCentre implements AutoCloseable {

    /// The file with the password, in the data folder of the network.
    public static final String PASSWORD_FILE = "smpp-password.txt";

    static final int TEXTS_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(SmsCentre.class);
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int PASSWORD_CHARACTERS = 8;
    private static final long BIND_MILLIS_MAX = 5_000;
    private static final int AT_ONCE_MAX = 32;
    private static final int HEADER_BYTES = 6;

    private final String password;
    private final InstantSource clock;
    private final ServerSocket socket;
    private final SMPPServerSessionListener listener;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Text> texts = new ArrayDeque<>();
    private final Map<String, Map<Integer, String>> parts = new HashMap<>();
    private final Map<String, SubmitSm> receiptsDue = new ConcurrentHashMap<>();
    private Mode mode = Mode.DELIVER;
    private volatile boolean closed;

    /// What it does with a message.
    public enum Mode {
        /// Takes it, and a receipt says that it arrived.
        DELIVER,
        /// Takes it, and a receipt says that it did not arrive.
        UNDELIVERABLE,
        /// Takes it and tells no more.
        NO_RECEIPT,
        /// Refuses it: the number is invalid.
        REFUSE,
        /// Refuses it for now.
        BUSY,
        /// Does not answer.
        SILENT
    }

    /// A text on a phone.
    ///
    /// @param to digits, with the country and without `+`
    public record Text(String id, String to, String text, Instant at) {}

    private SmsCentre(Path folder, InetAddress address, int port, InstantSource clock) throws IOException {
        this.password = passwordIn(folder.resolve(PASSWORD_FILE));
        this.clock = clock;
        this.socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port));
        this.listener = new SMPPServerSessionListener(socket.getLocalPort(), new Bound());
        listener.setPduProcessorDegree(AT_ONCE_MAX);
        listener.setMessageReceiverListener(new Receiver());
        listener.setResponseDeliveryListener(new Receipts());
        Thread.ofVirtual().name("sms-centre-accept").start(this::acceptSessions);
    }

    /// @param folder of the password; it is there
    /// @param port 0 = any free one
    /// @throws Fault with a code of [NetworkRefusal]
    public static SmsCentre start(Path folder, InetAddress address, int port, InstantSource clock) {
        try {
            return new SmsCentre(folder, address, port, clock);
        } catch (IOException taken) {
            throw NetworkServer.portUnusable(taken);
        }
    }

    private static String passwordIn(Path file) {
        if (!Files.exists(file)) {
            StringBuilder letters = new StringBuilder();
            new SecureRandom().ints(PASSWORD_CHARACTERS, 0, LETTERS.length()).forEach(letter -> letters.append(LETTERS.charAt(letter)));
            Store.replace(file, letters.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return new String(Store.read(file, NetworkRefusal.NETWORK_DATA_UNUSABLE), StandardCharsets.US_ASCII);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// The last texts, oldest first.
    public List<Text> texts() {
        synchronized (texts) {
            return List.copyOf(texts);
        }
    }

    public synchronized Mode mode() {
        return mode;
    }

    /// Takes effect at once: who waits in vain is answered.
    public synchronized void mode(Mode next) {
        mode = next;
        notifyAll();
    }

    private void acceptSessions() {
        while (!closed) {
            try {
                SMPPServerSession session = listener.accept();
                workers.execute(() -> bind(session));
            } catch (IOException gone) {
                if (!closed) {
                    LOG.warn("an SMPP connection was not accepted: {}", gone.getClass().getSimpleName());
                }
            }
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(BIND_MILLIS_MAX);
            if (password.equals(request.getPassword())) {
                request.accept("shouyin-sim", InterfaceVersion.IF_34);
            } else {
                request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
            }
        } catch (TimeoutException | IOException | PDUException | IllegalStateException gone) {
            LOG.info("an SMPP connection did not log in: {}", gone.getClass().getSimpleName());
            session.close();
        }
    }

    private SubmitSmResult take(SubmitSm submitted) throws ProcessRequestException {
        return switch (mode()) {
            case REFUSE -> throw new ProcessRequestException("refused", SMPPConstant.STAT_ESME_RINVDSTADR);
            case BUSY -> throw new ProcessRequestException("busy", SMPPConstant.STAT_ESME_RMSGQFUL);
            case SILENT -> {
                awaitAnotherMode();
                throw new ProcessRequestException("not taken", SMPPConstant.STAT_ESME_RSYSERR);
            }
            case DELIVER, UNDELIVERABLE, NO_RECEIPT -> {
                String id = UUID.randomUUID().toString();
                keep(id, submitted);
                if (SMSCDeliveryReceipt.SUCCESS_FAILURE.containedIn(submitted.getRegisteredDelivery())) {
                    receiptsDue.put(id, submitted);
                }
                yield new SubmitSmResult(messageId(id), OptionalParameters.EMPTY_OPTIONAL_PARAMETERS);
            }
        };
    }

    private static MessageId messageId(String id) throws ProcessRequestException {
        try {
            return new MessageId(id);
        } catch (PDUException tooLong) {
            throw new ProcessRequestException("no id", SMPPConstant.STAT_ESME_RSYSERR, tooLong);
        }
    }

    private synchronized void awaitAnotherMode() {
        try {
            while (mode == Mode.SILENT && !closed) {
                wait();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Puts parts together by their header (3GPP TS 23.040, 9.2.3.24.1): 05 00 03, reference, number of parts, this one's number.
    private void keep(String id, SubmitSm submitted) {
        byte[] message = submitted.getShortMessage();
        String to = submitted.getDestAddress();
        if (!GSMSpecificFeature.UDHI.containedIn(submitted.getEsmClass())) {
            show(id, to, ucs2(message));
            return;
        }
        String whole = submitted.getSourceAddr() + '>' + to + '#' + message[3];
        synchronized (parts) {
            Map<Integer, String> came = parts.computeIfAbsent(whole, _ -> new TreeMap<>());
            came.put((int) message[5], ucs2(Arrays.copyOfRange(message, HEADER_BYTES, message.length)));
            if (came.size() == message[4]) {
                parts.remove(whole);
                show(id, to, String.join("", came.values()));
            }
        }
    }

    private void show(String id, String to, String text) {
        synchronized (texts) {
            if (texts.size() == TEXTS_MAX) {
                texts.removeFirst();
            }
            texts.addLast(new Text(id, to, text, clock.instant()));
        }
    }

    private static String ucs2(byte[] units) {
        return new String(units, StandardCharsets.UTF_16BE);
    }

    private void sendReceipt(SMPPServerSession session, String id, SubmitSm submitted) {
        Mode now = mode();
        if (now == Mode.NO_RECEIPT) {
            return;
        }
        DeliveryReceiptState state = now == Mode.UNDELIVERABLE ? DeliveryReceiptState.UNDELIV : DeliveryReceiptState.DELIVRD;
        Date at = Date.from(clock.instant());
        DeliveryReceipt receipt = new DeliveryReceipt(id, 1, state == DeliveryReceiptState.DELIVRD ? 1 : 0, at, at, state, "000", "");
        try {
            session.deliverShortMessage("", TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, submitted.getDestAddress(), TypeOfNumber.UNKNOWN,
                    NumberingPlanIndicator.UNKNOWN, submitted.getSourceAddr(),
                    new ESMClass(MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT), (byte) 0, (byte) 0,
                    new RegisteredDelivery(0), new GeneralDataCoding(Alphabet.ALPHA_DEFAULT), receipt.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (PDUException | ResponseTimeoutException | InvalidResponseException | NegativeResponseException | IOException lost) {
            LOG.info("a receipt was not taken: {}", lost.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        try {
            listener.close();
            socket.close();
        } catch (IOException gone) {
            LOG.debug("closing the SMPP port: {}", gone.getMessage());
        }
        workers.shutdownNow();
    }

    /// Sends a receipt when the answer that it follows has left.
    private final class Receipts extends ServerResponseDeliveryAdapter {

        @Override
        public void onSubmitSmRespSent(SubmitSmResult result, SMPPServerSession session) {
            SubmitSm submitted = receiptsDue.remove(result.getMessageId());
            if (submitted != null && !closed) {
                workers.execute(() -> sendReceipt(session, result.getMessageId(), submitted));
            }
        }
    }

    /// Listens on the socket that is bound already: to one address, and perhaps to a port that nobody chose.
    private final class Bound implements ServerConnectionFactory {

        @Override
        public ServerConnection listen(int port) {
            return new ServerSocketConnection(socket);
        }

        @Override
        public ServerConnection listen(int port, int timeout) {
            return listen(port);
        }

        @Override
        public ServerConnection listen(int port, int timeout, int backlog) {
            return listen(port);
        }
    }

    /// Takes single messages; of the rest of SMPP it knows nothing.
    private final class Receiver implements ServerMessageReceiverListener {

        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm submitted, SMPPServerSession source) throws ProcessRequestException {
            return take(submitted);
        }

        @Override
        public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti submitted, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source) throws ProcessRequestException {
            throw unknown();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw unknown();
        }

        private static ProcessRequestException unknown() {
            return new ProcessRequestException("not known here", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }
}
