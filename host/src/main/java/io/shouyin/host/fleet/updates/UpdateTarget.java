package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.TerminalState;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;

/// What a poll is judged and answered by: one read, also for many terminals at once.
///
/// @param tokenHash SHA-256 of its token, if it has one
/// @param wantsAttributes whether it shall tell its attributes
/// @param installed the last action that it finished
/// @param open the action that is its turn
record UpdateTarget(TerminalId terminal, TerminalState state, Optional<byte[]> tokenHash, boolean wantsAttributes, AutoConfirm autoConfirm,
                    Optional<Long> installed, Optional<UpdateAction> open) {}
