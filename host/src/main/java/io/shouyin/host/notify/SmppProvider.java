package io.shouyin.host.notify;

import io.shouyin.host.notify.NotTaken.Reason;
import io.shouyin.host.notify.SmsReceipts.Outcome;
import io.shouyin.host.platform.ProviderSecret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A message centre over SMPP 3.4, as transceiver: texts in UCS-2, in parts where one message is too short, a receipt asked for with the last part.
///
/// One session, bound when it is needed and again when it broke; after a login that failed nobody tries for [#LOGIN_PAUSE].
final class SmppProvider implements SmsProvider {

    private static final Logger LOG = LoggerFactory.getLogger(SmppProvider.class);
    private static final Duration LOGIN_PAUSE = Duration.ofSeconds(3);
    private static final Duration VALIDITY_MAX = Duration.ofDays(7);
    private static final int PASSWORD_CHARACTERS_MAX = 8;
    private static final String NAME = "smpp";

    private final String host;
    private final SmppSettings settings;
    private final SmsReceipts receipts;
    private final InstantSource clock;
    private final String password;
    private final ReentrantLock binding = new ReentrantLock();
    private final AtomicInteger reference = new AtomicInteger();
    private volatile SMPPSession session;
    private Instant loginAgainAt = Instant.MIN;

