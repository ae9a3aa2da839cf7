package io.shouyin.app;

import io.shouyin.host.audit.LiveLog;
import io.shouyin.host.platform.DatabaseDoor;
import io.shouyin.host.platform.StartFaults;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.Broken;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.LogCheck;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.NoteSigner;
import io.shouyin.tlog.TlogProof;
import io.shouyin.tlog.Witness;
import io.shouyin.tlog.server.LogFiles;
import io.shouyin.tlog.server.WitnessFolder;
import io.shouyin.tlog.server.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `audit`: the audit log for whoever does not take the host's word for it.
@Command(name = "audit", mixinStandardHelpOptions = true, description = {"审计日志:验证、取证、导出、见证。", "The audit log: verify, prove, export, witness."},
        subcommands = {AuditCommand.Verify.class, AuditCommand.Prove.class, AuditCommand.Export.class, AuditCommand.WitnessVerb.class})
final class AuditCommand {

    private AuditCommand() {}

    /// What the log's signatures are verified with.
    static final class KeyOption {

        @Option(names = "--key", paramLabel = "VKEY|@FILE",
                description = {"日志的验证公钥,应由审计人另行取得;缺省为数据目录的 audit/log.vkey", "the log's verifier key, which an auditor gets on another way; by default audit/log.vkey in the data folder"})
        private String key;

        Optional<NoteKey> given() {
            return Optional.ofNullable(key).map(AuditCommand::key);
        }

        NoteKey needed() {
            return given().orElseThrow(() -> new Fault("OPTION_MISSING", Recovery.FIX_THE_INPUT, "--key is needed: who verifies knows the key from elsewhere"));
        }

        Optional<NoteKey> orThatOf(DatabaseOptions database) {
            Path file = database.file("audit", "log.vkey");
            return given().or(() -> Files.exists(file) ? Optional.of(NoteKey.parse(NamedFile.text(file))) : Optional.empty());
        }
    }

    private static NoteKey key(String given) {
        return NoteKey.parse(given.startsWith("@") ? NamedFile.text(Path.of(given.substring(1))) : given);
    }

