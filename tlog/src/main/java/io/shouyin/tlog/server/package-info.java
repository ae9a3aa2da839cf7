/// A witness with a folder and a socket, and logs as files: what the formats of [io.shouyin.tlog] need to be used.
package io.shouyin.tlog.server;