    SmppProvider(String host, SmppSettings settings, SmsReceipts receipts, InstantSource clock) {
        this.host = host;
        this.settings = settings;
        this.receipts = receipts;
        this.clock = clock;
        this.password = ProviderSecret.read(settings.passwordFile(), "shouyin.notify.smpp.password-file", 1, PASSWORD_CHARACTERS_MAX);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isUp() {
        return isBound(session);
    }

    @Override
    public Handover hand(SmsMessage message) {
        Optional<SMPPSession> bound = bound();
        if (bound.isEmpty()) {
            return declined(Reason.NOT_CONNECTED, "");
        }
        try {
            return new Handover.Accepted(submit(bound.get(), message));
        } catch (NegativeResponseException no) {
            return declined(isForNow(no.getCommandStatus()) ? Reason.BUSY : Reason.REFUSED, "0x%08X".formatted(no.getCommandStatus()));
        } catch (PDUException unfit) {
            return declined(Reason.REFUSED, unfit.getClass().getSimpleName());
        } catch (ResponseTimeoutException | InvalidResponseException | IOException silent) {
            return declined(Reason.NO_ANSWER, "");
        }
    }

    private static Handover declined(Reason reason, String code) {
        return new Handover.Declined(new NotTaken(NAME, reason, code));
    }

    private static boolean isForNow(int status) {
        return switch (status) {
            case SMPPConstant.STAT_ESME_RSYSERR, SMPPConstant.STAT_ESME_RMSGQFUL, SMPPConstant.STAT_ESME_RTHROTTLED,
                 SMPPConstant.STAT_ESME_RSUBMITFAIL -> true;
            default -> false;
        };
    }

    /// @return the message's id at the centre: that of its last part
    private String submit(SMPPSession bound, SmsMessage message)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException, IOException {
        byte[] utf8 = message.text().reveal(SecretAccess.granted());
        List<byte[]> parts = SmsParts.of(new String(utf8, StandardCharsets.UTF_8), reference.getAndIncrement() & 0xFF);
        Arrays.fill(utf8, (byte) 0);
        ESMClass kind = parts.size() == 1 ? new ESMClass()
                : new ESMClass(MessageMode.DEFAULT, MessageType.DEFAULT, GSMSpecificFeature.UDHI);
        String id = "";
        for (byte[] part : parts) {
            RegisteredDelivery receipt = new RegisteredDelivery(
                    part == parts.getLast() ? SMSCDeliveryReceipt.SUCCESS_FAILURE : SMSCDeliveryReceipt.DEFAULT);
            id = bound.submitShortMessage("", sourceType(), NumberingPlanIndicator.UNKNOWN, settings.sourceAddress(), TypeOfNumber.INTERNATIONAL,
                    NumberingPlanIndicator.ISDN, message.phone().e164().substring(1), kind, (byte) 0, (byte) 1, null, validity(message.expiresAt()),
                    receipt, ReplaceIfPresentFlag.DEFAULT.value(), new GeneralDataCoding(Alphabet.ALPHA_UCS2), (byte) 0, part).getMessageId();
            Arrays.fill(part, (byte) 0);
        }
        return id;
    }

    private TypeOfNumber sourceType() {
        return settings.sourceAddress().matches("[0-9]*") ? TypeOfNumber.UNKNOWN : TypeOfNumber.ALPHANUMERIC;
    }

    /// How long the centre may try, relative: `YYMMDDhhmmss000R` (SMPP 3.4, 7.1.1.2).
    private String validity(Instant expiresAt) {
        Duration left = Duration.between(clock.instant(), expiresAt);
        Duration valid = left.compareTo(VALIDITY_MAX) > 0 ? VALIDITY_MAX : left.isPositive() ? left.plusSeconds(1) : Duration.ofSeconds(1);
        return String.format(Locale.ROOT, "0000%02d%02d%02d%02d000R", valid.toDaysPart(), valid.toHoursPart(), valid.toMinutesPart(), valid.toSecondsPart());
    }

    private Optional<SMPPSession> bound() {
        SMPPSession open = session;
        if (isBound(open)) {
            return Optional.of(open);
        }
        binding.lock();
        try {
            if (!isBound(session) && !clock.instant().isBefore(loginAgainAt)) {
                bind();
            }
            return Optional.ofNullable(session).filter(SmppProvider::isBound);
        } finally {
            binding.unlock();
        }
    }

    private void bind() {
        SMPPSession next = new SMPPSession(this::connect);
        next.setEnquireLinkTimer(Math.toIntExact(settings.enquireInterval().toMillis()));
        next.setTransactionTimer(settings.answerWait().toMillis());
        next.setMessageReceiverListener(new Receiver());
        try {
            next.connectAndBind(host, settings.port(), new BindParameter(BindType.BIND_TRX, settings.systemId(), password, "", TypeOfNumber.UNKNOWN,
                    NumberingPlanIndicator.UNKNOWN, null, InterfaceVersion.IF_34), settings.connectTimeout().toMillis());
            session = next;
            LOG.info("logged in to the message centre {}:{}", host, settings.port());
        } catch (IOException refused) {
            loginAgainAt = clock.instant().plus(LOGIN_PAUSE);
            next.close();
            LOG.warn("the message centre {}:{} cannot be reached or refuses the login: {}", host, settings.port(), refused.getMessage());
        }
    }

    private static boolean isBound(SMPPSession session) {
        return session != null && session.getSessionState().isBound();
    }

    private Connection connect(String address, int port) throws IOException {
        int waitMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), waitMillis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(waitMillis);
            return new SocketConnection(settings.tls() ? overTls(socket, address, port) : socket);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private static SSLSocket overTls(Socket plain, String address, int port) throws IOException {
        SSLSocket tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, address, port, true);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    @Override
    public void close() {
        binding.lock();
        try {
            if (session != null) {
                session.unbindAndClose();
            }
        } finally {
            binding.unlock();
        }
    }

    /// What the centre tells us of itself. Only receipts: people do not write to us.
    private final class Receiver implements MessageReceiverListener {

        @Override
        public void onAcceptDeliverSm(DeliverSm delivered) throws ProcessRequestException {
            if (!delivered.isSmscDeliveryReceipt()) {
                return;
            }
            try {
                DeliveryReceipt receipt = delivered.getShortMessageAsDeliveryReceipt();
                Optional<Outcome> outcome = outcome(receipt);
                if (outcome.isPresent()) {
                    receipts.received(NAME, receipt.getId(), outcome.get(), receipt.getFinalStatus().name());
                }
            } catch (InvalidDeliveryReceiptException unreadable) {
                LOG.warn("a receipt of the message centre is not readable");
            } catch (RuntimeException unwritten) {
                LOG.warn("a receipt could not be kept, the message centre is asked to repeat it: {}", unwritten.getClass().getName());
                throw new ProcessRequestException("not kept", SMPPConstant.STAT_ESME_RX_T_APPN);
            }
        }

        /// Nothing for a state on the way.
        private static Optional<Outcome> outcome(DeliveryReceipt receipt) {
            return receipt.getFinalStatus() == null ? Optional.empty() : switch (receipt.getFinalStatus()) {
                case DELIVRD -> Optional.of(Outcome.DELIVERED);
                case EXPIRED -> Optional.of(Outcome.EXPIRED);
                case DELETED, UNDELIV, REJECTD -> Optional.of(Outcome.FAILED);
                case ENROUTE, ACCEPTD, UNKNOWN -> Optional.empty();
            };
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification available) {
            LOG.debug("the message centre says that somebody can be reached");
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw new ProcessRequestException("data_sm is not taken", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }
}
