package io.shouyin.host.access;

import io.shouyin.host.platform.BackgroundThreads;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.PasswordPolicy.Normalisation;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Argon2id (19456 KiB, 2 passes, 1 lane: RFC 9106, OWASP's floor), then the vault's pepper over the 32 bytes.
///
/// A few platform threads, which stand back for all others and rest in between, do the work and few may wait, none of them inside a transaction: a
/// flood of logins costs bounded memory, leaves the time to sales and holds no connection to the database. Kept as `argon2id$19456$2$1$<salt>$<peppered hash>`, base64 without padding, so that stronger
/// parameters can come beside old hashes; `argon2id-nfc` says that the text was composed (NFC) first, whatever a policy says later.
@Component
class PasswordHasher implements AutoCloseable {

    private static final String AS_TYPED = "argon2id";
    private static final String COMPOSED = "argon2id-nfc";
    private static final int MEMORY_KIB = 19_456;
    /// Blocks, of a KiB each, that the generator takes beside the memory for its steps.
    private static final int BLOCKS_BESIDE = 8;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LoginPepper pepper;
    private final ThreadPoolExecutor workers;
    /// What a hash writes to, cleared and used again: as garbage it would stop everybody's sales while it is collected.
    private final BlockPool memory;
    private final String nobodys;

    PasswordHasher(LoginPepper pepper, AccessSettings settings) {
        this.pepper = pepper;
        this.workers = new RestingWorkers(settings.hashThreads(), settings.hashRest(), settings.hashWaitingMax(), BackgroundThreads.named("password-hash-"));
        this.memory = new FixedBlockPool(settings.hashThreads() * (MEMORY_KIB + BLOCKS_BESIDE));
        this.nobodys = encode(Normalisation.NONE, MEMORY_KIB, PASSES, LANES, random(SALT_BYTES), random(HASH_BYTES));
    }

    /// For a text of ASCII, which every normalisation leaves as it is.
    String hash(Secret password) {
        return hash(password, Normalisation.NONE);
    }

    String hash(Secret password, Normalisation normalisation) {
        return inWorker(() -> {
            var salt = random(SALT_BYTES);
            return encode(normalisation, MEMORY_KIB, PASSES, LANES, salt, peppered(password, normalisation, MEMORY_KIB, PASSES, LANES, salt));
        });
    }

    boolean matches(Secret password, String kept) {
        return inWorker(() -> compare(password, kept));
    }

    /// The same work as [#matches] for an account that does not exist, so that it takes the same time.
    void matchesNobody(Secret password) {
        Check.invariant(!matches(password, nobodys), "random bytes are nobody's hash");
    }

    private boolean compare(Secret password, String kept) {
        var parts = kept.split("\\$");
        Check.invariant(parts.length == 6 && (parts[0].equals(AS_TYPED) || parts[0].equals(COMPOSED)), "a password hash has six parts");
        var normalisation = parts[0].equals(COMPOSED) ? Normalisation.NFC : Normalisation.NONE;
        var salt = Base64.getDecoder().decode(parts[4]);
        var found = peppered(password, normalisation, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), salt);
        return MessageDigest.isEqual(found, Base64.getDecoder().decode(parts[5]));
    }

    private byte[] peppered(Secret password, Normalisation normalisation, int memoryKib, int passes, int lanes, byte[] salt) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib).withIterations(passes).withParallelism(lanes).withSalt(salt).withBlockPool(memory).build();
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        var clear = text(password, normalisation);
        var hash = new byte[HASH_BYTES];
        try {
            generator.generateBytes(clear, hash);
            return pepper.pepper(hash);
        } finally {
            Arrays.fill(clear, (byte) 0);
            Arrays.fill(hash, (byte) 0);
        }
    }

    private static byte[] text(Secret password, Normalisation normalisation) {
        var utf8 = password.reveal(SecretAccess.granted());
        if (normalisation == Normalisation.NONE) {
            return utf8;
        }
        var composed = PasswordRules.composed(StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8)));
        Arrays.fill(utf8, (byte) 0);
        return composed.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(Normalisation normalisation, int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        return (normalisation == Normalisation.NFC ? COMPOSED : AS_TYPED) + "$" + memoryKib + "$" + passes + "$" + lanes + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static byte[] random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /// Spares a login that would find no place all other work.
    ///
    /// @throws RefusedRequest 503 `LOGIN_BUSY`
    void refuseIfFull() {
        if (workers.getQueue().remainingCapacity() == 0) {
            throw busy();
        }
    }

    private <T> T inWorker(Callable<T> work) {
        Check.invariant(!TransactionSynchronizationManager.isActualTransactionActive(), "nobody holds a connection while a password is hashed");
        try {
            return workers.submit(work).get();
        } catch (RejectedExecutionException full) {
            throw busy();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed.getCause());
        }
    }

    private static RefusedRequest busy() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, AccessRefusal.LOGIN_BUSY, Map.of(), headers);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
