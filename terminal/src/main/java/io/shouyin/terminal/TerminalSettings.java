package io.shouyin.terminal;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.Language;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a terminal is started with. [#in] gives the defaults.
///
/// @param stateFolder where it keeps its state; for this terminal alone
/// @param hostUrl the host's device API, such as `http://127.0.0.1:8080`
/// @param activationCode used at once if the terminal is not activated yet; without it the terminal asks
/// @param serialNumber letters, digits and hyphens; without it a random one is made and kept
/// @param cardsFile the drawer of demo cards, JSON; without it there are none
/// @param language of the first screens; later the one that was chosen
/// @param plainGateway a gateway to be spoken to without TLS, instead of the one from activation: for engineers
/// @param webPort of the virtual terminal's page; 0 takes any free one
/// @param idleLock nobody touched the terminal for so long: it locks
/// @param partialApproval of a sale a part may be approved, which the cashier takes or not
/// @param offlineFloor up to this a chip may approve a sale without the issuer; zero: never
/// @param refundMax the highest amount of one refund that is asked for here; what is more, the service provider gives back
public record TerminalSettings(Path stateFolder, URI hostUrl, Optional<String> activationCode, Optional<String> serialNumber,
                               String model, Optional<Path> cardsFile, Language language, Optional<PlainGateway> plainGateway,
                               int webPort, Duration connectTimeout, Duration answerTimeout, Duration idleLock,
                               int reversalTriesMax, boolean partialApproval, MinorAmount offlineFloor, MinorAmount refundMax) {

    public static final int WEB_PORT_DEFAULT = 8090;
    /// 10,000 yuan.
    public static final MinorAmount REFUND_MAX_DEFAULT = new MinorAmount(1_000_000);

    /// A gateway without TLS.
    public record PlainGateway(String host, int port) {
        public PlainGateway {
            Check.argument(port > 0 && port <= 65_535, "a port is 1 to 65535");
        }

        /// Reads `host:port`.
        public static PlainGateway of(String hostAndPort) {
            int colon = hostAndPort.lastIndexOf(':');
            Check.argument(colon > 0 && hostAndPort.substring(colon + 1).matches("[0-9]{1,5}"), "a gateway is given as host:port");
            return new PlainGateway(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
        }
    }

    public TerminalSettings {
        Check.argument(serialNumber.isEmpty() || serialNumber.get().matches("[0-9A-Za-z-]{8,32}"),
                "a serial number has 8 to 32 letters, digits or hyphens");
        Check.argument(model.matches("[0-9A-Za-z .-]{1,32}"), "a model has 1 to 32 letters, digits, spaces, dots or hyphens");
        Check.argument(webPort >= 0 && webPort <= 65_535, "a port is 0 to 65535");
        Check.argument(connectTimeout.isPositive() && answerTimeout.isPositive() && idleLock.isPositive(), "a timeout is longer than 0");
        Check.argument(reversalTriesMax >= 1, "a reversal is tried at least once");
    }

    public static TerminalSettings in(Path stateFolder) {
        return new TerminalSettings(stateFolder, URI.create("http://127.0.0.1:8080"), Optional.empty(), Optional.empty(),
                "Shouyin VT-1", Optional.empty(), Language.ZH, Optional.empty(), WEB_PORT_DEFAULT, Duration.ofSeconds(10),
                Duration.ofSeconds(60), Duration.ofSeconds(60), 3, false, MinorAmount.ZERO, REFUND_MAX_DEFAULT);
    }

    public TerminalSettings withHostUrl(URI next) {
        return new TerminalSettings(stateFolder, next, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withActivationCode(String next) {
        return new TerminalSettings(stateFolder, hostUrl, Optional.of(next), serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withSerialNumber(String next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, Optional.of(next), model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withModel(String next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, next, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withCardsFile(Path next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, Optional.of(next), language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withLanguage(Language next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, next, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withPlainGateway(PlainGateway next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, Optional.of(next),
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withWebPort(int next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                next, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withTimeouts(Duration connect, Duration answer) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connect, answer, idleLock, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withIdleLock(Duration next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, next, reversalTriesMax, partialApproval, offlineFloor, refundMax);
    }

    public TerminalSettings withPartialApproval() {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, true, offlineFloor, refundMax);
    }

    public TerminalSettings withOfflineFloor(MinorAmount next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, next, refundMax);
    }

    public TerminalSettings withRefundMax(MinorAmount next) {
        return new TerminalSettings(stateFolder, hostUrl, activationCode, serialNumber, model, cardsFile, language, plainGateway,
                webPort, connectTimeout, answerTimeout, idleLock, reversalTriesMax, partialApproval, offlineFloor, next);
    }

    /// The activation code does not appear.
    @Override
    public String toString() {
        return "TerminalSettings[" + stateFolder + ", " + hostUrl + ", " + model + "]";
    }
}
