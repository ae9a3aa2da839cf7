package io.shouyin.terminal;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.strength.CommonPasswords;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.SoftPinPad;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.flow.LocalOperators;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.OperatorStore;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.TerminalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Loads a terminal by hand, in the place of activation: TMK and TCK from the components that two or three people carry, and the
/// settings that the host printed for it, or that somebody wrote for a host of another maker.
///
/// A component file has the lines `component=`, `check=` and `whole-check=` of the TMK, and the same with `credential-` before them of the
/// TCK; the rest is for people. Each check value is compared before anything is kept. Where the settings say `stepUp` `local` there is no TCK, and the
/// terminal judges its operators itself, with initial passwords that are made here and told once.
public final class HandLoad {

    private static final SecureRandom RANDOM = new SecureRandom();

    private HandLoad() {}

    /// Does nothing for a terminal that has its keys.
    ///
    /// @return the initial passwords of the operators that the terminal judges itself; none if the host does
    /// @param deviceSettings JSON, as the host gives it
    /// @throws Fault `COMPONENTS_REFUSED`, `TERMINAL_SETTINGS_UNREADABLE`
    public static Map<OperatorNumber, Secret> load(TerminalSettings settings, List<Path> componentFiles, Path deviceSettings) {
        try (FileStorage storage = FileStorage.open(settings.stateFolder())) {
            StateStore store = StateStore.open(storage, () -> TerminalState.fresh(
                    settings.serialNumber().orElseGet(Terminal::randomSerialNumber), settings.language()));
            if (store.state().isActivated()) {
                return Map.of();
            }
            JsonNode json = settingsIn(deviceSettings);
            List<Map<String, String>> components = componentFiles.stream().map(HandLoad::lines).toList();
            TerminalProfile profile = profileIn(json, deviceSettings);
            byte[] tmk = assembled(components, "", profile);
            Identity identity = identityIn(json, deviceSettings);
            SoftPinPad pinPad = SoftPinPad.open(storage);
            pinPad.loadByHand(profile, tmk, identity.isStepUpOnline() ? Optional.of(assembled(components, "credential-", TerminalProfile.AES)) : Optional.empty());
            Map<OperatorNumber, Secret> initial = identity.isStepUpOnline() ? Map.of() : firstOperators(storage, pinPad);
            store.update(state -> state.activated(identity, BatchNumber.of(json.path("batch").asString("000001"))));
            return initial;
        }
    }

    /// New initial passwords for the operators that such a terminal began with, on proof of its TMK. What it has kept stays: list, reversal, batch.
    ///
    /// @throws Fault `COMPONENTS_REFUSED` if they are of another key, or the host judges its operators
    public static Map<OperatorNumber, Secret> resetOperators(TerminalSettings settings, List<Path> componentFiles) {
        try (FileStorage storage = FileStorage.open(settings.stateFolder())) {
            StateStore store = StateStore.open(storage, () -> TerminalState.fresh(Terminal.randomSerialNumber(), settings.language()));
            if (!store.state().isActivated() || store.state().identity().isStepUpOnline()) {
                throw refused();
            }
            SoftPinPad pinPad = SoftPinPad.open(storage);
            if (!pinPad.isMasterKey(assembled(componentFiles.stream().map(HandLoad::lines).toList(), "", pinPad.profile()))) {
                throw refused();
            }
            return firstOperators(storage, pinPad);
        }
    }

    private static Map<OperatorNumber, Secret> firstOperators(FileStorage storage, SoftPinPad pinPad) {
        LocalOperators operators = new LocalOperators(OperatorStore.open(storage), pinPad);
        Map<OperatorNumber, Secret> initial = new LinkedHashMap<>();
        for (OperatorNumber operator : List.of(OperatorNumber.ADMINISTRATOR, OperatorNumber.SUPERVISOR, new OperatorNumber("01"))) {
            String password = initialPassword();
            try (SecretEntry entry = pinPad.begin(MultiTap.Mode.DIGITS, password.length())) {
                password.chars().forEach(digit -> entry.type((char) digit));
                operators.keep(operator, entry, true);
            }
            initial.put(operator, Secret.of(password));
        }
        return initial;
    }

    /// Eight digits that the rules allow: no runs, no repeats, none of the common ones.
    private static String initialPassword() {
        String password;
        do {
            password = "%08d".formatted(RANDOM.nextInt(100_000_000));
        } while (!CommonPasswords.broken(password, PasswordRules.Policy.OPERATOR_PASSWORD, PasswordRules.Context.NONE).isEmpty());
        return password;
    }

    private static Identity identityIn(JsonNode settings, Path file) {
        try {
            return Identity.of(settings);
        } catch (IllegalArgumentException unfit) {
            throw unreadable(file);
        }
    }

    private static byte[] assembled(List<Map<String, String>> files, String prefix, TerminalProfile cipher) {
        try {
            List<byte[]> components = files.stream().map(file -> component(file, prefix, cipher)).toList();
            byte[] sum = KeyComponents.combine(components);
            byte[] key = cipher == TerminalProfile.TDES ? strong(sum) : sum;
            components.forEach(component -> Arrays.fill(component, (byte) 0));
            if (files.size() > 3 || !files.stream().allMatch(file -> cipher.checkValue(key).equalsIgnoreCase(file.get(prefix + "whole-check")))) {
                throw refused();
            }
            return key;
        } catch (CryptoRefusedException other) {
            throw refused();
        }
    }

    /// Of components of any parity, as other makers have them: their check values tell a wrong key stroke.
    private static byte[] strong(byte[] sum) {
        byte[] key = Tdes.withOddParity(sum);
        Arrays.fill(sum, (byte) 0);
        Tdes.requireStrong(key);
        return key;
    }

    private static byte[] component(Map<String, String> file, String prefix, TerminalProfile cipher) {
        try {
            byte[] component = HexFormat.of().parseHex(file.getOrDefault(prefix + "component", "").replace(" ", ""));
            if (cipher.checkValue(component).equalsIgnoreCase(file.get(prefix + "check"))) {
                return component;
            }
        } catch (IllegalArgumentException notHex) {
            throw refused();
        }
        throw refused();
    }

    private static Map<String, String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(String::strip).filter(line -> line.contains("="))
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1), (one, _) -> one));
        } catch (IOException unreadable) {
            throw refused();
        }
    }

    private static JsonNode settingsIn(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException unreadable) {
            throw unreadable(file);
        }
    }

    private static TerminalProfile profileIn(JsonNode settings, Path file) {
        try {
            return TerminalProfile.of(settings.path("profile").asString(""));
        } catch (CryptoRefusedException unknown) {
            throw unreadable(file);
        }
    }

    private static Fault unreadable(Path file) {
        return new Fault("TERMINAL_SETTINGS_UNREADABLE", Recovery.FIX_THE_INPUT, "the settings of the terminal in " + file + " cannot be read");
    }

    private static Fault refused() {
        return new Fault(TerminalRefusal.COMPONENTS_REFUSED, Recovery.FIX_THE_INPUT);
    }
}
