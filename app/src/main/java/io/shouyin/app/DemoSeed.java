package io.shouyin.app;

import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.TerminalProfile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/// The demo's first rows: one merchant with one terminal. Their one-time secrets go to a file of mode 600.
final class DemoSeed {

    static final MerchantId MERCHANT = new MerchantId("104290058120001");
    static final String SERIAL_NUMBER = "SYVT1-00000001";

    private DemoSeed() {}

    /// Does nothing if the merchant is there already.
    static void sow(ApplicationContext host, Path accessFile, TerminalProfile profile, Map<String, Secret> administrators) {
        Merchants merchants = host.getBean(Merchants.class);
        if (merchants.find(MERCHANT).isPresent()) {
            return;
        }
        merchants.register(new Merchants.Registration(MERCHANT, "江南小馆", "JIANGNAN BISTRO", "5812", "SHANGHAI", "13800138000"));
        Terminals.Registered terminal = host.getBean(Terminals.class).register(MERCHANT, SERIAL_NUMBER, "Shouyin VT-1", profile);
        Map<String, Object> access = new LinkedHashMap<>();
        access(administrators, FirstAdministrators.FIRST).ifPresent(login -> access.put("console", login));
        access(administrators, FirstAdministrators.SECOND).ifPresent(login -> access.put("secondAdministrator", login));
        Map<String, Object> operators = new LinkedHashMap<>();
        terminal.initialPasswords().forEach((operator, password) -> operators.put(operator.value(), Revealed.text(password)));
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("terminalId", terminal.terminal().value());
        device.put("merchantId", MERCHANT.value());
        device.put("serialNumber", SERIAL_NUMBER);
        device.put("activationCode", Revealed.text(terminal.activation().clear()));
        device.put("initialPasswords", operators);
        access.put("terminal", device);
        LocalStack.writePrivately(accessFile, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(access) + "\n");
        terminal.initialPasswords().values().forEach(Secret::close);
        terminal.activation().clear().close();
    }

    private static Optional<Map<String, String>> access(Map<String, Secret> administrators, String username) {
        return Optional.ofNullable(administrators.get(username)).map(password -> Map.of("username", username, "initialPassword", Revealed.text(password)));
    }
}
