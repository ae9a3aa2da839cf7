/// Terminals' connections: frame in, strict decode, MAC, one request at a time, reply out.
@org.springframework.modulith.ApplicationModule(displayName = "Gateway", allowedDependencies = {"acquiring", "channels", "credentials", "fleet", "keys", "platform", "web"})
package io.shouyin.host.gateway;
