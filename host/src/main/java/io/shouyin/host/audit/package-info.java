/// The audit log: append-only, in the transaction of what it tells of, with the leaf hash of a Merkle tree beside each entry.
@org.springframework.modulith.ApplicationModule(displayName = "Audit", allowedDependencies = "web")
package io.shouyin.host.audit;
