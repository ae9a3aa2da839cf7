package io.shouyin.app;

import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.inspect.MessageJson;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.UnionPayMac;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `iso8583`: what an engineer reaches for when "it does not parse".
@Command(name = "iso8583", mixinStandardHelpOptions = true,
        description = {"拆解、组装报文,计算校验码。", "Takes messages apart, puts them together, computes MACs."},
        subcommands = {Iso8583Command.Decode.class, Iso8583Command.Encode.class, Iso8583Command.Mac.class})
final class Iso8583Command {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The dialects by name.
    enum Which {
        TERMINAL(Dialects.TERMINAL),
        NETWORK(Dialects.NETWORK);

        private final Dialect dialect;

        Which(Dialect dialect) {
            this.dialect = dialect;
        }
    }

    /// `decode HEX`
    @Command(name = "decode", mixinStandardHelpOptions = true,
            description = {"十六进制报文 → JSON:帧、头、域,敏感内容遮蔽。", "A message in hex → JSON: frame, header, fields, secrets masked."})
    static final class Decode implements Callable<Integer> {

        @Parameters(paramLabel = "HEX", description = "报文,可带长度,可含空白;- 为标准输入 / with or without length, white space ignored; - = standard input")
        private String hex;

        @Option(names = "--dialect", defaultValue = "terminal", description = "terminal, network (${DEFAULT-VALUE})")
        private Which dialect;

        @Option(names = "--clear", description = "不遮蔽 / show everything in clear")
        private boolean clear;

        @Override
        public Integer call() {
            MessageJson messages = new MessageJson(dialect.dialect);
            Map<String, Object> tree = understood(() -> clear
                    ? messages.decodeClear(argument(hex), CardDataAccess.granted()) : messages.decode(argument(hex)));
            print(tree);
            return tree.containsKey("refused") ? 1 : 0;
        }
    }

    /// `encode JSON`
    @Command(name = "encode", mixinStandardHelpOptions = true,
            description = {"JSON(decode --clear 的形式)→ 十六进制报文。", "JSON (as decode --clear prints it) → a message in hex."})
    static final class Encode implements Callable<Integer> {

        @Parameters(paramLabel = "JSON", description = "例如 {\"type\":\"0820\",\"fields\":{\"11\":\"000010\"}};- 为标准输入 / - = standard input")
        private String text;

        @Option(names = "--dialect", defaultValue = "terminal", description = "terminal, network (${DEFAULT-VALUE})")
        private Which dialect;

        @Override
        public Integer call() {
            System.out.println(understood(() -> new MessageJson(dialect.dialect).encode(tree(argument(text)))));
            return 0;
        }

        private static Map<String, Object> tree(String json) {
            try {
                return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
            } catch (JacksonException noJson) {
                throw new IllegalArgumentException("the message is not a JSON object", noJson);
            }
        }
    }

    /// `mac --key K HEX`
    @Command(name = "mac", mixinStandardHelpOptions = true,
            description = {"对从报文类型到校验域之前的字节计算校验码。", "Computes the MAC over the bytes from the message type up to the MAC field."})
    static final class Mac implements Callable<Integer> {

        @Parameters(paramLabel = "HEX", description = "被校验的字节;- 为标准输入 / the bytes that it covers; - = standard input")
        private String hex;

        @Option(names = "--key", required = true, paramLabel = "K", description = "8 或 16 字节密钥,十六进制;@文件 读文件 / key of 8 or 16 bytes, hex; @FILE reads it")
        private String key;

        @Option(names = "--algorithm", defaultValue = "unionpay", description = "unionpay(终端), x919(网络) / terminal, network (${DEFAULT-VALUE})")
        private Algorithm algorithm;

        /// Which MAC.
        enum Algorithm {
            UNIONPAY,
            X919
        }

        @Override
        public Integer call() {
            byte[] mac = understood(() -> {
                byte[] bytes = bytes(argument(hex));
                return switch (algorithm) {
                    case UNIONPAY -> UnionPayMac.mac(bytes(key), bytes);
                    case X919 -> RetailMac.mac(bytes(key), bytes);
                };
            });
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("algorithm", algorithm.name().toLowerCase(java.util.Locale.ROOT));
            answer.put("mac", HexFormat.of().withUpperCase().formatHex(mac));
            if (algorithm == Algorithm.UNIONPAY) {
                answer.put("text", new String(mac, StandardCharsets.US_ASCII));
            }
            print(answer);
            return 0;
        }

        private static byte[] bytes(String hex) {
            String digits = hex.replaceAll("\\s", "");
            if (!digits.matches("([0-9A-Fa-f]{2})*")) {
                throw new IllegalArgumentException("this is not hexadecimal: an even number of the digits 0-9 and A-F is wanted");
            }
            return HexFormat.of().parseHex(digits);
        }
    }

    private static String argument(String given) {
        if (!given.equals("-")) {
            return given;
        }
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new Fault("INPUT_UNREADABLE", Recovery.FIX_THE_INPUT, "the standard input cannot be read", broken);
        }
    }

    /// What was typed is wrong: one sentence that names the rule, not the value.
    private static <T> T understood(Callable<T> work) {
        try {
            return work.call();
        } catch (IllegalArgumentException wrong) {
            throw new Fault("INPUT_REFUSED", Recovery.FIX_THE_INPUT, wrong.getMessage(), wrong);
        } catch (Fault fault) {
            throw fault;
        } catch (Exception impossible) {
            throw new IllegalStateException("nothing else is thrown here", impossible);
        }
    }

    private static void print(Map<String, Object> tree) {
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    }
}
