/// The words of card acceptance as types: card number, amount, identities, response codes, refusals.
///
/// Plain Java, no dependency. Values are immutable and refuse nonsense when they are made; secrets are classes
/// whose `toString` masks, and whose clear content is only reached through a capability, so that a search for
/// [io.shouyin.kernel.CardDataAccess] and [io.shouyin.kernel.SecretAccess] finds every reader.
package io.shouyin.kernel;
