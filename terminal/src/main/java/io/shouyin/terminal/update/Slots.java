package io.shouyin.terminal.update;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.update.UpdateState.Attempt;
import io.shouyin.terminal.update.UpdateState.Download;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The two slots, the pointer to the one that runs, and the pieces of what is being fetched, on the terminal's storage.
///
/// Whatever moment the power fails at: the pointer is one file, written all or nothing; a slot is named by it only after all its files are
/// durable; and what does not start, or has changed on the storage, is left for the other slot, in the end for what the terminal came with.
final class Slots {

    static final int PIECE_BYTES = 256 * 1024;
    static final int TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final String FILE = "update.json";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] NOTHING = {};

    private final Storage storage;
    private volatile UpdateState state;

    private Slots(Storage storage, UpdateState state) {
        this.storage = storage;
        this.state = state;
    }

    /// A file that cannot be read costs the updates and not the terminal: it starts with what it came with, and forgets whom it believed.
    static Slots open(Storage storage) {
        try {
            return new Slots(storage, storage.read(FILE).map(bytes -> JSON.readValue(bytes, UpdateState.class)).orElse(UpdateState.FRESH));
        } catch (JacksonException | IllegalArgumentException | Fault unreadable) {
            LOG.error("the state of updates cannot be read: the software that the terminal came with runs");
            return new Slots(storage, UpdateState.FRESH);
        }
    }

    UpdateState state() {
        return state;
    }

    /// Durable when it returns.
    synchronized UpdateState update(UnaryOperator<UpdateState> change) {
        UpdateState next = change.apply(state);
        storage.write(FILE, JSON.writeValueAsBytes(next));
        state = next;
        return next;
    }

    // starting

    /// What runs now.
    ///
    /// @param onTrial it has yet to show that it reaches the host
    record Started(Slot slot, Software software, boolean onTrial) {}

    /// As the boot loader does: the slot on trial as often as it has tries left, then the one that was confirmed, else the other, else what
    /// the terminal came with. A try is counted before it is made, so that one that ends in the dark is counted too.
    Started boot(Instant now) {
        try {
            Optional<Started> onTrial = bootOnTrial(now);
            if (onTrial.isPresent()) {
                return onTrial.get();
            }
        } catch (Fault unwritable) {
            LOG.warn("what is new cannot be tried: {}", unwritable.code());
        }
        Slot running = state.running();
        return start(running).map(software -> new Started(running, software, false))
                .or(() -> start(running.other()).map(software -> new Started(running.other(), software, false)))
                .orElseGet(() -> new Started(running, Software.BUILT_IN, false));
    }

    private Optional<Started> bootOnTrial(Instant now) {
        while (state.attempt() != null) {
            Attempt attempt = state.attempt();
            if (attempt.triesLeft() == 0) {
                rollBack(SoftwareRefusal.SOFTWARE_BROKEN, now);
                return Optional.empty();
            }
            update(before -> before.withAttempt(new Attempt(attempt.slot(), attempt.action(), attempt.triesLeft() - 1)));
            Optional<Software> software = start(attempt.slot());
            if (software.isPresent()) {
                return Optional.of(new Started(attempt.slot(), software.get(), true));
            }
        }
        return Optional.empty();
    }

    /// The slot on trial is given up; the host is told when it can be.
    void rollBack(Refusal why, Instant now) {
        update(before -> before.refused(before.attempt().action(), before.content(before.attempt().slot()).version(), why, now));
    }

    /// @return empty if it does not start
    private Optional<Software> start(Slot slot) {
        SlotContent content = state.content(slot);
        if (content == null) {
            return slot == state.running() ? Optional.of(Software.BUILT_IN) : Optional.empty();
        }
        try {
            for (int i = 0; i < content.files().size(); i++) {
                byte[] file = storage.read(slot.file(i)).orElse(NOTHING);
                content.files().get(i).require(file);
                if (content.files().get(i).name().equals(Software.FILE)) {
                    return Optional.of(Software.start(content, file));
                }
            }
            return Optional.empty();
        } catch (ReleaseException | IllegalArgumentException | Fault broken) {
            LOG.warn("the software in slot {} does not start: {}", slot, broken.getMessage());
            return Optional.empty();
        }
    }

    // fetching

    /// How many pieces of this file are here already.
    int pieces(Artifact file) {
        Download under = state.download();
        return under != null && under.sha256().equals(file.sha256()) ? under.pieces() : 0;
    }

    void keepPiece(Artifact file, int index, byte[] piece) throws UpdateRefused {
        write("piece." + index, piece);
        update(before -> before.withDownload(new Download(file.sha256(), index + 1)));
    }

    /// The pieces are not of this file after all.
    void dropPieces() {
        update(before -> before.withDownload(null));
    }

    /// All pieces as the file that was signed, written into the slot that does not run.
    ///
    /// @throws ReleaseException if it is another one; the pieces are forgotten then
    void install(Artifact file, int index, int pieces) throws ReleaseException, UpdateRefused {
        var whole = new ByteArrayOutputStream((int) file.size());
        for (int i = 0; i < pieces; i++) {
            whole.writeBytes(storage.read("piece." + i).orElse(NOTHING));
        }
        try {
            file.require(whole.toByteArray());
        } catch (ReleaseException another) {
            dropPieces();
            throw another;
        }
        write(state.running().other().file(index), whole.toByteArray());
    }

    /// Whether the slot that does not run has this file already: after a power cut it need not be fetched again.
    boolean has(Artifact file, int index) {
        try {
            file.require(storage.read(state.running().other().file(index)).orElse(NOTHING));
            return true;
        } catch (ReleaseException | Fault another) {
            return false;
        }
    }

    /// Nothing points to the slot that does not run while it is written.
    void beginIdleSlot() {
        if (state.content(state.running().other()) != null || state.attempt() != null) {
            update(before -> before.withIdleSlot(null));
        }
    }

    /// From here on the next start tries it.
    void finishIdleSlot(ReleaseManifest manifest, int action) {
        update(before -> before.withIdleSlot(SlotContent.of(manifest)).withAttempt(new Attempt(before.running().other(), action, TRIES)));
    }

    long freeBytes() {
        return storage.freeBytes();
    }

    private void write(String name, byte[] content) throws UpdateRefused {
        try {
            storage.write(name, content);
        } catch (Fault fault) {
            if (fault.code().equals(TerminalRefusal.STORAGE_FULL.name())) {
                throw new UpdateRefused(SoftwareRefusal.SOFTWARE_STORAGE_FULL);
            }
            throw fault;
        }
    }
}
