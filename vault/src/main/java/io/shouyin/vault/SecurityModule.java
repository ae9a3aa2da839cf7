package io.shouyin.vault;

/// The security module: every command that needs a clear key, PIN or password.
///
/// Keys come and go as [KeyBlock]s, passwords as [SealedFactor]s and [Verifier]s. No command returns a clear key,
/// PIN or password; the only clear secrets that leave are the ones made here to be printed once: codes, initial passwords, secrets
/// of authenticator applications. Parts of keys come and go in envelopes between the vault and their officers.
/// A block whose usage, algorithm, mode or label does not fit the command is refused with a `Fault` `KEY_USE_REFUSED`, a
/// block that was changed or belongs to another LMK with `KEY_BLOCK_REFUSED`, see [VaultRefusal]. Arguments and results are
/// data only, so that the same commands can be served by this process, another process or a device.
public interface SecurityModule
        extends MasterKeyCommands, KeyCommands, CeremonyCommands, SealedPartCommands, TerminalKeyCommands, MessageCommands, PinCommands,
                CardCommands, PasswordCommands, TotpCommands, DataCommands {}
