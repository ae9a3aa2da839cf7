/// The deterministic test world: the real host, real terminals and the simulated network in one process, where a seed decides who runs when, what the
/// time is, what the lines lose and who dies. `docs/decisions.md` says what is real in it.
package io.shouyin.bench.world;