    /// `verify [WHAT]`: ends with 0 only if nothing is broken.
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = {"验证数据库里的日志、导出的文件夹或一个 .tlog-proof 文件;有任何不符则以 1 结束。",
                    "Verifies the log in the database, an exported folder or one .tlog-proof file; ends with 1 if anything is broken."})
    static final class Verify implements Callable<Integer> {

        @Parameters(arity = "0..1", paramLabel = "FOLDER|FILE", description = "导出的文件夹或证明文件;缺省为数据库 / an export or a proof; without it the database")
        private Path what;

        @Mixin
        private DatabaseOptions database;

        @Mixin
        private KeyOption key;

        @Option(names = "--witness", paramLabel = "VKEY|@FILE", description = "检查点须有其会签,可多次 / whose cosignature must be there, repeatable")
        private List<String> witnesses = List.of();

        @Option(names = "--checkpoint", paramLabel = "FILE",
                description = {"以前保存的检查点,日志必须包含它,可多次", "a checkpoint that was kept, which the log must contain, repeatable"})
        private List<Path> kept = List.of();

        @Option(names = "--json", description = "以 JSON 输出 / prints JSON")
        private boolean json;

        @Override
        public Integer call() {
            if (what != null && Files.isRegularFile(what)) {
                return proof();
            }
            List<NoteKey> cosigners = witnesses.stream().map(AuditCommand::key).toList();
            List<String> notes = new ArrayList<>(kept.stream().map(NamedFile::text).toList());
            LogCheck.Report report;
            if (what != null) {
                report = new LogFiles(what).check(key.needed(), cosigners, notes);
            } else {
                Path ownKept = database.file("audit", "checkpoint");
                if (Files.exists(ownKept)) {
                    notes.add(NamedFile.text(ownKept));
                }
                report = live(database, log -> log.check(key.orThatOf(database), cosigners, notes));
                if (key.orThatOf(database).isEmpty()) {
                    System.err.println("没有 --key,也没有 audit/log.vkey:未验证签名 / no --key and no audit/log.vkey: signatures were not looked at");
                }
            }
            print(report);
            return report.holds() ? 0 : 1;
        }

        private void print(LogCheck.Report report) {
            if (json) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("holds", report.holds());
                tree.put("entries", report.entries());
                tree.put("checkpoints", report.checkpoints());
                tree.put("root", report.root().base64());
                tree.put("broken", report.broken());
                System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
                return;
            }
            for (Broken kind : Broken.values()) {
                List<String> places = report.broken().getOrDefault(kind, List.of());
                if (!places.isEmpty()) {
                    System.out.printf("✗ %s / %s%n", kind.zh(), kind.en());
                    places.forEach(place -> System.out.println("    " + place));
                }
            }
            System.out.printf("%s %d 条记录 entries, %d 个检查点 checkpoints, root %s%n", report.holds() ? "✓" : "✗", report.entries(), report.checkpoints(), report.root().base64());
        }

        private int proof() {
            TlogProof proof = TlogProof.parse(NamedFile.text(what));
            String entry = proof.entry().orElseThrow(() -> new Fault("PROOF_WITHOUT_ENTRY", Recovery.FIX_THE_INPUT, "the proof does not have the entry in it"));
            Checkpoint checkpoint = proof.verify(Hash.leaf(entry), key.needed());
            Map<String, Instant> seen = new LinkedHashMap<>();
            for (String witness : witnesses) {
                NoteKey cosigner = key(witness);
                seen.put(cosigner.name(), proof.checkpoint().cosignedAt(cosigner)
                        .orElseThrow(() -> new Fault("COSIGNATURE_MISSING", Recovery.FIX_THE_INPUT, "the checkpoint is not cosigned by " + cosigner.name())));
            }
            if (json) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("holds", true);
                tree.put("index", proof.index());
                tree.put("origin", checkpoint.origin());
                tree.put("size", checkpoint.size());
                tree.put("cosigned", seen);
                tree.put("entry", entry);
                System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
            } else {
                System.out.println(entry);
                System.out.printf("✓ %s: 第 %d 条,共 %d 条 / entry %d of %d%n", checkpoint.origin(), proof.index(), checkpoint.size(), proof.index(), checkpoint.size());
                seen.forEach((name, at) -> System.out.printf("✓ %s %s%n", name, at));
            }
            return 0;
        }
    }

    /// `prove INDEX --out FILE`
    @Command(name = "prove", mixinStandardHelpOptions = true,
            description = {"把一条记录的证据写成 .tlog-proof 文件。", "Writes the evidence for one entry into a .tlog-proof file."})
    static final class Prove implements Callable<Integer> {

        @Parameters(paramLabel = "INDEX", description = "树中的位置,从 0 起 / place in the tree, from 0")
        private long index;

        @Option(names = "--from", paramLabel = "FOLDER", description = "取自导出的文件夹 / from an export instead of the database")
        private Path from;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "写到 / where to")
        private Path out;

        @Mixin
        private DatabaseOptions database;

        @Mixin
        private KeyOption key;

        @Override
        public Integer call() {
            TlogProof proof = from != null ? new LogFiles(from).prove(index) : live(database, log -> log.prove(index, key.orThatOf(database)));
            try {
                Files.writeString(out, proof.text());
            } catch (IOException unwritable) {
                throw new Fault("FOLDER_UNWRITABLE", Recovery.FIX_THE_INPUT, "the file " + out + " cannot be written", unwritable);
            }
            System.out.println(out);
            return 0;
        }
    }

    /// `export FOLDER`
    @Command(name = "export", mixinStandardHelpOptions = true,
            description = {"把最新检查点下的整份日志写成文件(C2SP tlog-tiles 布局),可离线验证。", "Writes the whole log under its latest checkpoint into files (C2SP tlog-tiles), to be verified offline."})
    static final class Export implements Callable<Integer> {

        @Parameters(paramLabel = "FOLDER", description = "写到,空的或还没有的 / where to, empty or not there yet")
        private Path folder;

        @Mixin
        private DatabaseOptions database;

        @Mixin
        private KeyOption key;

        @Override
        public Integer call() {
            String[] there = folder.toFile().list();
            if (there != null && there.length > 0 || Files.isRegularFile(folder)) {
                throw new Fault("FOLDER_UNWRITABLE", Recovery.FIX_THE_INPUT, "the folder " + folder + " is not empty");
            }
            long entries = live(database, log -> log.export(new LogFiles(folder), key.orThatOf(database)));
            System.out.printf("%d 条记录 entries → %s%n", entries, folder);
            return 0;
        }
    }

    /// `witness`: cosigns what only grew.
    @Command(name = "witness", mixinStandardHelpOptions = true,
            description = {"见证方:在另一台机器上,用自己的密钥会签只增不减的日志(C2SP tlog-witness)。", "A witness on a machine of its own: cosigns logs that only grow, with a key of its own (C2SP tlog-witness)."})
    static final class WitnessVerb implements Callable<Integer> {

        @Option(names = "--data", defaultValue = "var/witness", description = "数据目录 / data folder (${DEFAULT-VALUE})")
        private Path data;

        @Option(names = "--name", defaultValue = "shouyin.invalid/witness", description = "首次启动时密钥的名称 / the key's name, when it is made (${DEFAULT-VALUE})")
        private String name;

        @Option(names = "--log", required = true, paramLabel = "VKEY|@FILE", description = "见证哪份日志:其验证公钥,可多次 / verifier key of a log, repeatable")
        private List<String> logs;

        @Option(names = "--address", defaultValue = "127.0.0.1", description = "监听地址 / address (${DEFAULT-VALUE})")
        private String address;

        @Option(names = "--port", defaultValue = "8610", converter = PortOptions.Number.class, description = "端口,0 为任意 / port, 0 = any free one (${DEFAULT-VALUE})")
        private int port;

        @Option(names = "--json", description = "就绪时输出一行 JSON / one line of JSON when ready")
        private boolean json;

        @Mixin
        private ParentWatch parentWatch;

        @Override
        public Integer call() throws InterruptedException {
            parentWatch.arm();
            List<NoteKey> known = logs.stream().map(AuditCommand::key).toList();
            WitnessFolder folder = WitnessFolder.open(data);
            NoteSigner signer = folder.key(name);
            WitnessServer server = WitnessServer.start(address, port,
                    new Witness(signer, known, folder, InstantSource.system()));
            String url = "http://" + address + ":" + server.port() + "/";
            if (json) {
                System.out.println(JsonMapper.shared().writeValueAsString(Map.of("url", url, "key", signer.verifier().vkey())));
            } else {
                System.out.println("见证方 / witness: " + url);
                System.out.println("SHOUYIN_AUDIT_WITNESSES=" + url + " " + signer.verifier().vkey());
            }
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private static <T> T live(DatabaseOptions database, Function<LiveLog, T> work) {
        try (DatabaseDoor door = database.door()) {
            return work.apply(LiveLog.of(door.dataSource()));
        } catch (Fault fault) {
            throw fault;
        } catch (RuntimeException broken) {
            throw StartFaults.find(broken).map(RuntimeException.class::cast).orElse(broken);
        }
    }
}
