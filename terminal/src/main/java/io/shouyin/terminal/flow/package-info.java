/// What the terminal does, one class a flow: straight-line code on one virtual thread, with numbered steps.
///
/// A flow asks and tells through a [io.shouyin.terminal.flow.Dialogue]; the red key unwinds it by [io.shouyin.terminal.flow.Unwind].
package io.shouyin.terminal.flow;
