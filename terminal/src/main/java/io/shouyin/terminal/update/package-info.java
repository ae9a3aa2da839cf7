/// The update agent: asks the host over the DDI what to install, believes it only for its signatures ([io.shouyin.release]), writes it into
/// the slot that does not run, starts it when nobody needs the terminal, and goes back if it does not come up.
///
/// [io.shouyin.terminal.update.UpdateAgent] is the conversation with the host, [io.shouyin.terminal.update.Slots] what survives a power cut.
/// `docs/flows/terminal-update.md` has the steps by their numbers.
package io.shouyin.terminal.update;
