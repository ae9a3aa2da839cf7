package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The ports that a verb listens on, by the options that give them; 0 is any free one. What cannot be is refused before anything starts.
final class PortOptions {

    private static final int PORT_MAX = 65_535;

    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private PortOptions() {}

    static PortOptions of(String option, int port) {
        return new PortOptions().and(option, port);
    }

    PortOptions and(String option, int port) {
        ports.put(option, port);
        return this;
    }

    /// @throws Fault `PORT_TWICE` if two of them are the same
    PortOptions refuseSame() {
        Map<Integer, String> seen = new LinkedHashMap<>();
        ports.forEach((option, port) -> {
            String other = port == 0 ? null : seen.put(port, option);
            if (other != null) {
                throw new Fault("PORT_TWICE", Recovery.FIX_THE_INPUT, "端口 " + port + " 同时给了 " + other + " 和 " + option
                        + " / port " + port + " is given to both " + other + " and " + option);
            }
        });
        return this;
    }

    /// @throws Fault `PORT_TAKEN` if something listens on one of them already
    PortOptions refuseTaken() {
        ports.forEach((option, port) -> {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                throw new Fault("PORT_TAKEN", Recovery.FIX_THE_SETUP,
                        "端口 " + port + " 已被占用,请用 " + option + " 换一个 / port " + port + " is taken: choose another with " + option, taken);
            }
        });
        return this;
    }

    static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= PORT_MAX;
    }

    /// Reads the number of a port.
    static final class Number implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!isPort(text)) {
                throw new TypeConversionException("a port is 0 to " + PORT_MAX);
            }
            return Integer.valueOf(text);
        }
    }
}
