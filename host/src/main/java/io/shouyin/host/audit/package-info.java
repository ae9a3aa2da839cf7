/// The audit log: append-only, in the transaction of what it tells of; the Merkle tree over it, its signed checkpoints and their witnesses.
@org.springframework.modulith.ApplicationModule(displayName = "Audit", allowedDependencies = {"platform", "web"})
package io.shouyin.host.audit;
