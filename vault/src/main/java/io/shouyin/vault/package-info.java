/// The security module: keys behind handles, and the only code that sees a clear key, PIN or password.
///
/// [io.shouyin.vault.SecurityModule] is the narrow interface; [io.shouyin.vault.SoftSecurityModule] is the one in this
/// process. It is software: real cardholder PINs belong into an approved device (PCI PIN requirement 1), which can
/// stand behind the same interface.
package io.shouyin.vault;
