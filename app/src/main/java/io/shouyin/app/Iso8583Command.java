package io.shouyin.app;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.inspect.MessageJson;
import io.shouyin.iso8583.inspect.Wire;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.TerminalProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

        @Option(names = "--dialect", defaultValue = "terminal", description = "报文规范 / dialect: terminal, network (${DEFAULT-VALUE})")
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

        @Option(names = "--dialect", defaultValue = "terminal", description = "报文规范 / dialect: terminal, network (${DEFAULT-VALUE})")
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
            description = {"计算校验码:整条报文(从报文类型到校验域之前),或任意字节。报文自带校验码时说明是否相符。",
                    "Computes the MAC of a message (from its type up to its MAC field), or of any bytes, and says whether the message's own MAC fits."})
    static final class Mac implements Callable<Integer> {

        @Parameters(paramLabel = "HEX", description = "报文或被校验的字节;- 为标准输入 / a message, or the bytes covered; - = standard input")
        private String hex;

        @Option(names = "--key", required = true, paramLabel = "K", description = "密钥,十六进制:8 或 16 字节,aes-cmac 可到 32;@文件 读文件 / key in hex: 8 or 16 bytes, up to 32 for aes-cmac; @FILE reads it")
        private String key;

        @Option(names = "--dialect", defaultValue = "terminal", description = "报文格式 / dialect: terminal, network (${DEFAULT-VALUE})")
        private Which dialect;

        @Option(names = "--algorithm", description = "算法 / algorithm: ${COMPLETION-CANDIDATES};默认 terminal 用 unionpay-ecb,network 用 x9.19 / by default unionpay-ecb for terminal, x9.19 for network")
        private Algorithm algorithm;

        /// The MACs of the two dialects: the network's, and one for each profile of terminals.
        enum Algorithm {
            UNIONPAY_ECB("unionpay-ecb"),
            X9_19("x9.19"),
            AES_CMAC("aes-cmac"),
            SM4_CMAC("sm4-cmac");

            private final String text;

            Algorithm(String text) {
                this.text = text;
            }

            byte[] mac(byte[] key, byte[] covered) {
                return switch (this) {
                    case UNIONPAY_ECB -> TerminalProfile.TDES.mac(key, covered);
                    case X9_19 -> RetailMac.mac(key, covered);
                    case AES_CMAC -> TerminalProfile.AES.mac(key, covered);
                    case SM4_CMAC -> TerminalProfile.SM4.mac(key, covered);
                };
            }

            @Override
            public String toString() {
                return text;
            }
        }

        @Override
        public Integer call() {
            byte[] secret = understood(() -> bytes(key.startsWith("@") ? NamedFile.text(Path.of(key.substring(1))) : key));
            byte[] given = understood(() -> bytes(argument(hex)));
            Optional<Decoded> message = message(given);
            byte[] covered = message.map(Decoded::macBytes).orElse(given);
            Algorithm chosen = Optional.ofNullable(algorithm).orElse(dialect == Which.TERMINAL ? Algorithm.UNIONPAY_ECB : Algorithm.X9_19);
            byte[] mac = understood(() -> chosen.mac(secret, covered));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("algorithm", chosen.toString());
            answer.put("coveredBytes", covered.length);
            answer.put("mac", HexFormat.of().withUpperCase().formatHex(mac));
            if (chosen == Algorithm.UNIONPAY_ECB) {
                answer.put("text", new String(mac, StandardCharsets.US_ASCII));
            }
            Optional<Boolean> fits = message.flatMap(Mac::ownMac).map(own -> MessageDigest.isEqual(own, mac));
            fits.ifPresent(same -> answer.put("messageMac", same ? "fits" : "differs"));
            print(answer);
            return fits.orElse(true) ? 0 : 1;
        }

        /// The message, if the bytes are a whole one.
        private Optional<Decoded> message(byte[] given) {
            try {
                Wire wire = Wire.of(HexFormat.of().formatHex(given), dialect.dialect);
                return Optional.of(new Codec(dialect.dialect).decode(wire.body()));
            } catch (DecodeException bytesOnly) {
                return Optional.empty();
            }
        }

        private static Optional<byte[]> ownMac(Decoded decoded) {
            int field = decoded.message().has(128) ? 128 : 64;
            return decoded.message().has(field) ? Optional.of(decoded.message().bytes(field)) : Optional.empty();
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
