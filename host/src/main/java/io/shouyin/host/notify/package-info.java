/// Text messages: a queue in the sender's transaction, providers that take over from each other, receipts.
@org.springframework.modulith.ApplicationModule(displayName = "Notify", allowedDependencies = {"keys", "platform", "web"})
package io.shouyin.host.notify;
