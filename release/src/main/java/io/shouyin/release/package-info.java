/// What a terminal's software is trusted by, on whatever way it comes: a release signed by two of three people, and an order of the
/// host to one terminal. Host, terminal and command line read and judge them by this one code.
///
/// [io.shouyin.release.ReleaseKeys#verify] and [io.shouyin.release.SignedOrder#verify] are the doors; nothing of a file is believed
/// before they have let it in. `docs/reference/release.md` has the formats and who refuses what.
package io.shouyin.release;
