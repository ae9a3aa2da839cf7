/// What a [io.shouyin.terminal.device.ConsoleDevice] says, as JSON, and the page that shows it.
package io.shouyin.terminal.web;
