package io.shouyin.host.fleet.updates;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.release.Ed25519;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/// The key that orders to terminals are signed with: in a file beside the files of releases, of mode 600 and outside the database, so that whoever writes
/// rows orders nothing. The first host that needs it makes it, and all hosts that share the folder have the same.
@Component
class OrderKey {

    private final Path folder;
    private Pair pair;

    OrderKey(UpdateSettings settings) {
        this.folder = settings.folder();
    }

    private record Pair(PrivateKey privateKey, byte[] publicKey) {}

    PrivateKey privateKey() {
        return pair().privateKey();
    }

    /// 32 bytes, for terminals.
    byte[] publicKey() {
        return pair().publicKey().clone();
    }

    private synchronized Pair pair() {
        if (pair == null) {
            try {
                Path file = folder.resolve("order.key");
                if (!Files.exists(file)) {
                    make(file);
                }
                List<String> lines = Files.readAllLines(file);
                pair = new Pair(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.getLast()))),
                        Base64.getDecoder().decode(lines.getFirst()));
            } catch (IOException unusable) {
                throw new UncheckedIOException(unusable);
            } catch (GeneralSecurityException unusable) {
                throw new IllegalStateException("the file of the order key has no key", unusable);
            }
        }
        return pair;
    }

    /// Whole, or left to another host that was faster.
    private void make(Path file) throws IOException {
        OwnFiles.createFolder(folder);
        KeyPair made = Ed25519.generate();
        Path own = folder.resolve("order.key." + ProcessHandle.current().pid());
        OwnFiles.write(own, Base64.getEncoder().encodeToString(Ed25519.raw(made.getPublic())) + "\n" + Base64.getEncoder().encodeToString(made.getPrivate().getEncoded()) + "\n");
        try {
            Files.createLink(file, own);
        } catch (FileAlreadyExistsException another) {
            return;
        } finally {
            Files.delete(own);
        }
    }
}
