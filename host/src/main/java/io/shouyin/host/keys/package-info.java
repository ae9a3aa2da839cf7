/// The institution's keys: the security module's door, named key blocks at rest, in versions, and the ceremonies that change them.
@org.springframework.modulith.ApplicationModule(displayName = "Keys", allowedDependencies = {"access", "audit", "platform", "web"})
package io.shouyin.host.keys;
