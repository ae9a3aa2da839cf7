/// Payment cryptography and the vault in JMH: each operation beside its floor, the bare `Cipher` calls of the JDK that it cannot do
/// without, and each command of the vault beside the same function called bare.
///
/// In a floor, a key is initialised where the operation must do it: a DUKPT step has a new key, a ZPK stays. What is derived in
/// between is left out, so floors compute with made-up blocks.
package io.shouyin.bench.crypto;
