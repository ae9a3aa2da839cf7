/// The way to the host: frames over TLS 1.3 or plain, one message and its checked answer at a time.
package io.shouyin.terminal.line;
