package io.shouyin.host.platform;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/// Why a start ended, when the reason lies outside the program: one sentence, and no stack trace in the log.
///
/// It is registered in `META-INF/spring.factories`; what it finds is left to the caller of the start to print.
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFaults implements SpringBootExceptionReporter {

    /// Settings of libraries that `application.yaml` takes from ours, which are read before ours are.
    private static final Map<String, String> HANDED_ON = Map.of("server.address", "shouyin.http.address", "server.port", "shouyin.http.port",
            "management.server.address", "shouyin.management.address", "management.server.port", "shouyin.management.port");

    @Override
    public boolean reportException(Throwable failure) {
        return find(failure).isPresent();
    }

    /// The fault behind a failed start, if it is one that the person at the keyboard can mend.
    public static Optional<Fault> find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var found = of(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> of(Throwable cause) {
        return switch (cause) {
            case Fault fault -> Optional.of(fault);
            case PortInUseException port -> Optional.of(new Fault("PORT_TAKEN", Recovery.FIX_THE_SETUP,
                    "Port " + port.getPort() + " is taken: end what listens there, or give another"
                            + " (shouyin.http.port, shouyin.management.port; 0 for any free one).", port));
            case FlywayValidateException _ -> Optional.of(new Fault("DATABASE_OF_OTHER_RELEASE", Recovery.FIX_THE_SETUP,
                    "The tables in the database were made by another release of this program: start that one, or give an empty database"
                            + " (another data folder, or another " + DatabaseSettings.URL_KEY + ").", cause));
            case BindException setting -> Optional.of(new Fault("SETTING_INVALID", Recovery.FIX_THE_SETUP, sentence(setting), setting));
            case InvalidConfigurationPropertyValueException setting -> Optional.of(new Fault("SETTING_INVALID", Recovery.FIX_THE_SETUP,
                    unreadable(setting.getName()), setting));
            case SQLException sql -> ofConnection(sql);
            default -> Optional.empty();
        };
    }

    /// Names the key and the bound. The value stays out: it may be a password in the wrong place.
    private static String sentence(BindException setting) {
        for (Throwable cause = setting.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException bounds) {
                return bounds.getValidationErrors().getAllErrors().stream()
                        .map(error -> error instanceof FieldError field
                                ? setting.getName() + "." + DataObjectPropertyName.toDashedForm(field.getField()) + " " + error.getDefaultMessage()
                                : setting.getName() + " " + error.getDefaultMessage())
                        .collect(Collectors.joining(", ", "A setting is out of bounds: ", "."));
            }
            if (cause instanceof IllegalArgumentException && cause.getStackTrace().length > 0
                    && cause.getStackTrace()[0].getClassName().equals(Check.class.getName())) {
                return "A setting is out of bounds: " + cause.getMessage() + ".";
            }
        }
        return unreadable(setting.getName().toString());
    }

    private static String unreadable(String name) {
        return "The setting " + HANDED_ON.getOrDefault(name, name) + " has a value that cannot be read: check its form and its unit.";
    }

    /// Classes of SQLSTATE: 08 connection, 28 login, 3D database name, 53 resources, 57 not accepting.
    private static Optional<Fault> ofConnection(SQLException sql) {
        var state = sql.getSQLState() == null ? "" : sql.getSQLState();
        var reason = switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" -> "does not answer";
            case "28" -> "refuses the user or the password";
            case "3D" -> "does not exist";
            case "53" -> "has no room or no connection left";
            case "57" -> "is starting or stopping";
            default -> null;
        };
        return Optional.ofNullable(reason).map(text -> new Fault("DATABASE_NOT_REACHABLE", Recovery.FIX_THE_SETUP,
                "The database " + text + ": check " + DatabaseSettings.URL_KEY + ", shouyin.db.user and shouyin.db.password.", sql));
    }
}
