package io.shouyin.terminal.device;

import io.shouyin.kernel.receipt.Slip;

/// What somebody who watches a [ConsoleDevice] is told.
public sealed interface DeviceEvent {

    record ScreenShown(Screen screen) implements DeviceEvent {}

    record StatusShown(Status status) implements DeviceEvent {}

    record Beeped(Display.Beep beep) implements DeviceEvent {}

    /// @param number counts the slips since the start, from 1
    record Printed(int number, Slip slip) implements DeviceEvent {}

    /// The paper that hung out of the printer was torn off.
    record TornOff() implements DeviceEvent {}

    record PaperChanged(boolean present) implements DeviceEvent {}

    /// @param rollPercent what is left of the paper
    record HardwareChanged(Hardware hardware, int rollPercent) implements DeviceEvent {}
}
