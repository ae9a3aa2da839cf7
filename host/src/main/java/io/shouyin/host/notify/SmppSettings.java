package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.notify.smpp.*`: the first provider of text messages, over SMPP 3.4.
///
/// @param host of the message centre; empty: there is none
/// @param port its port
/// @param tls TLS with the certificate checked against the host's name; off only where the line itself is private
/// @param systemId our login, up to 15 characters
/// @param passwordFile a file with its password, up to 8 characters
/// @param sourceAddress the sender that people see, digits or up to 11 letters; empty: the provider decides
/// @param connectTimeout for connecting and logging in
/// @param answerWait for each message
/// @param enquireInterval between two questions whether the other side is alive
@ConfigurationProperties("shouyin.notify.smpp")
record SmppSettings(Optional<String> host, @DefaultValue("2775") int port, @DefaultValue("true") boolean tls, @DefaultValue("shouyin") String systemId,
                    Optional<Path> passwordFile, @DefaultValue("") String sourceAddress, @DefaultValue("3s") Duration connectTimeout,
                    @DefaultValue("5s") Duration answerWait, @DefaultValue("30s") Duration enquireInterval) {

    SmppSettings {
        Check.argument(port >= 1 && port <= 65_535, "shouyin.notify.smpp.port is 1 to 65535");
        Check.argument(systemId.matches("[\\x21-\\x7E]{1,15}"), "shouyin.notify.smpp.system-id is 1 to 15 characters");
        Check.argument(sourceAddress.matches("[0-9]{0,20}|[A-Za-z0-9 ]{1,11}"), "shouyin.notify.smpp.source-address is up to 20 digits or 11 letters");
        Check.argument(connectTimeout.isPositive() && answerWait.isPositive() && enquireInterval.isPositive(), "waits of shouyin.notify.smpp are above 0");
    }
}
