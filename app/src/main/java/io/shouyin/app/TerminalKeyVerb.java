package io.shouyin.app;

import io.shouyin.host.keys.CeremonyRefusal;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `vault terminal-key`: the TMK of a terminal that is loaded by hand, in components for two or three officers who come to this machine
/// one after the other. The first proposes, the second approves, each sees his component alone; with the last one the host has the key and
/// the terminal is activated. If anything fails before that, the ceremony is cancelled and no file is left.
@Command(name = "terminal-key", mixinStandardHelpOptions = true,
        description = {"手工灌装的终端:两三位密钥管理员依次登录,各得一个主密钥分量。",
                "For a terminal that is loaded by hand: two or three officers log in one after the other, each gets a component of its master key."})
final class TerminalKeyVerb implements Callable<Integer> {

    @Parameters(paramLabel = "TERMINAL", description = "终端号 / number of the terminal")
    private String terminalId;

    @Option(names = "--host", defaultValue = "http://127.0.0.1:8080", converter = HostAddress.class, description = "主机 / the host (${DEFAULT-VALUE})")
    private URI host;

    @Option(names = "--officers", required = true, split = ",", paramLabel = "USER", description = "两三位密钥管理员 / two or three key officers")
    private List<String> officers;

    @Option(names = "--password-files", split = ",", paramLabel = "FILE", description = "其密码文件,同序;否则询问 / files with their passwords, in this order; else asked for")
    private List<Path> passwordFiles = List.of();

    @Option(names = "--part-files", split = ",", paramLabel = "FILE", description = "分量写入这些新文件;否则显示 / new files for the components; else they are shown")
    private List<Path> partFiles = List.of();

    @Option(names = "--credential-key", description = "同时生成终端密码密钥 / a credential key too")
    private boolean withCredentialKey;

    @Option(names = "--replace", description = "终端已激活:换掉它的密钥 / the terminal is activated: replaces its keys")
    private boolean replace;

    @Option(names = "--terminal-settings", paramLabel = "FILE", description = "终端设置写入新文件 / a new file for the settings of the terminal")
    private Path settingsFile;

    @Override
    public Integer call() {
        requireOfficers();
        requireOneEach(passwordFiles);
        requireOneEach(partFiles);
        List<Path> files = Stream.concat(partFiles.stream(), Optional.ofNullable(settingsFile).stream()).toList();
        return KeyPartFile.filling(files, () -> as(0, this::proposed));
    }

    /// The first officer's login stays while the others have theirs, so that he can take back what he proposed.
    private int proposed(HostConsole proposer) {
        String id = proposer.post(CeremonyVerbs.CEREMONIES, Map.of("kind", "TERMINAL", "terminalId", terminalId,
                "parts", officers.size(), "withCredentialKey", withCredentialKey, "replaceKeys", replace)).path("id").asString();
        try {
            return carriedOut(id);
        } catch (RuntimeException failed) {
            takeBack(proposer, id, failed);
            throw failed;
        }
    }

    private int carriedOut(String id) {
        for (int i = 1; i < officers.size(); i++) {
            boolean approves = i == 1;
            int officer = i;
            as(officer, console -> {
                if (approves) {
                    console.post(CeremonyVerbs.CEREMONIES + "/" + id + "/approval", Map.of());
                }
                return show(console, id, officer);
            });
        }
        return as(0, console -> {
            JsonNode shown = show(console, id, 0);
            if (settingsFile != null) {
                KeyPartFile.write(settingsFile, JsonMapper.shared().writeValueAsString(console.get("terminals/" + terminalId + "/settings")));
            }
            CeremonyVerbs.print(shown.path("ceremony"));
            return 0;
        });
    }

    /// Components of a ceremony that is cancelled are of no key. One that has ended is not taken back; one that cannot be reached expires.
    private void takeBack(HostConsole proposer, String id, RuntimeException failed) {
        try {
            proposer.post(CeremonyVerbs.CEREMONIES + "/" + id + "/cancellation", Map.of());
            partFiles.forEach(KeyPartFile::remove);
        } catch (Fault stays) {
            failed.addSuppressed(stays);
        }
    }

    private JsonNode show(HostConsole console, String id, int officer) {
        JsonNode shown = new OfficerDesk(console).shown(id);
        if (partFiles.isEmpty()) {
            System.out.println("--- " + officers.get(officer) + " ---\n" + KeyPartFile.text(shown));
            TwoPeople.clearAfterEnter("抄好后按回车,换下一位 / press Enter when it is written down, and let the next officer come ");
        } else {
            KeyPartFile.write(partFiles.get(officer), KeyPartFile.text(shown));
        }
        return shown;
    }

    private <T> T as(int officer, Asking.Step<T, RuntimeException> step) {
        return Asking.loggedIn(host, officers.get(officer), passwordFiles.isEmpty() ? Optional.empty() : Optional.of(passwordFiles.get(officer)), step);
    }

    private void requireOfficers() {
        if (officers.size() < 2 || officers.size() > 3) {
            throw new Fault(CeremonyRefusal.KEY_DIVISION_REFUSED, Recovery.FIX_THE_INPUT);
        }
        List<String> people = officers.stream().map(officer -> officer.strip().toLowerCase(Locale.ROOT)).distinct().toList();
        if (people.size() == 1) {
            throw new Fault(CeremonyRefusal.CEREMONY_SECOND_PERSON_NEEDED, Recovery.FIX_THE_INPUT);
        }
        if (people.size() < officers.size()) {
            throw new Fault(CeremonyRefusal.CEREMONY_ONE_PART_EACH, Recovery.FIX_THE_INPUT);
        }
    }

    private void requireOneEach(List<Path> files) {
        if (!files.isEmpty() && files.size() != officers.size()) {
            throw new Fault("KEY_PART_FILE_REFUSED", Recovery.FIX_THE_INPUT, "there is one file for each officer, or none");
        }
    }
}
