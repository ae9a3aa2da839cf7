/// Watching the platform as a whole: the live board, rules that raise alerts, exports of the journal.
@org.springframework.modulith.ApplicationModule(displayName = "Monitoring", allowedDependencies = {"acquiring", "audit", "channels", "fleet", "notify", "platform", "sheets", "web"})
package io.shouyin.host.monitoring;
