package io.shouyin.terminal;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.terminal.device.DeviceEvent;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Hardware;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.web.EventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A terminal without a page: commands line by line in, events line by line out.
///
/// | command | does |
/// |---|---|
/// | `key 9 9 OK` | presses keys: `0` to `9`, `*`, `#`, `OK`, `CANCEL`, `CLEAR`, `F1` to `F4` |
/// | `type tea5Pot9` | writes a text with the keys, as multi-tap where the field takes letters |
/// | `card swipe 1` | presents a card of the drawer (`swipe`, `insert`, `tap`), counted from 1 |
/// | `sign 20,90 300,40 500,150; 80,60 400,60` | signs on the pad: strokes of points in a box of 600 by 220 |
/// | `battery 15` | the battery is so full, percent |
/// | `paper out`, `paper in` | takes the paper out, puts a new roll in |
/// | `paper 12` | the roll has so many lines left |
/// | `charging on`, `charging off` | at the mains or not, as the next heartbeat says |
/// | `network wifi -60` | what it is connected by: `ethernet`, `wifi` or `cellular`, the latter two with a signal in dBm |
/// | `position 31.2304 121.4737`, `position none` | where it thinks it is |
/// | `case open`, `case closed` | the switch in its case |
/// | `language en` | chooses the language |
/// | `wait sale.approved 30` | waits for a screen, 30 seconds at most (60 without) |
/// | `screen` | tells the screen again |
/// | `quit` | switches off; so does the end of the input |
///
/// Each command waits until the terminal is ready for it. Passwords come out as dots. An event is a JSON object a line, or plain
/// text; what cannot be done is an event `error` and ends nothing, but makes the result 1.
public final class HeadlessTerminal {

    /// How events are written.
    public enum Format { JSON, PLAIN }

    private static final int FIX_METRES = 12;
    private static final Duration WAIT_DEFAULT = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final PrintStream out;
    private final Format format;
    private final EventJson json;
    private boolean failed;

    private HeadlessTerminal(Terminal terminal, PrintStream out, Format format) {
        this.terminal = terminal;
        this.out = out;
        this.format = format;
        this.json = new EventJson(terminal.device().model(), terminal.device().cards(), false);
    }

    /// As [#run(TerminalSettings, InputStream, OutputStream, Format)], in JSON.
    public static int run(TerminalSettings settings, InputStream in, OutputStream out) throws IOException {
        return run(settings, in, out, Format.JSON);
    }

    /// Runs until `quit` or the end of the input.
    ///
    /// @return 0 if every command could be done, else 1
    public static int run(TerminalSettings settings, InputStream in, OutputStream out, Format format) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (Terminal terminal = Terminal.start(settings)) {
            return new HeadlessTerminal(terminal, print, format).read(lines);
        }
    }

    private int read(BufferedReader lines) throws IOException {
        try (AutoCloseable watching = terminal.device().watch(this::tell)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String command = line.strip();
                if (command.equals("quit")) {
                    break;
                }
                if (!command.isEmpty() && !command.startsWith("#")) {
                    execute(command);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return failed ? 1 : 0;
    }

    private void execute(String command) {
        String[] words = command.split("\\s+");
        try {
            switch (words[0].toLowerCase(Locale.ROOT)) {
                case "key" -> terminal.press(rest(command));
                case "type" -> terminal.type(rest(command));
                case "card" -> card(words);
                case "sign" -> sign(rest(command));
                case "battery" -> terminal.device().battery(Integer.parseInt(argument(words, 1)));
                case "charging" -> terminal.device().hardware(hardware -> hardware.withCharging(argument(words, 1).equals("on")));
                case "case" -> terminal.device().hardware(hardware -> hardware.withCaseOpen(argument(words, 1).equals("open")));
                case "network" -> terminal.device().hardware(hardware -> hardware.withNetwork(Hardware.Kind.valueOf(argument(words, 1).toUpperCase(Locale.ROOT)),
                        words.length > 2 ? Integer.parseInt(words[2]) : 0));
                case "position" -> terminal.device().hardware(hardware -> hardware.withPosition(argument(words, 1).equals("none") ? Optional.empty()
                        : Optional.of(Hardware.Position.ofDegrees(Double.parseDouble(words[1]), Double.parseDouble(argument(words, 2)), FIX_METRES))));
                case "paper" -> paper(argument(words, 1));
                case "language" -> terminal.language(Language.of(argument(words, 1)));
                case "wait" -> {
                    String id = argument(words, 1);
                    Duration timeout = words.length > 2 ? Duration.ofSeconds(Long.parseLong(words[2])) : WAIT_DEFAULT;
                    terminal.awaitScreen(screen -> screen.is(id), timeout);
                }
                case "screen" -> tell(new DeviceEvent.ScreenShown(terminal.screen()));
                default -> error("unknown command");
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            error(e.getMessage());
        } catch (Fault fault) {
            error(fault.code());
        }
    }

    private void card(String[] words) {
        EntryMode mode = EntryMode.valueOf(argument(words, 1).toUpperCase(Locale.ROOT));
        if (!terminal.card(mode, Integer.parseInt(argument(words, 2)) - 1)) {
            error("no card is wanted now");
        }
    }

    /// Strokes between semicolons, points between blanks.
    private void sign(String strokes) {
        terminal.awaitReady();
        if (!terminal.device().sign(Optional.of(new Signature(Stream.of(strokes.split(";")).map(HeadlessTerminal::stroke).toList())))) {
            error("no signature is wanted now");
        }
    }

    private static Signature.Stroke stroke(String points) {
        return new Signature.Stroke(Stream.of(points.strip().split("\\s+")).map(point -> point.split(","))
                .map(xy -> new Signature.Point(Integer.parseInt(xy[0]), Integer.parseInt(xy[xy.length - 1]))).toList());
    }

    private static String argument(String[] words, int index) {
        if (index >= words.length) {
            throw new IllegalArgumentException("the command needs " + index + " argument(s)");
        }
        return words[index];
    }

    private static String rest(String command) {
        int space = command.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("the command needs 1 argument(s)");
        }
        return command.substring(space + 1).strip();
    }

    private synchronized void error(String message) {
        failed = true;
        out.println(format == Format.JSON
                ? JsonMapper.shared().writeValueAsString(JsonMapper.shared().createObjectNode().put("event", "error").put("message", message))
                : "! " + message);
    }

    private void paper(String what) {
        switch (what) {
            case "in" -> terminal.device().paper(true);
            case "out" -> terminal.device().paper(false);
            case String lines -> terminal.device().paperLines(Integer.parseInt(lines));
        }
    }

    private synchronized void tell(DeviceEvent event) {
        if (format == Format.JSON) {
            json.render(event).forEach(out::println);
            return;
        }
        Language language = terminal.language();
        switch (event) {
            case DeviceEvent.ScreenShown(Screen screen) -> plain(screen.id(), screen.lines(language));
            case DeviceEvent.Printed printed -> plain("print " + printed.slip().kind(), printed.slip().text(terminal.device().model().roll().orElse(Paper.MM58)));
            case DeviceEvent.PaperChanged(boolean present) -> out.println(present ? "paper in" : "paper out");
            case DeviceEvent.HardwareChanged _ -> { }
            case DeviceEvent.StatusShown status -> { }
            case DeviceEvent.Beeped beeped -> { }
            case DeviceEvent.TornOff torn -> { }
        }
    }

    private void plain(String head, List<String> lines) {
        out.println("--- " + head);
        lines.forEach(out::println);
    }
}
