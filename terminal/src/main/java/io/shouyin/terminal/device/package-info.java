/// The parts of a POS terminal as interfaces, and what they exchange as data: keys, cards, screens, slips.
///
/// A [io.shouyin.terminal.device.Screen] is data with texts by key, so that the page, the headless terminal and a
/// test show the same. [io.shouyin.terminal.device.ConsoleDevice] is the device that all three share.
package io.shouyin.terminal.device;
