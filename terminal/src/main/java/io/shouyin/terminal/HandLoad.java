package io.shouyin.terminal;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.SoftPinPad;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.Identity;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.TerminalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Loads a terminal by hand, in the place of activation: TMK and TCK from the components that two or three people carry, and the
/// settings that the host printed for it.
///
/// A component file has the lines `component=`, `check=` and `whole-check=` of the TMK, and the same with `credential-` before them of the
/// TCK; the rest is for people. Each check value is compared before anything is kept.
public final class HandLoad {

    private HandLoad() {}

    /// Does nothing for a terminal that has its keys.
    ///
    /// @param deviceSettings JSON, as the host gives it
    /// @throws Fault `COMPONENTS_REFUSED`, `TERMINAL_SETTINGS_UNREADABLE`
    public static void load(TerminalSettings settings, List<Path> componentFiles, Path deviceSettings) {
        try (FileStorage storage = FileStorage.open(settings.stateFolder())) {
            StateStore store = StateStore.open(storage, () -> TerminalState.fresh(
                    settings.serialNumber().orElseGet(Terminal::randomSerialNumber), settings.language()));
            if (store.state().isActivated()) {
                return;
            }
            JsonNode json = settingsIn(deviceSettings);
            List<Map<String, String>> components = componentFiles.stream().map(HandLoad::lines).toList();
            TerminalProfile profile = profileIn(json, deviceSettings);
            byte[] tmk = assembled(components, "", profile);
            byte[] tck = assembled(components, "credential-", TerminalProfile.AES);
            SoftPinPad.open(storage).loadByHand(profile, tmk, tck);
            store.update(state -> state.activated(Identity.of(json), BatchNumber.of(json.path("batch").asString("000001"))));
        }
    }

    private static byte[] assembled(List<Map<String, String>> files, String prefix, TerminalProfile cipher) {
        try {
            List<byte[]> components = files.stream().map(file -> component(file, prefix, cipher)).toList();
            byte[] key = cipher == TerminalProfile.TDES ? KeyComponents.combineTdes(components) : KeyComponents.combine(components);
            components.forEach(component -> Arrays.fill(component, (byte) 0));
            if (files.size() > 3 || !files.stream().allMatch(file -> cipher.checkValue(key).equalsIgnoreCase(file.get(prefix + "whole-check")))) {
                throw refused();
            }
            return key;
        } catch (CryptoRefusedException other) {
            throw refused();
        }
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
