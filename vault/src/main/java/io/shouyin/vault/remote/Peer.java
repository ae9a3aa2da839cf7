package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// Who is at the other end of a Unix socket, as the kernel says.
final class Peer {

    private Peer() {}

    /// The user that is expected: the one of this process, unless another is named.
    ///
    /// @throws Fault [VaultSocketRefusal#VAULT_PEER_REFUSED] if there is no such user
    static UserPrincipal expected(Optional<String> name) {
        try {
            return name.isPresent() ? FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name.get()) : self();
        } catch (IOException unknown) {
            throw VaultSocketRefusal.VAULT_PEER_REFUSED.fault(Recovery.FIX_THE_SETUP, "this machine has no user " + name.orElse("of this process"));
        }
    }

    /// The owner of what this process makes: a name would not do, since a user of a container may have none.
    private static UserPrincipal self() throws IOException {
        Path own = Files.createTempFile("shouyin", ".user");
        try {
            return Files.getOwner(own);
        } finally {
            Files.delete(own);
        }
    }

    /// True where the system does not tell: there the modes of folder and socket are the only guard.
    static boolean is(UserPrincipal expected, SocketChannel channel) throws IOException {
        return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                || channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(expected);
    }
}
