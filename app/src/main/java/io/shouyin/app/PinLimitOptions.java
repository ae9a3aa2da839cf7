package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.PinLimits;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The limits against guessing PINs, as the host's settings `shouyin.keys.pin-limits.*` and by the same variables.
final class PinLimitOptions {

    private static final String VARIABLE = "${env:SHOUYIN_KEYS_PIN_LIMITS_";

    @Option(names = "--pin-window", paramLabel = "TIME", defaultValue = VARIABLE + "WINDOW:-10m}", converter = Time.class,
            description = "PIN 块计数的时段 / in which PIN blocks are counted (${DEFAULT-VALUE})")
    private Duration window;

    @Option(names = "--pin-blocks-per-card-max", paramLabel = "N", defaultValue = VARIABLE + "BLOCKS_PER_CARD_MAX:-300}",
            description = "每时段每张卡的 PIN 块上限 / PIN blocks of one card in a window (${DEFAULT-VALUE})")
    private int blocksPerCardMax;

    @Option(names = "--pin-blocks-per-terminal-max", paramLabel = "N", defaultValue = VARIABLE + "BLOCKS_PER_TERMINAL_MAX:-3000}",
            description = "每时段每台终端的 PIN 块上限 / PIN blocks of one terminal in a window (${DEFAULT-VALUE})")
    private int blocksPerTerminalMax;

    @Option(names = "--pin-blocks-per-network-key-max", paramLabel = "N", defaultValue = VARIABLE + "BLOCKS_PER_NETWORK_KEY_MAX:-1000000}",
            description = "每时段每把对端网络密钥的 PIN 块上限 / PIN blocks under one network's key in a window (${DEFAULT-VALUE})")
    private int blocksPerNetworkKeyMax;

    @Option(names = "--wrong-pin-window", paramLabel = "TIME", defaultValue = VARIABLE + "WRONG_PIN_WINDOW:-24h}", converter = Time.class,
            description = "错误 PIN 和卡校验值计数的时段 / in which wrong PINs and card values are counted (${DEFAULT-VALUE})")
    private Duration wrongPinWindow;

    @Option(names = "--wrong-pins-per-card-max", paramLabel = "N", defaultValue = VARIABLE + "WRONG_PINS_PER_CARD_MAX:-10}",
            description = "每时段每张卡的错误 PIN 上限 / wrong PINs of one card in their window (${DEFAULT-VALUE})")
    private int wrongPinsPerCardMax;

    @Option(names = "--wrong-card-values-per-card-max", paramLabel = "N", defaultValue = VARIABLE + "WRONG_CARD_VALUES_PER_CARD_MAX:-10}",
            description = "同一时段每张卡的错误卡校验值(CVV、CVV2、iCVV)上限 / wrong card values (CVV, CVV2, iCVV) of one card in the same window (${DEFAULT-VALUE})")
    private int wrongCardValuesPerCardMax;

    /// @throws Fault `OPTION_INVALID` that gives the rule
    PinLimits limits() {
        try {
            return new PinLimits(window, blocksPerCardMax, blocksPerTerminalMax, blocksPerNetworkKeyMax, wrongPinWindow, wrongPinsPerCardMax,
                    wrongCardValuesPerCardMax);
        } catch (IllegalArgumentException rule) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, rule.getMessage(), rule);
        }
    }

    /// Reads `500ms`, `25s`, `10m`, `24h`, `7d`, as settings of the host are written.
    static final class Time implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("a time is a number and ms, s, m, h or d: 10m");
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
