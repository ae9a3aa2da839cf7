package io.shouyin.app;

import io.shouyin.host.access.ProposalRefusal;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Two people at one machine, one after the other: the first proposes, the second approves. Each step is a login of its own.
final class TwoPeople {

    @Option(names = "--host", defaultValue = "http://127.0.0.1:8080", converter = HostAddress.class, description = "主机 / the host (${DEFAULT-VALUE})")
    private URI host;

    @Option(names = "--user", required = true, description = "谁提出 / who proposes")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "其密码文件,否则询问 / file with the password, else it is asked for")
    private Path passwordFile;

    @Option(names = "--second", required = true, paramLabel = "USER", description = "另一位,由其批准 / the other person, who approves")
    private String second;

    @Option(names = "--second-password-file", paramLabel = "FILE", description = "另一位的密码文件,否则询问 / file with the other's password, else it is asked for")
    private Path secondPasswordFile;

    /// @throws Fault before anything is proposed, if the second person is the first
    <T, E extends Exception> T first(Asking.Step<T, E> step) throws E {
        if (user.strip().equalsIgnoreCase(second.strip())) {
            throw new Fault(ProposalRefusal.PROPOSAL_SECOND_PERSON_NEEDED, Recovery.FIX_THE_INPUT);
        }
        return Asking.loggedIn(host, user, Optional.ofNullable(passwordFile), step);
    }

    /// @return the answer to the approval
    JsonNode approve(JsonNode proposal) {
        return Asking.loggedIn(host, second, Optional.ofNullable(secondPasswordFile),
                console -> console.post("proposals/" + proposal.path("id").asString() + "/approval", Map.of()));
    }

    /// Where people type: waits for the one who looks, and leaves nothing for the next.
    static void clearAfterEnter(String prompt) {
        Console console = System.console();
        if (console != null) {
            console.readLine(prompt);
            console.printf("\u001B[H\u001B[2J\u001B[3J");
        }
    }
}
