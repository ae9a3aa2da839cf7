/// People who log in to the console: accounts, roles, passwords, sessions, and what stands in the way of guessing.
@org.springframework.modulith.ApplicationModule(displayName = "Access", allowedDependencies = {"web", "audit", "platform", "webauthn", "policies"})
package io.shouyin.host.access;
