/// Logs that an outsider can verify: Merkle trees as RFC 6962 has them; signed notes, checkpoints, tiles, cosignatures, proofs in files and
/// witnesses as C2SP has them. Pure functions over bytes: no database, no network, no clock. Files and sockets are in `server`.
package io.shouyin.tlog;
